using System;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Step by step is what whole sequences give, of all cells, and costs no memory.</summary>
public sealed class StreamTests
{
    private const int Steps = 9;
    private const int Batch = 3;

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Stream_IsTheForwardPass(string name)
    {
        var random = new Random(3);
        CellDescription cell = DrawnCell.All[name];
        int[] sizes = [.. cell.SizeNames.Select(_ => 4)];
        var drawn = new DrawnCell(cell, sizes, random, 0.5);
        int row = Batch * drawn.Cell.InputWidth;
        double[] inputs = ConditionalCase.Draw(random, Steps * row);
        double[] expected = cell.Forward(sizes, Steps, Batch, drawn.Parameters, inputs);
        CellStream<double> stream = cell.Stream(sizes, drawn.Parameters, Batch);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int t = 0; t < Steps; t++)
            {
                double[] output = stream.Next(inputs.AsSpan(t * row, row)).ToArray();
                Assert.Equal(expected[(t * output.Length)..((t + 1) * output.Length)], output);
            }

            Assert.Equal(Steps, stream.Steps);
            stream.Start();
        }
    }

    [Fact]
    public void States_AreCarriedFromWhereTheStreamStarts()
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        double[] parameters = [.. ConditionalCase.Draw(new Random(5), lstm.ParameterCount([2, 3]))];
        CellStream<double> first = lstm.Stream([2, 3], parameters);
        _ = first.Next([0.3, -0.4]);
        CellStream<double> second = lstm.Stream([2, 3], parameters);
        second.Start([first.State(0).ToArray(), first.State(1).ToArray()]);
        Assert.Equal(first.State(1).ToArray(), second.State(1).ToArray());
        Assert.Equal(first.Next([0.1, 0.2]).ToArray(), second.Next([0.1, 0.2]).ToArray());
    }

    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    public void WatchedSteps_AllocateNothing(string name)
    {
        var example = new ConditionalCase(name, new Random(7), 0.2, new ConditionalOptions { Perturbation = Perturbation.Peak });
        CellStream<double> stream = example.Description.Stream(example.Sizes, example.Drawn.Parameters);
        stream.Monitor = new RangeMonitor(example.Certificate);
        stream.Start(example.Initial);
        int width = example.Drawn.Cell.InputWidth;
        Run();
        stream.Start(example.Initial);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(stream.Monitor.IsQuiet);

        void Run()
        {
            for (int start = 0; start < example.Inputs.Length; start += width)
            {
                _ = stream.Next(example.Inputs.AsSpan(start, width));
            }
        }
    }
}
