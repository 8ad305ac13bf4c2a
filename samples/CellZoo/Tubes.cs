using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>How far a disturbance of a given input sequence moves the last output: what is proved, and what an attack reaches.</summary>
public static class Tubes
{
    public const int Inputs = 4;
    public const int Units = 16;
    public const int Steps = 20;

    /// <summary>Nominal inputs lie in ± this, so that no disturbance by the largest radius leaves the declared bound of 1.</summary>
    private const double Nominal = 0.7;

    private const int Seed = 1;

    /// <summary>Radii: every input at every step may be off by at most this (times the scale that the cell declares for it).</summary>
    public static IReadOnlyList<double> Radii { get; } = [0.02, 0.1, 0.3];

    /// <summary>One radius.</summary>
    /// <param name="Certified">Movement of the last output that is proved, mean over the units.</param>
    /// <param name="Found">The same, found by an attack.</param>
    /// <param name="IsExceeded">Whether any unit was found beyond what is proved of it.</param>
    public readonly record struct Case(double Certified, double Found, bool IsExceeded);

    /// <summary>A cell with weights as PyTorch initialises them, uniform in ±1/√units, around a random sequence, per radius.</summary>
    public static IReadOnlyList<Case> Of(CellDescription cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        int[] sizes = [.. Enumerable.Range(0, cell.SizeNames.Count).Select(k => cell.InputSizes.Contains(k) ? Inputs : Units)];
        var random = new Random(Seed);
        double[] weights = Uniform(random, cell.ParameterCount(sizes), 1 / Math.Sqrt(Units));
        int width = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);
        double[] nominal = Uniform(random, Steps * width, Nominal);
        return
        [
            .. Radii.Select(radius =>
                Compare(
                    cell.CertifyAround(sizes, 1, new TubeOptions { Radius = radius, WithGains = false }, weights, nominal)[0],
                    new TubeAttack(cell, sizes, weights, nominal, Steps, radius).Run()
                )
            ),
        ];
    }

    /// <summary>What is proved of the last output beside what was found [units] (1e-9: rounding of what is found).</summary>
    public static Case Compare(TubeCertificate certificate, IReadOnlyList<double> found)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        double[] certified = certificate.Movement[^1];
        return new Case(certified.Average(), found.Average(), certified.Zip(found).Any(p => !(p.Second <= p.First * (1 + 1e-9))));
    }

    private static double[] Uniform(Random random, int count, double bound) =>
        [.. Enumerable.Range(0, count).Select(_ => bound * ((2 * random.NextDouble()) - 1))];
}
