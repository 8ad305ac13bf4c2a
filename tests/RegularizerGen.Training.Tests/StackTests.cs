using System;
using System.Linq;
using RegularizerGen.Cells.Tests;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Training.Tests;

/// <summary>Stacks against the same layers written as one cell, and against their layers one by one.</summary>
public sealed class StackTests
{
    private const int X = 2;
    private const int Lower = 4;
    private const int Upper = 3;
    private const int Steps = 6;
    private const int Batch = 2;

    private static readonly TikhonovOptions Options = new()
    {
        Horizon = 5,
        Perturbation = Perturbation.Peak,
        ReadOutRows = 2,
    };

    private readonly Lstm.Parameters<double> lower = new(X, Lower);
    private readonly Lstm.Parameters<double> lowerGradient = new(X, Lower);
    private readonly GruLayer.Parameters<double> upper = new(Lower, Upper);
    private readonly GruLayer.Parameters<double> upperGradient = new(Lower, Upper);
    private readonly LstmThenGru.Parameters<double> whole = new(new LstmThenGru.Shape(X, Upper, Lower));
    private readonly LayerStack<double> stack;
    private readonly double[] inputs = Losses.Draw(Steps * Batch * X, 7);

    public StackTests()
    {
        whole.FillUniform(new Random(1), 0.7);
        whole.Span[..lower.Span.Length].CopyTo(lower.Span);
        whole.Span[lower.Span.Length..].CopyTo(upper.Span);
        stack = new LayerStack<double>(
            new StackLayer<double>(Lstm.Description, lower, lowerGradient),
            new StackLayer<double>(GruLayer.Description, upper, upperGradient)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Passes_AreThoseOfTheCellOfBoth(int threads)
    {
        double[] outputGradient = Losses.Draw(Steps * Batch * Upper, 8),
            expected = new double[inputs.Length],
            inputGradient = new double[inputs.Length];
        var gradient = new LstmThenGru.Parameters<double>(whole.Shape);
        var one = new LstmThenGru.Unrolled<double>(whole.Shape, Steps, Batch);
        var passes = new StackPasses<double>(stack, Steps, Batch, threads);
        one.Forward(whole.View, inputs);
        passes.Forward(inputs);
        Near(one.Output, passes.Output);
        one.Backward(whole.View, inputs, outputGradient, gradient.View, expected);
        passes.Backward(inputs, outputGradient, inputGradient);
        Near(expected, inputGradient);
        Near(gradient.Span, Gradient());
        passes.Backward(inputs, outputGradient); // adds
        Near([.. gradient.Span.ToArray().Select(g => 2 * g)], Gradient());
    }

    [Fact]
    public void Penalty_IsThatOfTheCellOfBoth()
    {
        double[] c = Losses.Draw(2 * Upper, 9),
            expectedReadOut = new double[c.Length],
            readOutGradient = new double[c.Length];
        var gradient = new LstmThenGru.Parameters<double>(whole.Shape);
        MatrixSpan<double> readOut = new(c, 2, Upper);
        TikhonovResult expected = new LstmThenGru.UnitwiseRegularizer<double>(whole.Shape, Options).AddGradient(
            whole.View,
            gradient.View,
            0.3,
            readOut,
            new MatrixSpan<double>(expectedReadOut, 2, Upper)
        );
        var penalty = new StackPenalty<double>(stack, Options);
        TikhonovResult result = penalty.AddGradient(0.3, readOut, new MatrixSpan<double>(readOutGradient, 2, Upper));
        Assert.Equal(expected.Gain, result.Gain, 1e-12 * expected.Gain);
        Assert.Equal(expected.Penalty, result.Penalty, 1e-12);
        Assert.True(result.IsBound);
        Near(gradient.Span, Gradient());
        Near(expectedReadOut, readOutGradient);
        Assert.Equal(result.Gain, penalty.Evaluate(0.3, readOut).Gain);
        Assert.Contains(gradient.Span.ToArray(), g => Math.Abs(g) > 1e-3);
    }

    /// <summary>A stack of one layer is its cell; certificates and streams are of the weights as they are.</summary>
    [Fact]
    public void OneLayer_CertificatesAndStreams_AreThoseOfTheCell()
    {
        var single = new LayerStack<double>(new StackLayer<double>(Lstm.Description, lower, lowerGradient));
        lower.Span[0] += 0.1;
        var passes = new StackPasses<double>(single, Steps, Batch);
        var cell = new Lstm.Unrolled<double>(lower.Shape, Steps, Batch);
        passes.Forward(inputs);
        cell.Forward(lower.View, inputs);
        Near(cell.Output, passes.Output);
        CellStream<double> stream = single.Stream(Batch);
        for (int step = 0; step < Steps; step++)
        {
            Near(cell.Output.Slice(step * Batch * Lower, Batch * Lower), stream.Next(inputs.AsSpan(step * Batch * X, Batch * X)));
        }

        double[] sequence = inputs[..(Steps * X)];
        TubeOptions options = new() { Radius = 0.1 };
        TubeCertificate expected = Lstm.CertifyAround<double>(lower.View, sequence, options);
        Near(
            expected.Upper.SelectMany(u => u).ToArray(),
            single.Copy().CertifyAround<double>(sequence, 1, options)[0].Upper.SelectMany(u => u).ToArray()
        );
    }

    [Fact]
    public void Stack_TrainsWithItsBound_AndAllocatesNothing()
    {
        var passes = new StackPasses<double>(stack, Steps, Batch);
        var penalty = new StackPenalty<double>(stack, Options with { ReadOutRows = 0 });
        var adam = new Adam<double>(new AdamOptions { Rate = 0.02 }, [.. stack.Trainable]);
        double[] targets = Losses.Draw(Steps * Batch * Upper, 10),
            outputs = new double[targets.Length];
        double loss = 0,
            gain = penalty.Evaluate(1e-3).Gain;
        void Step()
        {
            adam.ClearGradients();
            passes.Forward(inputs);
            loss = Loss.Squared<double>(passes.Output, targets, outputs);
            passes.Backward(inputs, outputs);
            penalty.AddGradient(1e-3);
            adam.Step();
        }

        Step();
        double first = loss;
        AllocationTests.RequireNone(Step);
        for (int step = 0; step < 100; step++)
        {
            Step();
        }

        Assert.True(loss < first);
        Assert.True(penalty.Evaluate(1e-3).Gain < gain);
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        var wide = new GruLayer.Parameters<double>(Lower + 1, Upper);
        AdamTests.Refused("at least one layer", () => new LayerStack<double>());
        AdamTests.Refused(
            $"Layer 1 takes {Lower + 1} inputs; the outputs below are {Lower}",
            () =>
                new LayerStack<double>(
                    new StackLayer<double>(Lstm.Description, lower, lowerGradient),
                    new StackLayer<double>(GruLayer.Description, wide, new GruLayer.Parameters<double>(Lower + 1, Upper))
                )
        );
        AdamTests.Refused(
            "The layer of 'GruLayer' has parameters of 'Lstm'",
            () => new StackLayer<double>(GruLayer.Description, lower, lowerGradient)
        );
        AdamTests.Refused("and a gradient of 'GruLayer' with", () => new StackLayer<double>(GruLayer.Description, upper, wide));
        AdamTests.Refused("the bound unit by unit is for Peak", () => new StackPenalty<double>(stack, new TikhonovOptions()));
        upper.Span[0] = double.NaN;
        var passes = new StackPasses<double>(stack, Steps, Batch);
        AdamTests.Refused(
            "Weight 'layer 1: Vr' is NaN",
            () =>
            {
                passes.Forward(inputs);
                return passes;
            }
        );
    }

    private double[] Gradient() => [.. lowerGradient.Span, .. upperGradient.Span];

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-12);
        }
    }
}
