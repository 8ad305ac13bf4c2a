using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>Forward and backward pass of whole sequences, against the forward pass written as plain loops.</summary>
[MemoryDiagnoser]
public class PassBenchmarks
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Inputs = 8;
    private const int Units = 64;

    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.Unrolled<float> unrolled = null!;
    private float[] inputs = null!;
    private float[] outputGradient = null!;
    private float[] h = null!;
    private float[] c = null!;

    [GlobalSetup]
    public void Setup()
    {
        parameters = new Lstm.Parameters<float>(Inputs, Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 1 / Math.Sqrt(Units));
        unrolled = new Lstm.Unrolled<float>(parameters.Shape, Steps, Batch);
        inputs = new float[Steps * Batch * Inputs];
        outputGradient = new float[Steps * Batch * Units];
        h = new float[2 * Batch * Units];
        c = new float[Batch * Units];
        inputs.AsSpan().Fill(0.3f);
        outputGradient.AsSpan().Fill(0.01f);
    }

    [Benchmark(Baseline = true)]
    public void Forward() => unrolled.Forward(parameters.View, inputs);

    [Benchmark]
    public void ForwardAndBackward()
    {
        unrolled.Forward(parameters.View, inputs);
        unrolled.Backward(parameters.View, inputs, outputGradient, gradients.View);
    }

    [Benchmark]
    public void Forward_NaiveLoops()
    {
        Lstm.View<float> w = parameters.View;
        for (int t = 0; t < Steps; t++)
        {
            for (int row = 0; row < Batch; row++)
            {
                ReadOnlySpan<float> x = inputs.AsSpan(((t * Batch) + row) * Inputs, Inputs);
                ReadOnlySpan<float> previous = h.AsSpan((((t % 2) * Batch) + row) * Units, Units);
                Span<float> next = h.AsSpan(((((t + 1) % 2) * Batch) + row) * Units, Units);
                for (int k = 0; k < Units; k++)
                {
                    float i = Sigmoid(Affine(w.Wi, w.Ui, w.bi, x, previous, k));
                    float f = Sigmoid(Affine(w.Wf, w.Uf, w.bf, x, previous, k));
                    float g = MathF.Tanh(Affine(w.Wg, w.Ug, w.bg, x, previous, k));
                    float o = Sigmoid(Affine(w.Wo, w.Uo, w.bo, x, previous, k));
                    ref float cell = ref c[(row * Units) + k];
                    cell = (f * cell) + (i * g);
                    next[k] = o * MathF.Tanh(cell);
                }
            }
        }
    }

    private static float Affine(
        MatrixSpan<float> w,
        MatrixSpan<float> u,
        BiasSpan<float> b,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> h,
        int row
    )
    {
        float sum = b[row];
        for (int k = 0; k < x.Length; k++)
        {
            sum += w[row, k] * x[k];
        }

        for (int k = 0; k < h.Length; k++)
        {
            sum += u[row, k] * h[k];
        }

        return sum;
    }

    private static float Sigmoid(float v) => 1 / (1 + MathF.Exp(-v));
}
