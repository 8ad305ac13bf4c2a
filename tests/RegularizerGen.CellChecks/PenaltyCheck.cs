using System;
using System.Linq;

namespace RegularizerGen.CellChecks;

/// <summary>Penalties: never NaN, a finite gradient or none, which is that of differences.</summary>
internal static class PenaltyCheck
{
    private const double Strength = 0.5;

    public static void Run(CellCase @case, Random random)
    {
        for (int draw = 0; draw < 2; draw++)
        {
            TikhonovOptions options = Draw(random);
            Compare(
                $"penalty, {options.Perturbation}, {options.Rules}",
                @case,
                random,
                (w, g) => @case.Cell.Runner.Regularize(@case.Sizes, options, w, g, Strength).Result
            );
        }

        TikhonovOptions peak = Draw(random) with { Perturbation = Perturbation.Peak, EveryOutput = false };
        Compare("penalty, unit by unit", @case, random, (w, g) => @case.Cell.Runner.RegularizeUnitwise(@case.Sizes, peak, w, g, Strength));
    }

    private static void Compare(string what, CellCase @case, Random random, Func<double[], double[], TikhonovResult> regularize)
    {
        double[] weights = [.. @case.Weights];
        double[] gradient = new double[weights.Length];
        TikhonovResult result = regularize(weights, gradient);
        Assert.False(double.IsNaN(result.Penalty) || double.IsNaN(result.Gain) || double.IsNaN(result.LogGain), $"{what}: {result}");
        Assert.True(result.GradientOmitted ? gradient.All(g => g == 0) : gradient.All(double.IsFinite), $"{what}: gradient of {result}");
        if (!@case.HasDifferences || result.GradientOmitted || !double.IsFinite(result.Penalty))
        {
            return;
        }

        double[] unused = new double[weights.Length];
        double Value() => regularize(weights, unused).Penalty;
        foreach ((string name, int start, int length) in @case.Fields)
        {
            Differences.Compare($"{what}, {name}", (gradient, gradient), weights, start, length, Value, random);
        }
    }

    private static TikhonovOptions Draw(Random random) =>
        new()
        {
            Horizon = random.Next(1, 5),
            Perturbation = (Perturbation)random.Next(3),
            Rules = random.Next(2) == 0 ? BoundRules.Base : BoundRules.Tight,
            RecurrentNorm = random.Next(4) == 0 ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral,
            InputBound = random.Next(3) switch
            {
                0 => 0.3,
                1 => 1,
                _ => 2.5,
            },
            NormFloor = random.Next(3) == 0 ? 0.3 : 1e-6,
            Saturation = random.Next(3) == 0 ? double.PositiveInfinity : 2,
            EveryOutput = random.Next(4) == 0,
        };
}
