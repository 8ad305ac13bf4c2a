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
public sealed partial class WitnessTests
{
    private static readonly IReadOnlyList<CompiledCell> Cells = CellCompiler.Compile(
        Directory.EnumerateFiles(TestCells.GoldenFolder, "Witnesses*.cs").Order(StringComparer.Ordinal),
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
        Perturbation[] all = new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak };
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
        Attained(
            "ThreeInputsThemselves",
            [1],
            [.3],
            new double[3],
            new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }
        );
    }

    [Fact]
    public void OneInput_CountsByItsScale() =>
        Attained("OneScaledInput", [1, 1], [.8], new double[3], new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak });

    /// <summary>b - 1.1 is the point of the range that is nearest to 0: at u = -0.5, v = 2.</summary>
    [Fact]
    public void SeveralInputs_HaveRangesOfTheirOwn()
    {
        CompiledCell cell = Find("TwoBounds");
        double[] weights = [0.6, -0.4, 2];
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
