using System;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Conditional;

/// <summary>
/// How far values that a pass computes in floating point are off, within one step from exact inputs and states, on ranges of all signals.
/// Assumed: sums in any order and products are as accurate as IEEE arithmetic makes them; activations are to within 32 u (1 + |value|), u
/// being the unit roundoff.
/// </summary>
internal static class RoundingErrors
{
    /// <summary>Accuracy of activations, in unit roundoffs.</summary>
    public const int OfActivations = 32;

    /// <summary>By signal, the error of every unit.</summary>
    /// <param name="step">The step.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="ranges">Ranges of all signals, of which sums remember the sizes of what they add.</param>
    /// <param name="roundoff">u: 2^-24 of float, 2^-53 of double.</param>
    /// <param name="smallest">What may be lost where a result underflows.</param>
    public static double[][] Of(SetStep step, SetWeights weights, SetRanges ranges, double roundoff, double smallest)
    {
        double[][] errors = [.. step.Widths.Select(w => new double[w])];
        var wide = new SetRanges(step.Widths, 1); // of values as they are computed
        step.Sources.ToList().ForEach(source => Widen(ranges, wide, source, errors[source]));
        bool isDerived = step.Cell.OwnWeights < step.Cell.Weights.Count; // derived matrices are themselves rounded
        foreach (SetNode node in step.Nodes)
        {
            double[] own = errors[node.Number];
            var passed = new IntervalMatrix(own.Length, 1);
            node.AddDerivative(wide, 0, argument => Column(errors[argument]), passed);
            passed.Close();
            for (int unit = 0; unit < own.Length; unit++)
            {
                double inherited = passed.Radius[unit];
                double local =
                    node is SumSet sum
                        ? (sum.Magnitudes[0][unit] + inherited) * (isDerived ? weights.Gamma / Outward.UnitRoundoff : sum.Operations)
                    : node.HasExactRange ? OfActivations * (1 + Size(ranges, node.Number, unit))
                    : Products((LocalNode)node, ranges, errors, unit);
                double second = node is LocalNode { Arguments: [var a, var b, ..] } ? errors[a][unit] * errors[b][unit] : 0;
                double lost = Operations(node) * smallest * (1 + node.Arguments.Select(a => Largest(ranges, a)).DefaultIfEmpty(0).Max());
                own[unit] = Outward.Sum(inherited + second + (1.01 * roundoff * local) + lost) + Outward.Underflow;
            }

            Widen(ranges, wide, node.Number, own);
        }

        return errors;
    }

    /// <summary>The sizes of what a product or a blend multiplies and adds, rounded four times at most.</summary>
    private static double Products(LocalNode node, SetRanges ranges, double[][] errors, int unit)
    {
        double sum = 0;
        for (int k = 0; k < node.Arguments.Count; k++)
        {
            Numbers.Enclosure slope = node.Slope(ranges, 0, k, unit);
            double size = Size(ranges, node.Arguments[k], unit) + errors[node.Arguments[k]][unit];
            sum += Math.Max(Math.Abs(slope.Lower), Math.Abs(slope.Upper)) * size;
        }

        return 4 * sum;
    }

    private static int Operations(SetNode node) => node is SumSet sum ? sum.Operations : 4;

    private static double Largest(SetRanges ranges, int signal) =>
        Enumerable.Range(0, ranges.Lower(signal, 0).Length).Max(unit => Size(ranges, signal, unit));

    private static void Widen(SetRanges ranges, SetRanges wide, int signal, double[] errors)
    {
        for (int unit = 0; unit < errors.Length; unit++)
        {
            wide.Lower(signal, 0)[unit] = -Outward.Add(-ranges[signal, 0, unit].Lower, errors[unit]);
            wide.Upper(signal, 0)[unit] = Outward.Add(ranges[signal, 0, unit].Upper, errors[unit]);
        }
    }

    private static double Size(SetRanges ranges, int signal, int unit) =>
        Math.Max(Math.Abs(ranges[signal, 0, unit].Lower), Math.Abs(ranges[signal, 0, unit].Upper));

    private static IntervalMatrix Column(double[] radius)
    {
        var column = new IntervalMatrix(radius.Length, 1);
        radius.CopyTo(column.Radius, 0);
        return column;
    }
}
