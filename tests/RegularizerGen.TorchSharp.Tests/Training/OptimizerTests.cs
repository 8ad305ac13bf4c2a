using System;
using System.Linq;
using RegularizerGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests.Training;

/// <summary>Adam, AdamW and clipping of gradients, step by step as torch has them.</summary>
public sealed class OptimizerTests : TorchTest
{
    private const int Steps = 25;

    [Theory]
    [InlineData(false, 0, false, 1e-6)]
    [InlineData(false, 0, true, 1e-6)]
    [InlineData(true, 0.1, true, 1e-6)]
    [InlineData(true, 0.3, false, 1e-6)]
    public void FloatSteps_AreTorchs(bool decoupled, double decay, bool clipped, double tolerance) =>
        Compare<float>(ScalarType.Float32, decoupled, decay, clipped, tolerance);

    [Theory]
    [InlineData(false, 0, true, 1e-13)]
    [InlineData(true, 0.1, true, 1e-13)]
    public void DoubleSteps_AreTorchs(bool decoupled, double decay, bool clipped, double tolerance) =>
        Compare<double>(ScalarType.Float64, decoupled, decay, clipped, tolerance);

    [Theory]
    [InlineData(0.1)]
    [InlineData(5)]
    [InlineData(1e6)]
    public void Clipping_IsTorchs(double largestNorm)
    {
        Tensor first = randn(7, dtype: ScalarType.Float64),
            second = randn(3, 4, dtype: ScalarType.Float64);
        Modules.Parameter[] parameters = [new(first.clone()), new(second.clone())];
        parameters[0].grad = (first * 3).detach();
        parameters[1].grad = (second * 3).detach();
        double[] gradient = [.. Networks.Values(parameters[0].grad!), .. Networks.Values(parameters[1].grad!)];
        double expected = nn.utils.clip_grad_norm_(parameters, largestNorm);
        double[] scaled = [.. Networks.Values(parameters[0].grad!), .. Networks.Values(parameters[1].grad!)];

        // With β₁ = β₂ = 0 and a huge ε, a step is the clipped gradient over ε.
        double[] values = new double[gradient.Length];
        var options = new AdamOptions
        {
            Rate = 1e9,
            Beta1 = 0,
            Beta2 = 0,
            Epsilon = 1e9,
            LargestNorm = largestNorm,
        };
        double norm = new Adam<double>(options, new Trainable<double>(values, gradient)).Step();
        Assert.Equal(expected, norm, 1e-12 * norm);
        Assert.All(Enumerable.Range(0, values.Length), k => Assert.Equal(-scaled[k], values[k], 1e-6 * Math.Abs(scaled[k])));
    }

    private static void Compare<T>(ScalarType type, bool decoupled, double decay, bool clipped, double tolerance)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Modules.Parameter[] parameters = [new(randn(40, dtype: type)), new(randn(6, 5, dtype: type))];
        T[][] values = [.. parameters.Select(p => p.data<T>().ToArray())];
        Trainable<T>[] parts = [.. values.Select(v => new Trainable<T>(v, new T[v.Length]))];
        optim.Optimizer torchs = decoupled
            ? optim.AdamW(parameters, 0.02, 0.8, 0.95, 1e-6, decay)
            : optim.Adam(parameters, 0.02, 0.8, 0.95, 1e-6);
        var options = new AdamWOptions
        {
            Rate = 0.02,
            Beta1 = 0.8,
            Beta2 = 0.95,
            Epsilon = 1e-6,
            LargestNorm = clipped ? 2 : double.PositiveInfinity,
            WeightDecay = decay,
        };
        Adam<T> own = decoupled ? new AdamW<T>(options, parts) : new Adam<T>(options, parts);
        for (int step = 0; step < Steps; step++)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                Tensor gradient = randn_like(parameters[k]).detach();
                parameters[k].grad = gradient;
                gradient.data<T>().ToArray().CopyTo(parts[k].Gradient);
            }

            if (clipped)
            {
                nn.utils.clip_grad_norm_(parameters, 2);
            }

            torchs.step();
            own.Step();
            for (int k = 0; k < parts.Length; k++)
            {
                double[] expected = Networks.Values(parameters[k]);
                Assert.All(
                    Enumerable.Range(0, expected.Length),
                    i => Assert.Equal(expected[i], double.CreateTruncating(values[k][i]), tolerance)
                );
            }
        }
    }
}
