using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>Passes whose sequences are divided among threads, against those on one.</summary>
public sealed class ThreadedPassTests
{
    private const int Seed = 1503;
    private const int Steps = 9;
    private const int Batch = 7;
    private static readonly Started.Shape Shape = new(Inputs: 2, Units: 5);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(Batch)]
    public void Passes_AreThoseOnOneThread(int threads)
    {
        var random = new Random(Seed);
        var p = new Started.Parameters<double>(Shape);
        p.FillUniform(random, 1);
        double[] inputs = TestCells.RandomArray(random, Steps * Batch * 2, 1);
        double[] outputGradient = TestCells.RandomArray(random, Steps * Batch * 5, 1);
        double[] h = [.. TestCells.RandomArray(random, Batch * 5, 0.25)];
        double[] c = [.. TestCells.RandomArray(random, Batch * 5, 0.5).Select(v => 1 + v)];
        double[] m = [.. TestCells.RandomArray(random, Batch * 5, 0.375).Select(v => 0.5 + v)];
        var one = new Started.Unrolled<double>(Shape, Steps, Batch);
        var more = new Started.Unrolled<double>(Shape, Steps, Batch, threads);
        Assert.Equal((1, threads), (one.Threads, more.Threads));
        double[] lastSum = [];
        for (int call = 0; call < 20; call++)
        {
            (double[] expectedInput, double[] expected) = Run(one);
            (double[] actualInput, double[] sum) = Run(more);
            Assert.Equal(one.Output.ToArray(), more.Output.ToArray());
            Assert.Equal(one.StatesC.ToArray(), more.StatesC.ToArray());
            Assert.Equal(one.InitialM.ToArray(), more.InitialM.ToArray());
            Assert.Equal(one.InitialHGradient.ToArray(), more.InitialHGradient.ToArray());
            Assert.Equal(expectedInput, actualInput);
            Assert.Equal(expected, sum, (a, b) => Math.Abs(a - b) <= 1e-12);
            Assert.True(call == 0 || lastSum.SequenceEqual(sum), "Sums of gradients must repeat to the bit.");
            lastSum = sum;
        }

        (double[] Input, double[] Weights) Run(Started.Unrolled<double> unrolled)
        {
            double[] inputGradient = new double[inputs.Length];
            var gradients = new Started.Parameters<double>(Shape);
            unrolled.Forward(
                p.View,
                inputs,
                new()
                {
                    H = h,
                    C = c,
                    M = m,
                }
            );
            unrolled.Backward(p.View, inputs, outputGradient, gradients.View, inputGradient);
            return (inputGradient, gradients.Span.ToArray());
        }
    }

    [Fact]
    public void SeveralInputs_AreDividedLikeOne()
    {
        var random = new Random(Seed);
        var p = new Commanded.Parameters<float>(2, 3, 1, 3);
        p.FillUniform(random, 1);
        float[] inputs = new float[Steps * Batch * 6];
        for (int k = 0; k < inputs.Length; k++)
        {
            inputs[k] = random.NextSingle();
        }

        var one = new Commanded.Unrolled<float>(p.Shape, Steps, Batch);
        var more = new Commanded.Unrolled<float>(p.Shape, Steps, Batch, threads: 2);
        one.Forward(p.View, inputs);
        more.Forward(p.View, inputs);
        Assert.Equal(one.Output.ToArray(), more.Output.ToArray());
    }

    [Fact]
    public void Calls_AllocateNothing()
    {
        var shape = new Lstm.Shape(3, 8);
        var p = new Lstm.Parameters<float>(shape);
        var gradients = new Lstm.Parameters<float>(shape);
        p.FillUniform(new Random(Seed), 0.3);
        float[] inputs = new float[Steps * Batch * 3];
        float[] outputGradient = new float[Steps * Batch * 8];
        outputGradient.AsSpan().Fill(0.1f);
        var unrolled = new Lstm.Unrolled<float>(shape, Steps, Batch, threads: 2);
        long before = 0;
        for (int call = 0; call < 60; call++)
        {
            before = call == 40 ? GC.GetAllocatedBytesForCurrentThread() : before;
            unrolled.Forward(p.View, inputs);
            unrolled.Backward(p.View, inputs, outputGradient, gradients.View);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WrongNumbersOfThreads_AndWhatNeedsOne_AreRefused()
    {
        foreach (int threads in (int[])[0, -1, Batch + 1])
        {
            string message = Assert.Throws<ArgumentException>(() => new Started.Unrolled<double>(Shape, Steps, Batch, threads)).Message;
            Assert.Contains($"Threads ({threads}) must be from 1 to the number of sequences, {Batch}", message, StringComparison.Ordinal);
        }

        var unrolled = new Started.Unrolled<double>(Shape, Steps, Batch, threads: 2);
        string refusal = Assert
            .Throws<ArgumentException>(() => new Started.JacobianPenalty<double>(unrolled, new JacobianOptions()))
            .Message;
        Assert.Contains("one thread; this one uses 2", refusal, StringComparison.Ordinal);
    }
}
