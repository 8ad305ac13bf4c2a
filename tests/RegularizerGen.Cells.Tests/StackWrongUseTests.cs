using System;

namespace RegularizerGen.Cells.Tests;

/// <summary>What is no stack, and what is not certified of one: messages name what is wrong.</summary>
public sealed class StackWrongUseTests
{
    private static readonly double[] Sequence = [0.1, 0.2, 0.3, 0.4];

    [Fact]
    public void LayersThatDoNotFit_AreRefused()
    {
        Named("at least one layer", () => One());
        Named("Layer 1 takes 3 inputs; the outputs below are 4", () => One(Elman(2, 4), Elman(3, 4)));
        Named("Layer 1 takes 4 inputs; the outputs below are 8", () => Twice(Elman(2, 4), Elman(4, 4)));
        Named("take 2 and 3 inputs", () => CellStack.Bidirectional((Elman(2, 4), Elman(3, 4))));
        CellLayer several = Layer("Narx", 4);
        Named("has 2 inputs; above layer 0 it must have one", () => One(Elman(2, 4), several));
    }

    [Fact]
    public void WeightsThatAreWrong_AreRefused()
    {
        CellLayer good = Elman(2, 4);
        Named("parameters, not 1", () => One(good with { Parameters = [1] }));
        Named("at least 1", () => One(good with { Sizes = [2, 0] }));
        double[] undefined = [.. good.Parameters];
        undefined[^1] = double.NaN;
        Named("layer 1: b", () => One(good, Elman(4, 4) with { Parameters = Undefined(4, 4) }));
        Named("layer 0, reverse: b", () => CellStack.Bidirectional((good, good with { Parameters = undefined })));
        Assert.Throws<ArgumentNullException>(() => One(null!));
        Assert.Throws<ArgumentNullException>("layers", () => One(good, null!));
        Assert.Throws<ArgumentNullException>("layers", () => CellStack.Bidirectional(null!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InputsAndOptionsThatAreWrong_AreNamed(bool bidirectional)
    {
        CellStack stack = bidirectional ? Twice(Elman(2, 2), Elman(4, 2)) : new CellStack(Elman(2, 4), Elman(4, 4));
        var options = new TubeOptions();
        Named("no multiple", () => stack.CertifyAround<double>([1, 2, 3], 1, options));
        Named("no multiple", () => stack.CertifyAround<double>(Sequence, 0, options));
        Named("no multiple", () => stack.CertifyAround<double>(Sequence, -1, options));
        Named("step 1, channel 0", () => stack.CertifyAround<double>([1, 2, double.NaN, 3], 1, options));
        Named("Radius is -1", () => stack.CertifyAround<double>(Sequence, 1, options with { Radius = -1 }));
        Named(
            "InitialStates has 1 states",
            () =>
                stack.CertifyAround<double>(
                    Sequence,
                    1,
                    options with
                    {
                        InitialStates =
                        [
                            [1],
                        ],
                    }
                )
        );
        double[][] states = [.. new double[bidirectional ? 4 : 2][]];
        Array.Fill(states, [0, 0, 0]);
        string layer = bidirectional ? "'layer 0, forward: h'" : "'layer 0: h'";
        Named(layer, () => stack.CertifyAround<double>(Sequence, 1, options with { InitialStates = states }));
        Array.Fill(states, new double[bidirectional ? 2 : 4]);
        states[^1] = [0, double.PositiveInfinity, 0, 0];
        states[^1] = states[^1][..states[0].Length];
        string last = bidirectional ? "'layer 1, reverse: h'" : "'layer 1: h'";
        var progress = new TubeWrongUseTests.Reports();
        TubeOptions infinite = options with { InitialStates = states, Progress = progress };
        Named(last, () => stack.CertifyAround<double>(Sequence, 1, infinite));
        Assert.Empty(progress.All);
        Named("The tolerance is NaN", () => stack.LargestRadius<double>(Sequence, double.NaN, options));
        Named("All radii are 0", () => stack.LargestRadius<double>(Sequence, 1, options with { Radius = 0 }));
        Assert.Throws<ArgumentNullException>("options", () => stack.CertifyAround<double>(Sequence, 1, null!));
    }

    [Fact]
    public void ReadOutsThatAreWrong_AreNamed()
    {
        CellStack stack = Twice(Elman(2, 2));
        double[] ones = [1, 1, 1, 1];
        double[] undefined = [1, double.NaN, 1, 1];
        Named("readOut", () => stack.CertifyAround(Sequence, 1, new(), new MatrixSpan<double>(ones, 2, 2)));
        Named("readOut", () => stack.CertifyAround(Sequence, 1, new(), new MatrixSpan<double>(undefined, 1, 4)));
        Named("has 2 entries; it must have 1", () => stack.CertifyAround(Sequence, 1, new(), new MatrixSpan<double>(ones, 1, 4), [1, 2]));
        Named("is NaN at 0", () => stack.CertifyAround(Sequence, 1, new(), new MatrixSpan<double>(ones, 1, 4), [double.NaN]));
        Named("without a read-out", () => stack.CertifyAround<double>(Sequence, 1, new(), default, [1]));
        Named("no label", () => stack.LargestRadius(Sequence, null, new(), new MatrixSpan<double>(ones, 1, 4)));
    }

    private static CellStack One(params CellLayer[] layers) => new(layers);

    private static CellStack Twice(params CellLayer[] layers) => CellStack.Bidirectional([.. Array.ConvertAll(layers, l => (l, l))]);

    private static CellLayer Elman(int inputs, int units) => Layer("Elman", inputs, units);

    private static CellLayer Layer(string name, params int[] sizes)
    {
        CellDescription cell = TestCells.Find(name).Runner;
        int[] all = new int[cell.SizeNames.Count];
        Array.Fill(all, sizes[^1]);
        sizes.CopyTo(all, 0);
        return new CellLayer(cell, all, new double[cell.ParameterCount(all)]);
    }

    private static double[] Undefined(int inputs, int units)
    {
        double[] parameters = [.. Elman(inputs, units).Parameters];
        parameters[^1] = double.NaN;
        return parameters;
    }

    private static void Named(string expected, Action call) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
