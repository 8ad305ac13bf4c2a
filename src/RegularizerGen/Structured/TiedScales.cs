using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>The rows and columns of a step in which pairs of channels are tied: two rows for every pair, one column.</summary>
internal sealed class TiedScales
{
    private const double Inside = 0.99;

    private readonly int full;
    private readonly int singles;
    private readonly Enclosure[][] points;
    private readonly int[] rows;

    /// <param name="step">The step.</param>
    /// <param name="channels">Units of channels that matter.</param>
    /// <param name="ties">The ties.</param>
    public TiedScales(StructuredStep step, int[] channels, TiedFactors ties)
    {
        full = step.States;
        ILookup<int, int> groups = channels.ToLookup(step.Group);
        TiedPair[] pairs = [.. ties.Pairs.Where(p => groups[p.First].Any() && groups[p.Second].Any())];
        HashSet<int> tied = [.. pairs.SelectMany(p => new[] { p.First, p.Second })];
        int[] single = [.. channels.Where(c => !tied.Contains(step.Group(c)))];
        (int First, int Second)[] units = [.. pairs.SelectMany(p => groups[p.First].Zip(groups[p.Second]))];
        points = [.. pairs.SelectMany(p => p.Points)];
        singles = single.Length;
        int[] states = [.. Enumerable.Range(0, full)];
        rows = [.. states, .. single.Concat(units.SelectMany(u => new[] { u.First, u.Second })).Select(c => full + c)];
        int[] columns = [.. states, .. single.Concat(units.Select(u => u.First)).Select(c => full + c)];
        Matrix = step.Part(rows, columns);
        IntervalMatrix other = step.Part(rows, [.. units.Select(u => full + u.Second)]);
        IsConsistent =
            Matrix.ColumnBlock(full + singles, units.Length) is var own && Same(own.Centre, other.Centre) && Same(own.Radius, other.Radius);
    }

    /// <summary>Whether there is any tie, and both channels of each act alike.</summary>
    public bool IsConsistent { get; }

    /// <summary>[[A, B], [C, D]]: states, single channels, two rows and one column per pair.</summary>
    public IntervalMatrix Matrix { get; }

    /// <summary>Scales that are as good as those without ties, from which they start.</summary>
    /// <param name="start">The scales without ties.</param>
    /// <param name="channels">The channels that they belong to, in their order.</param>
    public ScaledMatrix Start(ScaledMatrix start, int[] channels)
    {
        Dictionary<int, double> scales = channels.Zip(start.S).ToDictionary(p => full + p.First, p => p.Second);
        double[] left = [.. rows.Select(row => row < full ? start.T[(row * full) + row] : scales[row])];
        double[][] raw = [.. points.Select(own => own.Select(d => 0.5 * (d.Lower + d.Upper)).ToArray())];
        var ofPairs = new (double First, double Second)[raw.Length];
        double[] columns = new double[raw.Length];
        for (int pair = 0; pair < raw.Length; pair++)
        {
            (double a, double b) = (left[full + singles + (2 * pair)], left[full + singles + (2 * pair) + 1]);
            double largest = 0;
            for (int k = 0; k < raw[pair].Length; k += 2)
            {
                (double x, double y) = (raw[pair][k] / a, raw[pair][k + 1] / b);
                largest = Math.Max(largest, (x * x) + (y * y));
            }

            (ofPairs[pair], columns[pair]) = ((a, b), Inside / Math.Sqrt(largest));
        }

        double[] s = [.. left.Skip(full).Take(singles), .. columns];
        var scaled = ScaledMatrix.Of(Matrix.Centre, rows.Length, full, left, s, TiedPoints.Of(raw, ofPairs, columns), (0, full));
        scaled.SetLevel(start.Level);
        return scaled;
    }

    /// <summary>Whether s² d dᵀ ≤ UᵀU is proved at every point of every pair.</summary>
    public bool Holds(ScaledMatrix found)
    {
        for (int pair = 0; pair < points.Length; pair++)
        {
            Enclosure[] u = [.. found.Ties.Rows[pair].Select(x => (Enclosure)x)];
            Enclosure square = (Enclosure)found.S[singles + pair] * found.S[singles + pair];
            (Enclosure xx, Enclosure xy, Enclosure yy) = (
                (u[0] * u[0]) + (u[2] * u[2]),
                (u[0] * u[1]) + (u[2] * u[3]),
                (u[1] * u[1]) + (u[3] * u[3])
            );
            for (int k = 0; k < points[pair].Length; k += 2)
            {
                (Enclosure x, Enclosure y) = (points[pair][k], points[pair][k + 1]);
                Enclosure first = xx - (square * (x * x));
                Enclosure mixed = xy - (square * (x * y));
                Enclosure second = yy - (square * (y * y));
                if (!(first.Lower > 0 && ((first * second) - (mixed * mixed)).Lower >= 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Same(double[] a, double[] b) => a.Length > 0 && a.AsSpan().SequenceEqual(b);
}
