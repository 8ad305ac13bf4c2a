using System;

namespace RegularizerGen.Cells.Tests;

/// <summary>Batches whose steps are taken in several blocks, the last of them not whole, against their sequences one by one, each a single
/// block.</summary>
public sealed class PassBlockTests
{
    private const int Seed = 1504;
    private const int Steps = 5;
    private const int Batch = 70; // two steps per block of weight gradients, one per block of products with inputs
    private static readonly Lstm.Shape Shape = new(2, 3);

    [Fact]
    public void Gradients_AreTheSumsOverSequences()
    {
        (Lstm.Parameters<double> p, double[] inputs, double[] outputGradient) = Draw();
        var all = new Lstm.Parameters<double>(Shape);
        var together = new Lstm.Unrolled<double>(Shape, Steps, Batch);
        together.Forward(p.View, inputs);
        together.Backward(p.View, inputs, outputGradient, all.View);
        var sum = new Lstm.Parameters<double>(Shape);
        var one = new Lstm.Unrolled<double>(Shape, Steps, 1);
        for (int row = 0; row < Batch; row++)
        {
            double[] own = Sequence(inputs, row, 2);
            one.Forward(p.View, own);
            one.Backward(p.View, own, Sequence(outputGradient, row, 3), sum.View);
            Assert.Equal(one.Output.ToArray(), Sequence(together.Output.ToArray(), row, 3));
        }

        Assert.Equal(sum.Span.ToArray(), all.Span.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
    }

    [Fact]
    public void ExactPenalties_AreTheMeansOverSequences()
    {
        (Lstm.Parameters<double> p, double[] inputs, _) = Draw();
        var all = new Lstm.Parameters<double>(Shape);
        double penalty = Add(new Lstm.Unrolled<double>(Shape, Steps, Batch), inputs, all);
        var sum = new Lstm.Parameters<double>(Shape);
        var one = new Lstm.Unrolled<double>(Shape, Steps, 1);
        double total = 0;
        for (int row = 0; row < Batch; row++)
        {
            total += Add(one, Sequence(inputs, row, 2), sum);
        }

        Assert.Equal(total / Batch, penalty, 1e-12);
        Assert.Equal(sum.Span.ToArray(), all.Span.ToArray(), (a, b) => Math.Abs((a / Batch) - b) <= 1e-12);

        double Add(Lstm.Unrolled<double> unrolled, double[] own, Lstm.Parameters<double> gradients)
        {
            unrolled.Forward(p.View, own);
            var exact = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions());
            return exact.AddGradient(p.View, own, gradients.View, 1).Penalty;
        }
    }

    private static (Lstm.Parameters<double> Parameters, double[] Inputs, double[] OutputGradient) Draw()
    {
        var random = new Random(Seed);
        var p = new Lstm.Parameters<double>(Shape);
        p.FillUniform(random, 1);
        return (p, TestCells.RandomArray(random, Steps * Batch * 2, 1), TestCells.RandomArray(random, Steps * Batch * 3, 1));
    }

    private static double[] Sequence(double[] all, int row, int width)
    {
        double[] own = new double[Steps * width];
        for (int step = 0; step < Steps; step++)
        {
            all.AsSpan(((step * Batch) + row) * width, width).CopyTo(own.AsSpan(step * width));
        }

        return own;
    }
}
