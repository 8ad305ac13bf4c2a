using System;
using System.Diagnostics;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Looks for two sequences within the box of inputs whose outputs differ by many times as much as they do.</summary>
/// <param name="chain">The network.</param>
/// <param name="bound">Inputs are within ± this.</param>
/// <param name="steps">Steps of the sequences.</param>
/// <param name="budget">The time that it may take.</param>
internal sealed class GainSearch(Chain chain, double bound, int steps, TimeSpan budget)
{
    private const int Starts = 60;
    private const int Climbs = 20;
    private const int Seed = 20261129;
    private const double Distance = 0.01; // of the bound: small enough for the slope, large enough for rounding

    private readonly Random random = new(Seed);

    /// <summary>The pair with the largest ratio that was found; stops at one that refutes the limit. Null where the box is a
    /// point.</summary>
    public Counterexample? Run(double limit)
    {
        if (!(bound > 0 && double.IsFinite(bound)))
        {
            return null;
        }

        var watch = Stopwatch.StartNew();
        Counterexample? best = null;
        for (int start = 0; start < Starts && watch.Elapsed < budget; start++)
        {
            Sequence center = Draw(start);
            Counterexample found = Try(center);
            for (int climb = 0; climb < Climbs && watch.Elapsed < budget && !Refutation.Exceeds(Ratio(found), limit); climb++)
            {
                Sequence moved = center.Map(v => Clamp(v + (0.5 * bound * ((2 * random.NextDouble()) - 1))));
                Counterexample tried = Try(moved);
                (center, found) = Ratio(tried) > Ratio(found) ? (moved, tried) : (center, found);
            }

            best = best is null || Ratio(found) > Ratio(best) ? found : best;
            if (Refutation.Exceeds(Ratio(best), limit))
            {
                break;
            }
        }

        return best;
    }

    /// <summary>How many times the outputs differ as much as the inputs do.</summary>
    public static double Ratio(Counterexample pair) => pair.Distance > 0 ? pair.Movement / pair.Distance : 0;

    private Counterexample Try(Sequence center)
    {
        Sequence output = chain.Forward(center);
        int row = random.Next(3) == 0 ? 0 : output.Rows - 1;
        Sequence slope = Trials.Gradient(chain, center, output.Rows, output.Width, row, random.Next(output.Width));
        Sequence Moved(int sign) =>
            center with
            {
                Values = [.. center.Values.Zip(slope.Values, (v, g) => Clamp(v + (sign * Distance * bound * Math.Sign(g))))],
            };
        return Trials.Compare(chain, Moved(-1), Moved(1));
    }

    private double Clamp(double value) => Math.Clamp(value, -bound, bound);

    private Sequence Draw(int start)
    {
        double scale = start % 3 == 0 ? 0 : bound * random.NextDouble();
        double[] level = [.. Enumerable.Range(0, chain.InputWidth).Select(_ => (2 * random.NextDouble()) - 1)];
        bool isConstant = start % 2 == 0;
        double[] values = new double[steps * chain.InputWidth];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = scale * (isConstant ? level[k % level.Length] : (2 * random.NextDouble()) - 1);
        }

        return new Sequence(chain.InputWidth, values);
    }
}
