using System;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>
/// One penalty with gradient per training step, against what a user would do otherwise. The baseline is the memory roofline: weight decay
/// reads every weight once and reads and writes every gradient once, which no penalty that depends on all weights can undercut. One whose
/// gradient is a multiple of the weights over their norm must have read all of them before: that is <see cref="Read_ThenWeightDecay"/>.
/// </summary>
[MemoryDiagnoser]
public class PenaltyBenchmarks
{
    // Larger spans at once are written past the caches, which is up to three times slower where they would fit.
    private const int Block = 16_384;

    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.TikhonovRegularizer<float> tracking = null!;
    private Lstm.TikhonovRegularizer<float> converged = null!;
    private Lstm.TikhonovRegularizer<float> frobenius = null!;
    private Lstm.TikhonovRegularizer<float> frobeniusInDouble = null!;
    private float[][] right = null!;
    private float[] left = null!;

    [Params(32, 64, 128, 256, 512)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        parameters = new Lstm.Parameters<float>(inputs: 8, units: Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 1 / Math.Sqrt(Units));
        var options = new TikhonovOptions { Horizon = 32, SpectralMode = SpectralMode.Tracking };
        tracking = Of(options);
        converged = Of(options with { SpectralMode = SpectralMode.Converged });
        frobenius = Of(options with { RecurrentNorm = RecurrentNorm.Frobenius });
        frobeniusInDouble = Of(options with { RecurrentNorm = RecurrentNorm.Frobenius, SpectralMode = SpectralMode.Converged });
        left = new float[Units];
        right = new float[4][];
        for (int k = 0; k < 4; k++)
        {
            right[k] = new float[Units];
            right[k].AsSpan().Fill(1 / MathF.Sqrt(Units));
        }

        // A whole call each: the adjoints that Apply takes.
        Lstm.TikhonovRegularizer<float> Of(TikhonovOptions o)
        {
            var penalty = new Lstm.TikhonovRegularizer<float>(parameters.Shape, o);
            penalty.AddGradient(parameters.View, gradients.View, 1e-3);
            return penalty;
        }
    }

    [Benchmark(Baseline = true)]
    public void WeightDecay_MemoryRoofline()
    {
        for (int start = 0; start < parameters.Span.Length; start += Block)
        {
            int length = Math.Min(Block, parameters.Span.Length - start);
            Span<float> target = gradients.Span.Slice(start, length);
            TensorPrimitives.MultiplyAdd(parameters.Span.Slice(start, length), 1e-6f, target, target);
        }
    }

    [Benchmark]
    public float Read_ThenWeightDecay()
    {
        float sum = TensorPrimitives.Sum<float>(parameters.Span);
        WeightDecay_MemoryRoofline();
        return sum;
    }

    [Benchmark]
    public void MeasureAndApply_Frobenius() => MeasureAndApply(frobenius);

    [Benchmark]
    public void MeasureAndApply_FrobeniusInDouble() => MeasureAndApply(frobeniusInDouble);

    [Benchmark]
    public void MeasureAndApply_Tracking() => MeasureAndApply(tracking);

    [Benchmark]
    public double Tikhonov_Frobenius() => frobenius.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

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

    /// <summary>The stages that touch weights, with the adjoints of the last whole call.</summary>
    private void MeasureAndApply(Lstm.TikhonovRegularizer<float> penalty)
    {
        Lstm.View<float> w = parameters.View;
        Lstm.View<float> g = gradients.View;
        penalty.Measure(0, w.Wi);
        penalty.Measure(1, w.Wf);
        penalty.Measure(2, w.Wg);
        penalty.Measure(3, w.Wo);
        penalty.Measure(4, w.Ui);
        penalty.Measure(5, w.Uf);
        penalty.Measure(6, w.Ug);
        penalty.Measure(7, w.Uo);
        penalty.Measure(8, w.bi);
        penalty.Measure(9, w.bf);
        penalty.Measure(10, w.bg);
        penalty.Measure(11, w.bo);
        penalty.Apply(0, w.Wi, g.Wi);
        penalty.Apply(1, w.Wf, g.Wf);
        penalty.Apply(2, w.Wg, g.Wg);
        penalty.Apply(3, w.Wo, g.Wo);
        penalty.Apply(4, w.Ui, g.Ui);
        penalty.Apply(5, w.Uf, g.Uf);
        penalty.Apply(6, w.Ug, g.Ug);
        penalty.Apply(7, w.Uo, g.Uo);
        penalty.Apply(8, w.bi, g.bi);
        penalty.Apply(9, w.bf, g.bf);
        penalty.Apply(10, w.bg, g.bg);
        penalty.Apply(11, w.bo, g.bo);
    }
}
