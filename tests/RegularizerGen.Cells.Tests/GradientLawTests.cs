using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// The law of every penalty: a call either adds a finite gradient, or adds nothing and says so. Attacked with weights of any size that the
/// element type has, all kinds of perturbation and rules, strengths and saturations up to the ends of double.
/// </summary>
public sealed class GradientLawTests
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

    /// <summary>The reproductions: each wrote NaN or infinity beside a penalty.</summary>
    [Fact]
    public void SubnormalWeights_HaveTheirFiniteGradient()
    {
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            var options = new TikhonovOptions { Perturbation = perturbation };
            foreach (double amplitude in new[] { 5e-324, 1e-320, 1e-308, 1e-300 })
            {
                double[] weights =
                [
                    .. TestCells.RandomArray(new Random(Seed), Lstm.Description.ParameterCount([2, 2]), 1).Select(w => w * amplitude),
                ];
                double[] gradient = new double[weights.Length];
                TikhonovResult result = Lstm.Description.Regularize([2, 2], options, weights, gradient, 1).Result;
                double[] zeros = new double[weights.Length];
                double expected = Lstm.Description.Regularize([2, 2], options, zeros, new double[weights.Length], 1).Result.Gain;
                Assert.False(result.GradientOmitted);
                Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
                Assert.Equal(expected, result.Gain, 1e-9 * expected); // the norm floor alone
            }
        }
    }

    [Fact]
    public void GruOfHugeAndZeroWeights_AddsAFiniteGradientOrNothing()
    {
        double[] weights = [-0.0, 1e100, -0.0, -0.0, -0.17439935131669015, -1e100, 0, 0, 0];
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            foreach (BoundRules rules in Enum.GetValues<BoundRules>())
            {
                var options = new TikhonovOptions
                {
                    Horizon = 16,
                    Perturbation = perturbation,
                    Rules = rules,
                };
                AssertLaw(
                    weights,
                    1,
                    (p, g, s) =>
                        Gru.Description.Regularize([1, 1], options, p, g, s).Result is var r ? (r.GradientOmitted, r.Penalty) : default,
                    options
                );
            }
        }
    }

    [Fact]
    public void GradientBeyondTheElementType_IsOmittedWholly_ReadOutIncluded()
    {
        Lstm.Shape shape = new(2, 2);
        var p = new Lstm.Parameters<float>(shape);
        p.FillUniform(new Random(Seed), 1);
        float[] c = [1, 2];
        var gradients = new Lstm.Parameters<float>(shape);
        float[] dc = new float[2];
        foreach (double strength in new[] { 1e300, 1e38 })
        {
            var options = new TikhonovOptions
            {
                ReadOutRows = 1,
                Perturbation = Perturbation.Peak,
                Saturation = double.PositiveInfinity,
            };
            Assert.True(
                new Lstm.TikhonovRegularizer<float>(shape, options)
                    .AddGradient(p.View, gradients.View, strength, new(c, 1, 2), new(dc, 1, 2))
                    .GradientOmitted
            );
            Assert.True(
                new Lstm.UnitwiseRegularizer<float>(shape, options)
                    .AddGradient(p.View, gradients.View, strength, new(c, 1, 2), new(dc, 1, 2))
                    .GradientOmitted
            );
            var unrolled = new Lstm.Unrolled<float>(shape, 2, 1);
            float[] inputs = [1, 1, 1, 1];
            unrolled.Forward(p.View, inputs);
            var exact = new Lstm.JacobianPenalty<float>(unrolled, new JacobianOptions { ReadOutRows = 1 });
            Assert.True(exact.AddGradient(p.View, inputs, gradients.View, strength * 100, new(c, 1, 2), new(dc, 1, 2)).GradientOmitted);
            Assert.All(gradients.Span.ToArray().Concat(dc), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void Calls_OnACellOfDerivedMatrices_AllocateNothing()
    {
        Composed.Parameters<float> p = new(2, 3, 1),
            gradients = new(2, 3, 1);
        p.FillUniform(new Random(Seed), 0.5);
        var norms = new Composed.TikhonovRegularizer<float>(p.Shape, new TikhonovOptions());
        var units = new Composed.UnitwiseRegularizer<float>(p.Shape, new TikhonovOptions { Perturbation = Perturbation.Peak });
        var margin = new Composed.StabilityMargin<float>(p.Shape, new StabilityOptions());
        var unrolled = new Composed.Unrolled<float>(p.Shape, 3, 2);
        var exact = new Composed.JacobianPenalty<float>(unrolled, new JacobianOptions());
        float[] inputs = [.. TestCells.RandomArray(new Random(Seed), 12, 1).Select(x => (float)x)];
        float[] outputGradient = new float[18];
        for (int k = 0; k < 3; k++)
        {
            Call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Call()
        {
            norms.AddGradient(p.View, gradients.View, 1);
            units.AddGradient(p.View, gradients.View, 1);
            margin.AddGradient(p.View, gradients.View, 1);
            unrolled.Forward(p.View, inputs);
            unrolled.Backward(p.View, inputs, outputGradient, gradients.View);
            exact.AddGradient(p.View, inputs, gradients.View, 1);
        }
    }

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

        string context =
            $"{what}, weights {string.Join(", ", weights.Select(w => w.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}: penalty {penalty}, omitted {omitted}, gradient {string.Join(", ", gradient)}.";
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
