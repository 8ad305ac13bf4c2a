using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// Tightness witnesses: for each rule a tiny cell, weights and inputs at which the bound is attained to 1e-6. Were the rule, its constant
/// or a range slightly smaller, the gain would lie below the true sensitivity. docs/testing-the-rules.md tells which mutations were tried
/// by hand.
/// </summary>
public sealed class WitnessTests
{
    private static readonly IReadOnlyList<CompiledCell> Cells = CellCompiler.Compile(
        Path.Combine(TestCells.GoldenFolder, "Witnesses.cs"),
        TextWriter.Null
    )!;

    internal static CompiledCell Find(string name) => Cells.First(c => c.Name == name);

    [Fact]
    public void SigmoidSlope_IsAttainedAtZero() => Attained("SigmoidOnly", [2, 3], [.6, -.8, .3, .9, .2, .5, 0, 0, 0], [0, 0]);

    [Fact]
    public void SigmoidSlope_AwayFromZero_IsAttainedAtTheNearestPoint() => Attained("SigmoidOnly", [1, 1], [0.5, 2], [-1]);

    [Fact]
    public void TanhSlope_IsAttainedAtZero() => Attained("TanhOnly", [2, 3], [.6, -.8, .3, .9, .2, .5, 0, 0, 0], [0, 0]);

    [Fact]
    public void TanhSlope_AwayFromZero_IsAttainedAtTheNearestPoint() => Attained("TanhOnly", [1, 1], [0.5, -2], [1]);

    [Fact]
    public void ReluSlope_IsAttained() => Attained("ReluOnly", [2, 2], [.6, -.8, .3, .9, 5, 5], [0, 0]);

    [Fact]
    public void Affine_MultipliesSpectralNormsOverTime_AndStartsWithFrobenius()
    {
        // U = 0.9 · rotation: every power has all singular values equal, so ‖U^k W‖_F = 0.9^k ‖W‖_F.
        double c = 0.9 * Math.Cos(0.4);
        double s = 0.9 * Math.Sin(0.4);
        Attained("Affine", [3, 2], [.6, -.8, .3, .9, .2, .5, c, -s, s, c], new double[4 * 3]);
    }

    [Fact]
    public void Diagonals_CountTheirLargestEntry_AndTheirEuclideanNormOnTheInput() =>
        Attained("Diagonals", [3], [0, .7, 0, .2, -.8, .1], new double[3 * 3]);

    [Fact]
    public void Diagonals_OnTheInput_CountAllEntries() => Attained("Diagonals", [3], [.3, .7, -.5, 0, 0, 0], new double[3]);

    [Fact]
    public void DifferencesAndScalings_AddUp() => Attained("Difference", [1], [-.7, .8], [1e-9, 1e-9, 1e-9]);

    [Fact]
    public void DerivedMatrices_CountTheirTrainableFactors()
    {
        // p U is a rotation, so that the norms of all products are attained.
        double[] rotation = [.6 / 2, -.8 / 2, .8 / 4, .6 / 4];
        Attained("ScaledMatrix", [3, 2], [.6, -.8, .3, .9, .2, .5, .. rotation, 2, 4, 0.9], new double[4 * 3]);
    }

    [Fact]
    public void Quotient_CountsTheSquareOfTheLeastDivisor() => Attained("Quotient", [1, 1], [0.5, 1, -0.4999999], [-1]);

    [Fact]
    public void ShareOfTwoGates_CountsAQuarter() => Attained("Shares", [1, 1], [0.5, -30, -30], [0]);

    [Fact]
    public void InputAsOutput_CountsTheRootOfItsWidth() => Attained("InputReturned", [4], [], new double[4]);

    [Fact]
    public void SeveralInputs_CountByTheirScales_WithTheirOwnNorms()
    {
        Perturbation[] all = Enum.GetValues<Perturbation>();
        Attained("TwoInputs", [1, 1, 1], [.7, -.4, .9], new double[3 * 2], all);

        // U = 0.9 · rotation, as above.
        double c = 0.9 * Math.Cos(0.4);
        double s = 0.9 * Math.Sin(0.4);
        Attained("TwoInputs", [3, 1, 2], [.6, -.8, .3, .9, .2, .5, .7, -.4, c, -s, s, c], new double[4 * 4]);
    }

    [Fact]
    public void SeveralInputsThemselves_CountTheRootsOfTheirWidths_ByTheirScales()
    {
        Attained("ThreeInputsThemselves", [3], [.3, .7, -.5], new double[9]);
        Attained("ThreeInputsThemselves", [1], [.3], new double[3], Enum.GetValues<Perturbation>());
    }

    [Fact]
    public void OneInput_CountsByItsScale() => Attained("OneScaledInput", [1, 1], [.8], new double[3], Enum.GetValues<Perturbation>());

    /// <summary>b - 1.1 is the point of the range that is nearest to 0: at u = -0.5, v = 2.</summary>
    [Fact]
    public void SeveralInputs_HaveRangesOfTheirOwn()
    {
        CompiledCell cell = Find("TwoBounds");
        double[] weights = [0.6, -0.4, 2];
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            var options = new TikhonovOptions
            {
                Horizon = 1,
                NormFloor = 0,
                Perturbation = perturbation,
            };
            double gain = cell.Runner.Regularize([1, 1, 1], options, weights, new double[3], 1).Result.Gain;
            double found = Sampling.Norm(Sampling.Jacobian(cell.Runner, [1, 1, 1], weights, [-0.5, 2], 1, 2, 1), options, 2, 1);
            Assert.Equal(found, gain, 1e-12);
        }
    }

    [Fact]
    public void ScalarShift_MovesTheRange() => Attained("ScalarShift", [1, 1], [0.5, 2.5], [-1]);

    [Fact]
    public void ScalarShift_WithoutMatrices_MovesTheRange() => Attained("ScalarShiftAlone", [1], [0.7], [1]);

    [Fact]
    public void InputItself_CountsTheRootOfItsWidth() => Attained("InputItself", [4], [], new double[3 * 4]);

    [Fact]
    public void Product_CountsBothFactors_AtTheRangeOfAState() =>
        Attained("Product", [1, 1], [.7, .4, 1.3, .25], [1, 1, 1], perturbations: [Perturbation.WhiteNoise, Perturbation.Energy]);

    [Fact]
    public void Product_WithNegativeRowSums_AtTheRangeOfAState() =>
        Attained("Product", [1, 1], [-.7, -.4, 1.3, -.25], [1, -1, 1], perturbations: [Perturbation.Energy]);

    [Theory]
    [InlineData(.9, .4)]
    [InlineData(.4, .9)]
    public void Blend_InPeak_CountsTheLargerEndOfTheGatesRange(double a, double b)
    {
        CompiledCell cell = Find("BlendMoved");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
            Perturbation = Perturbation.Peak,
        };
        double[] weights = [1.5, .8, a, b];
        var regularizer = cell.Runner.Regularize([1, 1, 1], options, weights, new double[4], 1).Regularizer;
        double found = new[] { -1.0, 1.0 }.Max(x => Math.Abs(Sampling.Jacobian(cell.Runner, [1, 1, 1], weights, [x, 0], 2, 1, 1)[1]));
        Assert.Equal(found, regularizer.InputCoefficient(1, 1), 1e-12);
    }

    [Theory]
    [InlineData(.9, .4, 40)]
    [InlineData(.4, .9, -40)]
    public void Blend_RangeIsTheHullOfBothArguments(double a, double b, double bias)
    {
        CompiledCell cell = Find("BlendRange");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
        };
        double[] weights = [0, a, b, bias];
        var regularizer = cell.Runner.Regularize([1], options, weights, new double[4], 1).Regularizer;
        Assert.Equal(Math.Abs(Sampling.Jacobian(cell.Runner, [1], weights, [1, 0], 2, 1, 1)[1]), regularizer.InputCoefficient(1, 1), 1e-12);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.4)]
    [InlineData(1.7)]
    public void ScalarGate_IsExactForEveryValue(double alpha) =>
        Attained("ScalarGate", [2, 2], [.6, -.8, .3, .9, alpha], new double[2 * 4]);

    /// <summary>h + α z∘(a - h) with the gate pinned at z: a blend while α z ≤ 1, else h and the product one by one; both attained at one
    /// unit with a = -A x.</summary>
    [Theory]
    [InlineData(0.8)]
    [InlineData(1.3)]
    [InlineData(2.5)]
    [InlineData(-0.5)]
    public void Blend_WithATrainableFactor_IsDecidedAtRunTime(double alpha)
    {
        CompiledCell cell = Find("FactorBlend");
        double z = 1 / (1 + Math.Exp(-0.4));
        double mixed = alpha * z is >= 0 and <= 1
            ? Math.Max((alpha * z * 0.9) + ((1 - (alpha * z)) * 0.7), 0)
            : 0.7 + (Math.Abs(alpha) * z * (0.9 + 0.7));
        var options = new TikhonovOptions
        {
            Horizon = 1,
            InputBound = 1,
            NormFloor = 0,
            Perturbation = Perturbation.Peak,
        };
        double[] weights = [0, 0.9, 0.7, 0.4, alpha];
        double gain = cell.Runner.Regularize([1, 1], options, weights, new double[5], 1).Result.Gain;
        Assert.Equal(mixed, gain, 1e-12);
        double found = Math.Abs(Sampling.Jacobian(cell.Runner, [1, 1], weights, [0], 1, 1, 1)[0]);
        Assert.True(found <= gain * (1 + 1e-12));
    }

    /// <summary>One unit: its gate is pinned by the bias, so z α + (1-z) β is attained.</summary>
    [Fact]
    public void Blend_InPeak_IsTheExactMixture() =>
        Attained("BlendOnly", [1, 1], [0, .9, .4, 1.2], [1], perturbations: [Perturbation.Peak]);

    /// <summary>Two units with opposite gates and one aligned direction each: z_hi α + (1 - z_lo) β is approached where both are
    /// needed.</summary>
    [Fact]
    public void Blend_InEuclideanNorms_LetsUnitsChooseTheirGates()
    {
        // Unit 1 has gate 1 and takes only A, unit 2 has gate 0 and takes only B: the Jacobian is [α 0; 0 β] or, with both on one input, a
        // column (α, β).
        Attained(
            "BlendOnly",
            [1, 2],
            [0, 0, 0, 0, .7, 0, 0, .7, 40, -40],
            [0],
            perturbations: [Perturbation.Energy, Perturbation.WhiteNoise]
        );
    }

    [Fact]
    public void BlendGate_CountsTheLargestGapOfItsArguments()
    {
        CompiledCell cell = Find("BlendGate");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
        };
        double[] weights = [1.3, .6, -.8];
        var regularizer = cell.Runner.Regularize([1, 1], options, weights, new double[3], 1).Regularizer;
        double[] jacobian = Sampling.Jacobian(cell.Runner, [1, 1], weights, [1, 0], 2, 1, 1);
        Assert.Equal(Math.Abs(jacobian[1]), regularizer.InputCoefficient(1, 2), 1e-12);
    }

    [Theory]
    [InlineData(.5, 1)]
    [InlineData(.5, .2)]
    public void ActivationRanges_AreAttained(double w, double b)
    {
        // With the input at its upper bound every factor is at the end of its range: the direct term of the last step is attained.
        CompiledCell cell = Find("ActivationRanges");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
        };
        var regularizer = cell.Runner.Regularize([1], options, [w, b], new double[2], 1).Regularizer;
        double a = w + b;
        double expected = (1 / (1 + Math.Exp(-a))) * Math.Tanh(a) * a;
        Assert.Equal(expected, regularizer.InputCoefficient(1, 3), 1e-12);
        double[] jacobian = Sampling.Jacobian(cell.Runner, [1], [w, b], [1, 1], 2, 1, 1);
        Assert.Equal(expected, jacobian[1], 1e-12);
    }

    /// <summary>At x = 1 with w = 4 the largest z v' + z(1-z) w v lies at z = 1/2 + 1/8: the bias puts the gate there.</summary>
    [Theory]
    [InlineData(0.7)]
    [InlineData(-0.7)]
    public void TightProduct_IsTiedToTheSlopeOfItsGate(double v) =>
        Attained("TiedProduct", [1, 1], [4, v, Logit(0.625) - 4], [1], perturbations: [Perturbation.Peak], rules: BoundRules.Tight);

    [Fact]
    public void TightProduct_WithTanh_IsTiedToItsSlope() =>
        Attained(
            "TiedTanhProduct",
            [1, 1],
            [4, 0.7, Math.Atanh(0.125) - 4],
            [1],
            perturbations: [Perturbation.Peak],
            rules: BoundRules.Tight
        );

    /// <summary>At x = (1, -1) the gap is 1.6 + 1 = 2.6; with w = 3 the largest mixture lies at z = 1/2 + 0.6/(2·7.8).</summary>
    [Fact]
    public void TightBlend_IsTiedToTheSlopeOfItsGate() =>
        Attained(
            "TiedBlend",
            [2, 1],
            [3, 0, 0.9, 0, 0, 0.3, Logit(0.5 + (0.6 / 15.6)) - 3, 0.7, -0.7],
            [1, -1],
            perturbations: [Perturbation.Peak],
            rules: BoundRules.Tight
        );

    [Theory]
    [InlineData(.9, .4)]
    [InlineData(.4, -.9)]
    public void TightBlend_RangeIsTakenAtTheEndsOfItsGate(double a, double b)
    {
        CompiledCell cell = Find("BlendRange");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
            Rules = BoundRules.Tight,
        };
        double z = 0.3;
        var regularizer = cell.Runner.Regularize([1], options, [0, a, b, Logit(z)], new double[4], 1).Regularizer;
        Assert.Equal((z * Math.Abs(a)) + ((1 - z) * Math.Abs(b)), regularizer.InputCoefficient(1, 1), 1e-12);
    }

    /// <summary>A gate that moves with the input: where a is the larger, the range is attained at its upper end, else at its
    /// lower.</summary>
    [Theory]
    [InlineData(.9, .4, 1)]
    [InlineData(.4, .9, -1)]
    public void TightBlend_RangeIsAttainedAtTheEndThatTheGateMovesTo(double a, double b, double x)
    {
        CompiledCell cell = Find("BlendRange");
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
            Rules = BoundRules.Tight,
        };
        double[] weights = [2, a, b, -0.5];
        var regularizer = cell.Runner.Regularize([1], options, weights, new double[4], 1).Regularizer;
        double value = Sampling.Jacobian(cell.Runner, [1], weights, [x, 0], 2, 1, 1)[1]; // y = m x: the derivative is m itself
        (double lo, double hi) = regularizer.StateRange(1, 0);
        Assert.Equal(value, x > 0 ? hi : lo, 1e-12);
    }

    /// <summary>Two units, gates 0.7 and 0.3: with the units' shares that the maximum asks for, the norm of the blend attains the exact
    /// Euclidean rule.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.8, 1.1)]
    public void TightBlend_InEuclideanNorms_IsExact(double alpha, double beta)
    {
        CompiledCell cell = Find("BlendOfState");
        double best = 0;
        double coefficient = 0;
        for (int k = 1; k < 2000; k++)
        {
            double share = k / 2000.0;
            double[] e = [Math.Sqrt(share), Math.Sqrt(1 - share)];
            double[] p = [0.7 * e[0], 0.3 * e[1]];
            double[] q = [0.3 * e[0], 0.7 * e[1]];
            double np = Math.Sqrt((p[0] * p[0]) + (p[1] * p[1])) / alpha;
            double nq = Math.Sqrt((q[0] * q[0]) + (q[1] * q[1])) / beta;
            double y0 = (0.7 * p[0] / np) + (0.3 * q[0] / nq);
            double y1 = (0.3 * p[1] / np) + (0.7 * q[1] / nq);
            double found = Math.Sqrt((y0 * y0) + (y1 * y1));
            if (found > best)
            {
                double[] weights = [p[0] / np, p[1] / np, q[0] / nq, q[1] / nq, 1, Logit(0.7), Logit(0.3)];
                var options = new TikhonovOptions
                {
                    Horizon = 2,
                    InputBound = 1,
                    NormFloor = 0,
                    Perturbation = Perturbation.Energy,
                    Rules = BoundRules.Tight,
                };
                coefficient = cell.Runner.Regularize([1, 1, 2], options, weights, new double[7], 1).Regularizer.StateCoefficient(1, 1, 0);
                best = found;
            }
        }

        Assert.True(coefficient >= best * (1 - 1e-12));
        Assert.Equal(best, coefficient, 1e-6 * best);
    }

    /// <summary>Unit 1 has its gate at 1 and takes A, unit 2 has it at 0 and takes B: no common gate gives √2, which a tie to one gate for
    /// all would claim.</summary>
    [Fact]
    public void TightBlend_InEuclideanNorms_LetsUnitsChooseTheirGates() =>
        Attained(
            "TiedBlend",
            [1, 2],
            [1e-7, 1e-7, .7, 0, 0, .7, 40, -40, 0, 0, 0, 0],
            [0],
            perturbations: [Perturbation.Energy, Perturbation.WhiteNoise],
            rules: BoundRules.Tight
        );

    /// <summary>Unit 1 with its gate at 1 takes the input, unit 2 with its gate at 1/2 moves its gate: together more than any common gate
    /// gives.</summary>
    [Theory]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.WhiteNoise)]
    public void TightProduct_InEuclideanNorms_LetsUnitsChooseTheirGates(Perturbation perturbation)
    {
        CompiledCell cell = Find("TiedState");
        double[] weights = [0, .5, 1, 0, 0, 1, 40, 0];
        var options = new TikhonovOptions
        {
            Horizon = 2,
            InputBound = 1,
            NormFloor = 0,
            Perturbation = perturbation,
            Rules = BoundRules.Tight,
        };
        double bound = cell.Runner.Regularize([1, 2], options, weights, new double[8], 1).Regularizer.InputCoefficient(1, 1);
        double[] jacobian = Sampling.Jacobian(cell.Runner, [1, 2], weights, [1, 0], 2, 1, 2);
        double found = Math.Sqrt((jacobian[2] * jacobian[2]) + (jacobian[3] * jacobian[3]));
        Assert.True(found > 1.005);
        Assert.True(bound >= found * (1 - 1e-12), $"{bound:R} is below {found:R}.");
    }

    /// <summary>At x = -1 the gate is at its lower end 0.1, and 0.1 v = 0.77170 is where |p|/cosh²p is largest: 0.9·0.44774 w is attained
    /// (the constant is rounded up in its fifth digit).</summary>
    [Theory]
    [InlineData(Perturbation.Peak)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.WhiteNoise)]
    public void TightTanh_OfAGatedSignal_CountsTheProductOfSlopeAndArgument(Perturbation perturbation)
    {
        CompiledCell cell = Find("GatedArgument");
        double[] weights = [4, Logit(0.1) + 4, 7.717023192091043];
        var options = new TikhonovOptions
        {
            Horizon = 1,
            InputBound = 1,
            NormFloor = 0,
            Perturbation = perturbation,
            Rules = BoundRules.Tight,
        };
        double gain = cell.Runner.Regularize([1, 1], options, weights, new double[3], 1).Result.Gain;
        double found = Math.Abs(Sampling.Jacobian(cell.Runner, [1, 1], weights, [-1], 1, 1, 1)[0]);
        Assert.True(gain >= found);
        Assert.Equal(found * 0.44775 / 0.44774320469430273, gain, 1e-9 * gain);
    }

    /// <summary>The other term pulls the sum back to where tanh is steep: 0.1 v - 0.5 = 0.7717.</summary>
    [Fact]
    public void TightTanh_OfAGatedSignalAndARest_CountsTheRest()
    {
        CompiledCell cell = Find("GatedSum");
        double[] weights = [4, Logit(0.1) + 4, 12.717023192091043, -0.5];
        var options = new TikhonovOptions
        {
            Horizon = 1,
            InputBound = 1,
            NormFloor = 0,
            Perturbation = Perturbation.Energy,
            Rules = BoundRules.Tight,
        };
        double gain = cell.Runner.Regularize([1, 1], options, weights, new double[4], 1).Result.Gain;
        double found = Math.Abs(Sampling.Jacobian(cell.Runner, [1, 1], weights, [-1], 1, 1, 1)[0]);
        Assert.True(gain >= found);
        Assert.Equal(found, gain, 2e-5 * gain); // the constant is rounded up in its fifth digit
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static void Attained(
        string name,
        int[] sizes,
        double[] weights,
        double[] inputs,
        Perturbation[]? perturbations = null,
        BoundRules rules = BoundRules.Base
    )
    {
        CompiledCell cell = Find(name);
        int width = cell.InputWidth(sizes);
        int outputs = sizes[cell.Model.Nodes[cell.Model.Output].Dimension];
        foreach (Perturbation perturbation in perturbations ?? [Perturbation.WhiteNoise])
        {
            var options = new TikhonovOptions
            {
                Horizon = inputs.Length / width,
                InputBound = 1,
                NormFloor = 0,
                Perturbation = perturbation,
                Rules = rules,
            };
            double gain = cell.Runner.Regularize(sizes, options, weights, new double[weights.Length], 1).Result.Gain;
            double found = Sampling.Norm(
                Sampling.Jacobian(cell.Runner, sizes, weights, inputs, options.Horizon, width, outputs),
                options,
                width,
                outputs
            );
            Assert.True(gain >= found * (1 - 1e-12), $"{perturbation}: gain {gain:R} is exceeded by {found:R}.");
            Assert.True(gain <= found * (1 + 1e-6), $"{perturbation}: gain {gain:R} is not attained; found {found:R}.");
        }
    }
}
