using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Several inputs, each with its bound and its scale, against one input that is all of them side by side; and what options say of
/// them. That no figure is exceeded, and that passes and gradients are right, the general tests say of the cells Narx, ThreeInputs and
/// SharedInputs.</summary>
public sealed class SeveralInputsTests
{
    private const int Steps = 4;
    private const int Batch = 2;
    private static readonly Commanded.Shape Shape = new(UInputs: 2, VInputs: 3, FlagInputs: 1, Units: 4);

    [Fact]
    public void Passes_AreThoseOfTheInputsSideBySide()
    {
        (double[] apart, double[] together) = Weights(2, 3, 4, 0.6);
        double[] inputs = TestCells.RandomArray(new Random(2), Steps * Batch * 5, 1);
        double[] output = Apart.Forward([2, 3, 4], Steps, Batch, apart, inputs);
        Same(Together.Forward([5, 4], Steps, Batch, together, inputs), output);

        double[] direction = TestCells.RandomArray(new Random(3), output.Length, 1);
        double[] expected = Together.Backward([5, 4], Steps, Batch, together, inputs, direction).Inputs;
        Same(expected, Apart.Backward([2, 3, 4], Steps, Batch, apart, inputs, direction).Inputs);

        static void Same(double[] expected, double[] actual) =>
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-14));
    }

    /// <summary>‖[Wu Wv]‖_F² = ‖Wu‖_F² + ‖Wv‖_F², which white noise adds up; what the other norms add up is not below that of the
    /// whole, and equal where there is one unit.</summary>
    [Theory]
    [InlineData(BoundRules.Base)]
    [InlineData(BoundRules.Tight)]
    public void Gain_IsThatOfTheInputsSideBySide(BoundRules rules)
    {
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (int units in new[] { 1, 4 })
            {
                (double[] apart, double[] together) = Weights(2, 3, units, 0.6);
                var options = new TikhonovOptions
                {
                    Horizon = 5,
                    NormFloor = 0,
                    Perturbation = perturbation,
                    Rules = rules,
                };
                double separate = Gain(Apart, [2, 3, units], options, apart);
                double whole = Gain(Together, [5, units], options, together);
                Assert.True(separate >= whole * (1 - 1e-12), $"{perturbation}: {separate:R} below {whole:R}");
                if (units == 1 || perturbation == Perturbation.WhiteNoise)
                {
                    Assert.Equal(whole, separate, 1e-12 * whole);
                }

                // Bounds for each are never worse than the largest for all; what they are worth, a witness tells.
                double smaller = Gain(
                    Apart,
                    [2, 3, units],
                    options with
                    {
                        InputBounds = new Dictionary<string, double> { ["u"] = 0.1 },
                    },
                    apart
                );
                Assert.True(smaller <= separate);
            }
        }
    }

    /// <summary>Unit by unit the movements of all inputs are added row by row, as those of the channels of one are.</summary>
    [Fact]
    public void UnitwiseGain_IsThatOfTheInputsSideBySide()
    {
        (double[] apart, double[] together) = Weights(2, 3, 4, 0.6);
        var options = new TikhonovOptions { Horizon = 5, Perturbation = Perturbation.Peak };
        double whole = Together.RegularizeUnitwise([5, 4], options, together, new double[together.Length], 1).Gain;
        double separate = Apart.RegularizeUnitwise([2, 3, 4], options, apart, new double[apart.Length], 1).Gain;
        Assert.Equal(whole, separate, 1e-13 * whole);
    }

    [Fact]
    public void Bounds_ByName_ComeBeforeThatForAll_AndBeforeDeclaredOnes()
    {
        (double[] weights, _) = Weights(2, 3, 4, 2);
        double Figure(TikhonovOptions options) => Gain(Apart, [2, 3, 4], options, weights);
        var declared = new TikhonovOptions { Perturbation = Perturbation.Peak };
        Dictionary<string, double> both = new() { ["v"] = 1, ["u"] = 1 };
        Assert.Equal(Figure(declared), Figure(declared with { InputBound = 0, InputBounds = both }));
        Assert.Equal(
            Figure(declared with { InputBound = 3 }),
            Figure(
                declared with
                {
                    InputBounds = new Dictionary<string, double> { ["u"] = 3, ["v"] = 3 },
                }
            )
        );
        Dictionary<string, double> one = new() { ["v"] = double.PositiveInfinity };
        Assert.True(double.IsFinite(Figure(declared with { InputBounds = one })));

        Certificate certificate = Apart.Certify([2, 3, 4], new CertificateOptions { InputBound = 2, InputBounds = one }, weights);
        Assert.Equal(
            [("u", 2, 1), ("v", double.PositiveInfinity, 1)],
            certificate.Inputs.Select(i => (i.Name, i.Bound, i.PerturbationScale))
        );
        Assert.Contains("|u| ≤ 2, |v| ≤ ∞", certificate.ToString(), StringComparison.Ordinal);

        double Radius(StabilityOptions options) =>
            Apart.Stabilize([2, 3, 4], options, weights, new double[weights.Length], 1).SpectralRadius;
        Assert.Equal(
            Radius(new() { InputBound = 0 }),
            Radius(
                new()
                {
                    InputBounds = new Dictionary<string, double> { ["u"] = 0, ["v"] = 0 },
                }
            )
        );
    }

    [Fact]
    public void BadBounds_AreRefusedByName()
    {
        double[] weights = new Commanded.Parameters<double>(Shape).Span.ToArray();
        int[] sizes = [2, 3, 1, 4];
        foreach (
            (string name, double bound, string message) in new[]
            {
                ("x", 1.0, "names 'x', which is no input of Commanded; its inputs are u, v, flag"),
                ("v", -1.0, "is -1 for 'v'; it must be at least 0"),
                ("v", double.NaN, "is NaN for 'v'"),
            }
        )
        {
            var bounds = new Dictionary<string, double> { [name] = bound };
            Refused(() => Commanded.Description.Bound(sizes, new TikhonovOptions { InputBounds = bounds }).ToString());
            Refused(() => new Commanded.TikhonovRegularizer<float>(Shape, new TikhonovOptions { InputBounds = bounds }).ToString());
            Refused(() => new Commanded.StabilityMargin<float>(Shape, new StabilityOptions { InputBounds = bounds }).ToString());
            Refused(() =>
                new Commanded.UnitwiseRegularizer<float>(
                    Shape,
                    new TikhonovOptions { Perturbation = Perturbation.Peak, InputBounds = bounds }
                ).ToString()
            );
            Refused(() => Commanded.Description.Certify(sizes, new CertificateOptions { InputBounds = bounds }, weights).ToString());
            Refused(() => new Commanded.Unrolled<float>(Shape, 1, 1).InputBounds = bounds);

            void Refused(Action call) =>
                Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Forward_RefusesAnInputBeyondItsOwnBound()
    {
        var p = new Commanded.Parameters<double>(Shape);
        var unrolled = new Commanded.Unrolled<double>(Shape, steps: 2, batch: 1)
        {
            InputBounds = Commanded.Unrolled<double>.DeclaredInputBounds,
        };
        double[] inputs = [1, -1, 5, -5, 5, 1e9, 0, 0, 5, 5, 5, -1e9];
        unrolled.Forward(p.View, inputs);
        inputs[7] = 1.5;
        string message = Assert.ThrowsAny<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message;
        Assert.Contains("is 1.5 at position 7, beyond the InputBound 1 of 'u'", message, StringComparison.Ordinal);
        unrolled.InputBounds = null;
        unrolled.Forward(p.View, inputs);
    }

    [Fact]
    public void Step_AsWritten_IsThePass_InTheOrderOfTheParameters()
    {
        var p = new Commanded.Parameters<double>(Shape);
        p.FillUniform(new Random(1), 1);
        Signal next = new Commanded(p.View).Next(new Signal(0.5, -0.5), Signal.Zeros(4), new Signal(3, 4, -5), new Signal(7));
        var unrolled = new Commanded.Unrolled<double>(Shape, steps: 1, batch: 1);
        unrolled.Forward(p.View, [0.5, -0.5, 3, 4, -5, 7]);
        Assert.All(next.ToArray().Zip(unrolled.Output.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.Equal(["u", "v", "flag"], Commanded.Description.InputNames);
        Assert.Equal(
            ["uInputs", "vInputs", "flagInputs"],
            Commanded.Description.InputSizes.Select(s => Commanded.Description.SizeNames[s])
        );
    }

    /// <summary>What is known exactly moves nothing; under white noise the channels of a linear cell add up in squares.</summary>
    [Theory]
    [InlineData(Perturbation.WhiteNoise)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.Peak)]
    public void Channels_CountByTheScalesOfTheirInputs(Perturbation perturbation)
    {
        var p = new Commanded.Parameters<double>(Shape);
        p.FillUniform(new Random(1), 0.5);
        var options = new CertificateOptions { Perturbation = perturbation, Horizon = 3 };
        Certificate certificate = Commanded.Certify(Shape, p.View, options);
        Assert.Equal(6, certificate.Finite.Channels.Count);
        Assert.Equal(0, certificate.Finite.Channels[5]);
        Assert.All(certificate.Finite.Channels.Take(5), c => Assert.InRange(c, 1e-3, certificate.Finite.Gain));
        Assert.Contains(
            "|u| ≤ 1 (disturbed by 0.1), |v| ≤ 5, |flag| ≤ ∞ (disturbed by 0)",
            certificate.ToString(),
            StringComparison.Ordinal
        );

        CompiledCell linear = WitnessTests.Find("TwoInputs");
        double[] weights = [.6, -.8, .3, .9, .2, .5, .7, -.4, 0, 0, 0, 0];
        CertifiedGains gains = linear
            .Runner.Certify([3, 1, 2], new CertificateOptions { Perturbation = perturbation, Horizon = 1 }, weights)
            .Finite;
        double[] expected =
            perturbation == Perturbation.Peak
                ? [.5 * .9, .5 * .8, .5 * .5, 3 * .7]
                : [.5 * Math.Sqrt(.36 + .81), .5 * Math.Sqrt(.64 + .04), .5 * Math.Sqrt(.09 + .25), 3 * Math.Sqrt(.49 + .16)];
        Assert.All(expected.Zip(gains.Channels), c => Assert.InRange(c.Second, c.First, c.First * (1 + 1e-12)));
        double[] squares = [.. expected.Select(e => e * e)];
        double gain = perturbation == Perturbation.WhiteNoise ? Math.Sqrt(squares.Sum()) : gains.Gain;
        Assert.InRange(gains.Gain, gain, gain * (1 + 1e-12));
    }

    /// <summary>With an unbounded flag behind a gate, and a product that only one input makes infinite.</summary>
    [Fact]
    public void UnboundedInput_LeavesTheOthersTheirBounds()
    {
        var p = new Commanded.Parameters<double>(Shape);
        p.FillUniform(new Random(1), 0.5);
        var regularizer = new Commanded.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        Assert.True(double.IsFinite(regularizer.Evaluate(p.View, 1).Gain));
    }

    [Fact]
    public void Calls_AllocateNothing()
    {
        var p = new Commanded.Parameters<float>(Shape);
        p.FillUniform(new Random(1), 0.5);
        var gradients = new Commanded.Parameters<float>(Shape);
        float[] inputs = new float[Steps * Batch * 6];
        float[] inputGradient = new float[inputs.Length];
        float[] outputGradient = new float[Steps * Batch * 4];
        var unrolled = new Commanded.Unrolled<float>(Shape, Steps, Batch) { InputBounds = Commanded.Unrolled<float>.DeclaredInputBounds };
        var jacobian = new Commanded.JacobianPenalty<float>(unrolled, new JacobianOptions());
        var tikhonov = new Commanded.TikhonovRegularizer<float>(Shape, new TikhonovOptions { Rules = BoundRules.Tight });
        var unitwise = new Commanded.UnitwiseRegularizer<float>(Shape, new TikhonovOptions { Perturbation = Perturbation.Peak });
        var margin = new Commanded.StabilityMargin<float>(Shape, new StabilityOptions());
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            All();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void All()
        {
            unrolled.Forward(p.View, inputs);
            unrolled.Backward(p.View, inputs, outputGradient, gradients.View, inputGradient);
            jacobian.AddGradient(p.View, inputs, gradients.View, 0.1);
            tikhonov.AddGradient(p.View, gradients.View, 0.1);
            unitwise.AddGradient(p.View, gradients.View, 0.1);
            margin.AddGradient(p.View, gradients.View, 0.1);
        }
    }

    private static CellDescription Apart => WitnessTests.Find("InputsApart").Runner;

    private static CellDescription Together => WitnessTests.Find("InputsTogether").Runner;

    private static double Gain(CellDescription cell, int[] sizes, TikhonovOptions options, double[] weights) =>
        cell.Regularize(sizes, options, weights, new double[weights.Length], 1).Result.Gain;

    /// <summary>The same weights for both cells: Wu, Wv, U, b; and [Wu Wv], U, b.</summary>
    private static (double[] Apart, double[] Together) Weights(int u, int v, int units, double scale)
    {
        double[] apart = TestCells.RandomArray(new Random(1), (units * (u + v + units)) + units, scale);
        IEnumerable<double> Row(int row) => apart.Skip(row * u).Take(u).Concat(apart.Skip((units * u) + (row * v)).Take(v));
        return (apart, [.. Enumerable.Range(0, units).SelectMany(Row), .. apart.Skip(units * (u + v))]);
    }
}
