using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Cells.Tests;

/// <summary>Weights of extreme size, and what is left alone.</summary>
public sealed partial class GradientLawTests
{
    /// <summary>The reproductions: each wrote NaN or infinity beside a penalty.</summary>
    [Fact]
    public void SubnormalWeights_HaveTheirFiniteGradient()
    {
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
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
        var margin = new Composed.StabilityMargin<float>(p.Shape, new StabilityOptions { Perturbation = Perturbation.Peak });
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
}
