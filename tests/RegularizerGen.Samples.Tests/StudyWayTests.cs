using System;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.Tests;

/// <summary>What ways add to plain training.</summary>
public sealed class StudyWayTests
{
    private const int Inputs = 2;
    private const int Units = 3;
    private const int Length = 5;
    private const int Batch = 4;

    [Fact]
    public void Names_AreUnique() => Assert.Equal(WayCatalog.All.Count, WayCatalog.All.Select(w => w.Name).Distinct().Count());

    [Fact]
    public void InputNoise_HasItsDeviation()
    {
        float[] inputs = new float[10_000];
        Create("input-noise", Network(), 0.3).Disturb(inputs);
        Assert.Equal(0.3, Math.Sqrt(inputs.Average(x => x * x)), 0.01);
    }

    [Fact]
    public void Dropout_ClearsItsShare_AndKeepsTheMean()
    {
        float[] inputs = new float[10_000];
        Array.Fill(inputs, 0.5f);
        Create("dropout", Network(), 0.2).Disturb(inputs);
        Assert.Equal(0.2, inputs.Count(x => x == 0) / 10_000.0, 0.02);
        Assert.All(inputs, x => Assert.True(x == 0 || Math.Abs(x - 0.625f) < 1e-6));
    }

    [Fact]
    public void WeightDecay_IsTheOptimizers() => Assert.Equal(0.25, Create("weight-decay", Network(), 0.25).WeightDecay);

    /// <summary>For U = diag(3, 1, 1), the gradient of λ‖U‖² is 2λ·3 in its first entry; input weights have none.</summary>
    [Fact]
    public void SpectralNorm_PullsTheLargestDirectionOfRecurrentMatricesAlone()
    {
        Network network = Network();
        Span<float> weights = network.Cell.Weights.Span;
        weights.Clear();
        const int InputMatrices = 4 * Units * Inputs;
        (weights[InputMatrices], weights[InputMatrices + 4], weights[InputMatrices + 8]) = (3, 1, 1);
        Regularizer penalty = Create("spectral", network, 0.5);
        for (int call = 0; call < 30; call++)
        {
            network.Cell.Gradient.Span.Clear();
            penalty.AddGradient([], 0);
        }

        float[] gradient = network.Cell.Gradient.Span.ToArray();
        Assert.Equal(3, gradient[InputMatrices], 4);
        Assert.All(gradient.Where((_, k) => k != InputMatrices), g => Assert.Equal(0, g, 4));
    }

    [Fact]
    public void NormalizedBound_HasItsShareOfTheLossesNorm()
    {
        Network network = Network();
        float[] ofLoss = [.. network.Cell.Gradient.Span.ToArray().Select((_, k) => MathF.Sin(k))];
        ofLoss.CopyTo(network.Cell.Gradient.Span);
        network.ReadOut.Trainable.Gradient.Span.Clear();
        Create("normalized", network, 0.3).AddGradient([], 0);
        double added =
            network.Cell.Gradient.Span.ToArray().Zip(ofLoss, (g, l) => Math.Pow(g - l, 2)).Sum()
            + network.ReadOut.Trainable.Gradient.Span.ToArray().Sum(g => Math.Pow(g, 2));
        Assert.Equal(0.3 * Math.Sqrt(ofLoss.Sum(l => l * (double)l)), Math.Sqrt(added), 4);
    }

    [Fact]
    public void RampedBound_RisesOverTheFirstHalf()
    {
        double[] norms = [.. new[] { 0, 0.25, 0.5, 0.9 }.Select(progress => GradientNorm("ramped", 1e-3, progress))];
        Assert.Equal(0, norms[0]);
        Assert.Equal(norms[2] / 2, norms[1], 3);
        Assert.Equal(norms[2], norms[3]);
    }

    /// <summary>Plain bounds pull harder the larger the gain; this one by the same, so that the gradient of ln g is λ.</summary>
    [Fact]
    public void LogarithmicBound_PullsOnLnGainByItsStrength()
    {
        Network network = Network();
        Regularizer penalty = Create("logarithm", network, 1e-3);
        for (int call = 0; call < 12; call++)
        {
            network.Cell.Gradient.Span.Clear();
            network.ReadOut.Trainable.Gradient.Span.Clear();
            penalty.AddGradient([], 0);
        }

        // Read-out rows scale the gain: d ln g = d ln c, so the derivative along c is λ.
        float[] readOut = network.ReadOut.Weight.Data.ToArray();
        float[] gradient = network.ReadOut.WeightGradient.Data.ToArray();
        Assert.Equal(1e-3, readOut.Zip(gradient, (c, g) => (double)c * g).Sum(), 5);
    }

    [Fact]
    public void Both_IsTheSumOfItsParts()
    {
        Network network = Network();
        float[] inputs = [.. Enumerable.Range(0, Length * Batch * Inputs).Select(k => MathF.Cos(k))];
        float[] Gradient(string way, double strength)
        {
            network.Cell.Gradient.Span.Clear();
            network.ReadOut.Trainable.Gradient.Span.Clear();
            network.Cell.Forward(inputs);
            Create(way, network, strength).AddGradient(inputs, 0.9);
            return network.Cell.Gradient.Span.ToArray();
        }

        float[] sum = [.. Gradient("bound", 1e-5).Zip(Gradient("exact", 0.1), (a, b) => a + b)];
        Assert.All(Gradient("bound-exact", 1).Zip(sum), p => Assert.Equal(p.Second, p.First, 6));
        Assert.Contains(sum, g => Math.Abs(g) > 1e-5);
    }

    private static double GradientNorm(string way, double strength, double progress)
    {
        Network network = Network();
        Create(way, network, strength).AddGradient([], progress);
        return Math.Sqrt(network.Cell.Gradient.Span.ToArray().Sum(g => (double)g * g));
    }

    private static Network Network() => new(CellKind.All[0], Inputs, Units, 1, Length, Batch, seed: 1);

    private static Regularizer Create(string way, Network network, double strength) =>
        StudyCases.Way(way).Create(new WayContext(network, Inputs, Length, 1), strength);
}
