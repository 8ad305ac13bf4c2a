using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>How far certificates lie above the largest sensitivity that gradient ascent finds, by the base rules, by the tight
/// ones and by sets.</summary>
public static class Tightness
{
    public const int Inputs = 4;
    public const int Units = 16;
    private const int Starts = 4;
    private const int Climbs = 25;
    private const double Difference = 1e-4;

    /// <summary>Weights uniform in ± scale/√H: 1 is the usual initialisation.</summary>
    public static IReadOnlyList<double> Scales { get; } = [0.1, 0.3, 1];

    public static IReadOnlyList<int> Horizons { get; } = [10, 20];

    /// <summary>One case.</summary>
    /// <param name="Base">Gain by the base rules.</param>
    /// <param name="Tight">Gain by the tight rules.</param>
    /// <param name="Sets">Gain by sets.</param>
    /// <param name="Found">Largest sensitivity found.</param>
    /// <param name="SpectralRadius">ρ(A) by the tight rules, in the limit.</param>
    public sealed record Case(double Base, double Tight, double Sets, double Found, double SpectralRadius);

    public static Case Of(CellDescription cell, double scale, int horizon, Perturbation perturbation)
    {
        int[] sizes = [.. Enumerable.Range(0, cell.SizeNames.Count).Select(k => cell.InputSizes.Contains(k) ? Inputs : Units)];
        var random = new Random(1);
        double[] weights =
        [
            .. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => scale / Math.Sqrt(Units) * ((2 * random.NextDouble()) - 1)),
        ];
        var options = new CertificateOptions
        {
            Horizon = horizon,
            Perturbation = perturbation,
            InputBound = 1,
        };
        Certificate loose = cell.Certify(sizes, options with { Rules = BoundRules.Base }, weights);
        Certificate tight = cell.Certify(sizes, options, weights);
        CertificateOptions sets = options with { Budget = TimeSpan.FromMinutes(1), LongestBlock = 0 };
        double set = cell.Certify(sizes, sets, weights).Methods.Single(m => m.Name == "sets").Finite;
        double found = Enumerable
            .Range(0, Starts)
            .Max(start => Climb([.. Enumerable.Range(0, horizon * Inputs).Select(_ => Start(start, random))]));
        return new Case(loose.Finite.Gain, tight.Finite.Gain, set, found, tight.Limit?.SpectralRadius ?? double.PositiveInfinity);

        double Sensitivity(double[] sequence) => Search.Sensitivity(cell, sizes, weights, sequence, perturbation, horizon);

        // One-sided differences in every coordinate, all in one batch of sequences [horizon, batch, Inputs].
        double[] Gradient(double[] sequence, double at)
        {
            int batch = sequence.Length;
            double[] moved =
            [
                .. Enumerable
                    .Range(0, horizon)
                    .SelectMany(t => Enumerable.Repeat(sequence.Skip(t * Inputs).Take(Inputs), batch).SelectMany(x => x)),
            ];
            double[] sides = [.. sequence.Select(value => value > 0 ? -Difference : Difference)];
            for (int k = 0; k < batch; k++)
            {
                moved[(((k / Inputs * batch) + k) * Inputs) + (k % Inputs)] += sides[k];
            }

            return
            [
                .. cell.Sensitivity(sizes, horizon, weights, moved)
                    .Of(perturbation)
                    .Samples.Zip(sides, (found, side) => (found - at) / side),
            ];
        }

        // Projected gradient ascent.
        double Climb(double[] sequence)
        {
            double best = Sensitivity(sequence);
            double step = 0.5;
            for (int climb = 0; climb < Climbs && step > 1e-3; climb++)
            {
                double[] gradient = Gradient(sequence, best);
                double largest = gradient.Max(Math.Abs);
                double[] next = [.. sequence.Zip(gradient, (x, g) => Math.Clamp(x + (largest == 0 ? 0 : step * g / largest), -1, 1))];
                double found = Sensitivity(next);
                (sequence, best, step) = found > best ? (next, found, step * 1.3) : (sequence, best, step / 3);
            }

            return best;
        }
    }

    private static double Start(int start, Random random) =>
        start switch
        {
            0 => 0,
            1 => random.NextDouble() < 0.5 ? -1 : 1,
            _ => (2 * random.NextDouble()) - 1,
        };
}
