using System;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Stochastic gradient ascent on the inputs (one random direction and its slope per step; Spall 1992) for the largest sensitivity:
/// what a bound must not fall below.</summary>
public static class Search
{
    private const double Bound = 1;
    private const double Difference = 1e-4;

    public static double Largest(
        CellDescription cell,
        int[] sizes,
        double[] parameters,
        Perturbation perturbation,
        int horizon,
        int starts,
        int climbs
    )
    {
        var random = new Random(2);
        int inputs = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);
        double largest = 0;
        for (int start = 0; start < starts; start++)
        {
            double[] sequence =
            [
                .. Enumerable.Range(0, horizon * inputs).Select(_ => start == 0 ? 0 : Bound * ((2 * random.NextDouble()) - 1)),
            ];
            largest = Math.Max(largest, Climb(sequence));
        }

        return largest;

        double Climb(double[] sequence)
        {
            double best = Sensitivity(cell, sizes, parameters, sequence, perturbation, horizon);
            double step = 0.5 * Bound;
            for (int climb = 0; climb < climbs; climb++)
            {
                // A random direction and its slope: one difference instead of one per coordinate.
                double[] direction = [.. sequence.Select(_ => (2 * random.NextDouble()) - 1)];
                double[] ahead = [.. sequence.Zip(direction, (x, d) => Math.Clamp(x + (Difference * d), -Bound, Bound))];
                double sign = Sensitivity(cell, sizes, parameters, ahead, perturbation, horizon) >= best ? 1 : -1;
                double[] next = [.. sequence.Zip(direction, (x, d) => Math.Clamp(x + (sign * step * d), -Bound, Bound))];
                double found = Sensitivity(cell, sizes, parameters, next, perturbation, horizon);
                (sequence, best, step) = found > best ? (next, found, step) : (sequence, best, step * 0.7);
            }

            return best;
        }
    }

    /// <summary>The norm that the gain bounds, at one input sequence.</summary>
    public static double Sensitivity(
        CellDescription cell,
        int[] sizes,
        double[] parameters,
        double[] sequence,
        Perturbation perturbation,
        int horizon
    ) => cell.Sensitivity(sizes, horizon, parameters, sequence).Of(perturbation).Max;
}
