using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Observed ranges are the least that contain all values, of all cells: by an execution of its own, signal by signal.</summary>
public sealed class ObservedRangesTests
{
    private const int Seed = 20_261_128;

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void ObservedRanges_AreThoseOfAllValues(string name)
    {
        var random = new Random(Seed);
        CellDescription description = DrawnCell.All[name];
        int[] sizes = [.. description.SizeNames.Select(_ => 3)];
        var drawn = new DrawnCell(description, sizes, random, 0.5);
        const int Steps = 12;
        const int Batch = 3;
        double[][] sequences = [.. Enumerable.Range(0, Batch).Select(_ => ConditionalCase.Draw(random, Steps * drawn.Cell.InputWidth))];
        double[][] initial = [.. drawn.Cell.States.Select((s, k) => ConditionalCase.Start(s, drawn.StateWidths[k], random))];
        double[] batch = ConditionalCase.SideBySide(sequences, drawn.Cell.InputWidth);
        SignalRanges observed = description.ObserveRanges(sizes, drawn.Parameters, batch, Batch, initial);
        var signals = new RegularizerGen.Conditional.CarryingSignals(drawn.Step);
        List<double[][]> values = [.. sequences.SelectMany(s => drawn.Run(s, initial)).Select(s => s.Signals)];
        Assert.Equal(signals.Numbers.Select(signals.Name), observed.Signals.Select(s => s.Signal));
        foreach ((int number, SignalRange range) in signals.Numbers.Zip(observed.Signals))
        {
            for (int unit = 0; unit < range.Lower.Count; unit++)
            {
                Assert.Equal(values.Min(v => v[number][unit]), range.Lower[unit], 1e-12);
                Assert.Equal(values.Max(v => v[number][unit]), range.Upper[unit], 1e-12);
            }
        }
    }

    [Fact]
    public void BlendsDifference_HasANameOfItsOwn()
    {
        CellDescription gru = DrawnCell.All["Gru"];
        SignalRanges observed = gru.ObserveRanges([2, 3], new double[gru.ParameterCount([2, 3])], new double[4]);
        Assert.Equal(["x", "h", "zPre", "rPre", "nPre", "h - n"], observed.Signals.Select(s => s.Signal));
    }

    [Fact]
    public void SignalThatLeavesTheNumbers_IsNamed()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        double[] growing = [1, 1e10];
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            linear.ObserveRanges([1, 1], growing, [.. Enumerable.Repeat(1.0, 40)])
        );
        Assert.Equal("h", refused.ParamName);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 3)]
    [InlineData(0, 1)]
    [InlineData(4, 0)]
    public void InputsOfNoWholeNumberOfSteps_AreRefused(int length, int batch)
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        double[] parameters = new double[lstm.ParameterCount([2, 3])];
        Assert.Throws<ArgumentException>(() => lstm.ObserveRanges([2, 3], parameters, new double[length], batch));
    }

    [Fact]
    public void StateOfAnotherWidth_IsRefusedByName()
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        double[] parameters = new double[lstm.ParameterCount([2, 3])];
        Assert.Equal(
            "c",
            Assert
                .Throws<ArgumentException>(() => lstm.ObserveRanges([2, 3], parameters, new double[2], 1, [new double[3], new double[2]]))
                .ParamName
        );
    }
}
