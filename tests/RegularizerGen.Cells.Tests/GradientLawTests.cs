using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// The law of every penalty: a call either adds a finite gradient, or adds nothing and says so. Attacked with weights of any size that the
/// element type has, all kinds of perturbation and rules, strengths and saturations up to the ends of double.
/// </summary>
public sealed partial class GradientLawTests
{
    private const int Seed = 20261125;
    private static readonly CellDescription[] Cells =
    [
        Lstm.Description,
        Gru.Description,
        TanhNet.Description,
        ReluNet.Description,
        Composed.Description,
        LowRank.Description,
    ];
    private static readonly double[] Strengths = [1, 1e-3, 1e300, 1e-300];
    private static readonly double[] Saturations = [10, double.PositiveInfinity, 1e-3];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TikhonovRegularizer_AddsAFiniteGradientOrNothing(int part) =>
        Walk(
            part,
            60,
            (cell, random, law) =>
            {
                var options = new TikhonovOptions
                {
                    Horizon = random.Next(1, 12),
                    Perturbation = (Perturbation)random.Next(3),
                    Rules = (BoundRules)random.Next(2),
                    RecurrentNorm = (RecurrentNorm)random.Next(2),
                    SpectralMode = (SpectralMode)random.Next(2),
                    NormFloor = random.Next(2) == 0 ? 1e-6 : 0,
                    Saturation = Saturations[random.Next(3)],
                };
                law(
                    options,
                    (sizes, p, g, strength) =>
                        cell.Regularize(sizes, options, p, g, strength).Result is var r ? (r.GradientOmitted, r.Penalty) : default,
                    (sizes, p, g, strength) =>
                        cell.Regularize(sizes, options, p, g, strength).Result is var r ? (r.GradientOmitted, r.Penalty) : default
                );
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void UnitwiseRegularizer_AddsAFiniteGradientOrNothing(int part) =>
        Walk(
            part,
            60,
            (cell, random, law) =>
            {
                var options = new TikhonovOptions
                {
                    Horizon = random.Next(1, 12),
                    Perturbation = Perturbation.Peak,
                    Saturation = Saturations[random.Next(3)],
                };
                law(
                    options,
                    (sizes, p, g, strength) =>
                        cell.RegularizeUnitwise(sizes, options, p, g, strength) is var r ? (r.GradientOmitted, r.Penalty) : default,
                    (sizes, p, g, strength) =>
                        cell.RegularizeUnitwise(sizes, options, p, g, strength) is var r ? (r.GradientOmitted, r.Penalty) : default
                );
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void StabilityMargin_AddsAFiniteGradientOrNothing(int part) =>
        Walk(
            part,
            60,
            (cell, random, law) =>
            {
                var options = new StabilityOptions
                {
                    Iterations = random.Next(1, 20),
                    Perturbation = (Perturbation)random.Next(3),
                    Rules = (BoundRules)random.Next(2),
                    Margin = 0.9,
                    NormFloor = random.Next(2) == 0 ? 1e-6 : 0,
                };
                law(
                    options,
                    (sizes, p, g, strength) =>
                        cell.Stabilize(sizes, options, p, g, strength) is var r ? (r.GradientOmitted, r.Penalty) : default,
                    (sizes, p, g, strength) =>
                        cell.Stabilize(sizes, options, p, g, strength) is var r ? (r.GradientOmitted, r.Penalty) : default
                );
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void JacobianPenalty_AddsAFiniteGradientOrNothing(int part) =>
        Walk(
            part,
            60,
            (cell, random, law) =>
            {
                var options = new JacobianOptions { Outputs = (PenalizedOutputs)random.Next(2), Directions = random.Next(3) };
                (int steps, int batch) = (random.Next(1, 5), random.Next(1, 3));
                double[] inputs = TestCells.RandomArray(random, steps * batch * 2, 1);
                law(
                    options,
                    (sizes, p, g, strength) =>
                        cell.PenalizeJacobian(sizes, steps, batch, options, p, inputs, g, strength) is var r
                            ? (r.GradientOmitted, r.Penalty)
                            : default,
                    (sizes, p, g, strength) =>
                        cell.PenalizeJacobian(sizes, steps, batch, options, p, [.. inputs.Select(x => (float)x)], g, strength) is var r
                            ? (r.GradientOmitted, r.Penalty)
                            : default
                );
            }
        );

    private delegate (bool Omitted, double Penalty) Call<T>(int[] sizes, T[] parameters, T[] gradient, double strength);

    private static void Walk(int part, int draws, Action<CellDescription, Random, Action<object, Call<double>, Call<float>>> attack)
    {
        var random = new Random(Seed + part);
        int added = 0;
        int omitted = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            foreach (CellDescription cell in Cells)
            {
                int[] sizes = [.. cell.SizeNames.Select((_, k) => cell.InputSizes.Contains(k) ? 2 : random.Next(1, 4))];
                double strength = Strengths[random.Next(4)];
                double[] weights = Weights(random, cell.ParameterCount(sizes));
                attack(
                    cell,
                    random,
                    (options, inDouble, inFloat) =>
                    {
                        string what = $"{cell.Name}, seed {Seed + part}, draw {draw}, {options}, strength {strength}";
                        Count(AssertLaw(weights, strength, (p, g, s) => inDouble(sizes, p, g, s), what));
                        float[] single =
                        [
                            .. weights.Select(w => (float)Math.Clamp(Math.CopySign(Math.Pow(Math.Abs(w), 0.12), w), -3e38, 3e38)),
                        ];
                        Count(AssertLaw(single, strength, (p, g, s) => inFloat(sizes, p, g, s), what + ", float"));
                    }
                );
            }
        }

        // Both happen often, or the walk shows little.
        Assert.True(added > draws && omitted > draws / 4, $"{added} gradients added, {omitted} omitted (seed {Seed + part}).");

        void Count(bool wasAdded)
        {
            added += wasAdded ? 1 : 0;
            omitted += wasAdded ? 0 : 1;
        }
    }

    private static bool AssertLaw<T>(T[] weights, double strength, Func<T[], T[], double, (bool Omitted, double Penalty)> call, object what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] gradient = [.. weights.Select(_ => T.One)];
        bool omitted;
        double penalty;
        try
        {
            (omitted, penalty) = call(weights, gradient, strength);
        }
        catch (ArgumentException problem)
            when (problem.Message.Contains("which is computed from weights, exceeds the range of", StringComparison.Ordinal))
        {
            (omitted, penalty) = (true, 0); // a product of weights beyond the range of doubles: refused before anything is written
        }

        string exact = string.Join(", ", weights.Select(w => w.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        string context = $"{what}, weights {exact}: penalty {penalty}, omitted {omitted}, gradient {string.Join(", ", gradient)}.";
        Assert.True(gradient.All(T.IsFinite), context);
        Assert.True(!omitted || gradient.All(g => g == T.One), context);
        Assert.True(!double.IsNaN(penalty), context);
        return !omitted;
    }

    /// <summary>All of one magnitude, each of its own, or mostly zeros of either sign.</summary>
    private static double[] Weights(Random random, int count)
    {
        int kind = random.Next(4);
        double common = Exponent();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    Sign()
                    * kind switch
                    {
                        0 => Math.Pow(10, common) * random.NextDouble(),
                        1 => Math.Pow(10, Exponent()),
                        2 => random.Next(4) == 0 ? Math.Pow(10, Exponent()) : 0,
                        _ => random.Next(6) == 0 ? 5e-324
                        : random.Next(3) == 0 ? Math.Pow(10, common)
                        : random.NextDouble(),
                    }
                ),
        ];

        double Exponent() => -320 + (628 * random.NextDouble());
        double Sign() => random.Next(2) == 0 ? 1 : -1;
    }
}
