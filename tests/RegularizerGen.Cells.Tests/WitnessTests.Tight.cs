using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Where the tight rules are attained.</summary>
public sealed partial class WitnessTests
{
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
}
