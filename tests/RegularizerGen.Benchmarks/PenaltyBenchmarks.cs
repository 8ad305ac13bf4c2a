using System;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>
/// One penalty with gradient per training step, against what a user would do otherwise. The baseline is the memory roofline: weight decay
/// reads every weight once and reads and writes every gradient once, which no penalty that depends on all weights can undercut.
/// </summary>
[MemoryDiagnoser]
public class PenaltyBenchmarks
{
    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.TikhonovRegularizer<float> tracking = null!;
    private Lstm.TikhonovRegularizer<float> converged = null!;
    private float[][] right = null!;
    private float[] left = null!;

    [Params(64, 256)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        parameters = new Lstm.Parameters<float>(inputs: 8, units: Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 1 / Math.Sqrt(Units));
        var options = new TikhonovOptions { Horizon = 32, SpectralMode = SpectralMode.Tracking };
        tracking = new Lstm.TikhonovRegularizer<float>(parameters.Shape, options);
        converged = new Lstm.TikhonovRegularizer<float>(parameters.Shape, options with { SpectralMode = SpectralMode.Converged });
        left = new float[Units];
        right = new float[4][];
        for (int k = 0; k < 4; k++)
        {
            right[k] = new float[Units];
            right[k].AsSpan().Fill(1 / MathF.Sqrt(Units));
        }
    }

    [Benchmark(Baseline = true)]
    public void WeightDecay_MemoryRoofline() => TensorPrimitives.MultiplyAdd(parameters.Span, 1e-3f, gradients.Span, gradients.Span);

    [Benchmark]
    public double Tikhonov_Tracking() => tracking.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    [Benchmark]
    public double Tikhonov_Converged() => converged.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    /// <summary>Only the spectral norms of the four recurrent matrices and their gradients, one power step each, by TensorPrimitives: no
    /// ranges, no recursion, no other weight.</summary>
    [Benchmark]
    public float FourSpectralNorms_TensorPrimitives()
    {
        float sum = 0;
        Lstm.View<float> w = parameters.View;
        Lstm.View<float> g = gradients.View;
        sum += Step(w.Ui, g.Ui, right[0]) + Step(w.Uf, g.Uf, right[1]) + Step(w.Ug, g.Ug, right[2]) + Step(w.Uo, g.Uo, right[3]);
        return sum;

        float Step(MatrixSpan<float> weight, MatrixSpan<float> gradient, float[] v)
        {
            Span<float> next = stackalloc float[Units];
            next.Clear();
            for (int row = 0; row < Units; row++)
            {
                ReadOnlySpan<float> entries = weight.Data.Slice(row * Units, Units);
                left[row] = TensorPrimitives.Dot(entries, v);
                TensorPrimitives.MultiplyAdd(entries, left[row], next, next);
            }

            float sigma = TensorPrimitives.Norm(left);
            TensorPrimitives.Divide(next, TensorPrimitives.Norm<float>(next), v);
            for (int row = 0; row < Units; row++)
            {
                Span<float> target = gradient.Data.Slice(row * Units, Units);
                TensorPrimitives.MultiplyAdd(v, 1e-3f * left[row] / sigma, target, target);
            }

            return sigma;
        }
    }

    /// <summary>The same four norms by plain loops.</summary>
    [Benchmark]
    public float FourSpectralNorms_NaiveLoops()
    {
        float sum = 0;
        Lstm.View<float> w = parameters.View;
        Lstm.View<float> g = gradients.View;
        sum += Step(w.Ui, g.Ui, right[0]) + Step(w.Uf, g.Uf, right[1]) + Step(w.Ug, g.Ug, right[2]) + Step(w.Uo, g.Uo, right[3]);
        return sum;

        float Step(MatrixSpan<float> weight, MatrixSpan<float> gradient, float[] v)
        {
            float squares = 0;
            for (int row = 0; row < Units; row++)
            {
                float product = 0;
                for (int column = 0; column < Units; column++)
                {
                    product += weight[row, column] * v[column];
                }

                left[row] = product;
                squares += product * product;
            }

            float sigma = MathF.Sqrt(squares);
            for (int row = 0; row < Units; row++)
            {
                for (int column = 0; column < Units; column++)
                {
                    gradient[row, column] += 1e-3f * left[row] / sigma * v[column];
                }
            }

            return sigma;
        }
    }
}
