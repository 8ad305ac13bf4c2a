using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>The step between two trajectories: finite differences are what factors within their ranges make of each other, and the
/// matrices say the same.</summary>
public sealed class StructuredStepTests
{
    private const int Seed = 20_261_128;
    private const double Tolerance = 1e-9;

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void FiniteDifferences_AreRepresented(string name)
    {
        var random = new Random(Seed);
        int open = 0;
        for (int draw = 0; draw < 8; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            var drawn = new DrawnCell(
                description,
                [.. description.SizeNames.Select(_ => random.Next(1, 4))],
                random,
                draw % 2 == 0 ? 0.5 : 1.5
            );
            const int Steps = 3;
            var tubes = new BoxTubes(drawn.Cell, drawn.Weights, drawn.Inputs(0.9), () => { });
            if (tubes.Run(Steps, tubes.Start) is not { } ranges)
            {
                continue;
            }

            for (int t = 0; t < Steps; t++)
            {
                var structured = new StructuredStep(tubes.Step, ranges, t);
                open += structured.Channels;
                for (int pair = 0; pair < 6; pair++)
                {
                    double[] first = Inputs(drawn, random, t, pair % 2 == 0);
                    double[] second =
                        pair < 4
                            ? Inputs(drawn, random, t, pair % 3 == 0)
                            : [.. first.Select(x => Math.Clamp(x + (1e-3 * random.NextDouble()), -0.9, 0.9))];
                    double[][] Signals(double[] inputs) => drawn.Run(inputs, tubes.Start.Lower)[t].Signals;
                    Check(drawn, structured, Signals(first), Signals(second), $"{name}, draw {draw}, step {t}, pair {pair}");
                }
            }
        }

        Assert.True(
            open > 0 || name.Contains("Linear", StringComparison.Ordinal) || name.Contains("Delay", StringComparison.Ordinal),
            name
        );
    }

    /// <summary>LSTM: f on c, one channel each for the gates' and the candidate's arguments, o on c', and the outer tanh's argument; GRU:
    /// one for the blend's gate, and so on. What is used once is no channel of its own.</summary>
    [Theory]
    [InlineData("Lstm", 6)]
    [InlineData("Gru", 5)]
    [InlineData("Elman", 1)]
    public void Channels_AreAsFewAsTheStepAllows(string name, int channels)
    {
        CellDescription description = DrawnCell.All[name];
        var drawn = new DrawnCell(description, [2, 3], new Random(Seed), 0.3);
        var structured = new StructuredStep(drawn.Step, drawn.Ranges()!, 0);
        Assert.Equal(channels * 3, structured.Channels);
        Assert.Equal(channels, structured.Factors.Count(f => f.Channel >= 0));
    }

    /// <summary>The argument of a channel depends on earlier channels only.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Channels_ComeAfterWhatTheyDependOn(string name)
    {
        CellDescription description = DrawnCell.All[name];
        var drawn = new DrawnCell(description, [.. description.SizeNames.Select(_ => 2)], new Random(Seed), 0.2);
        var tubes = new BoxTubes(drawn.Cell, drawn.Weights, drawn.Inputs(0.5), () => { });
        var structured = new StructuredStep(tubes.Step, tubes.Run(1, tubes.Start)!, 0);
        for (int row = 0; row < structured.Channels; row++)
        {
            for (int column = 0; column < structured.Channels; column++)
            {
                if (structured.Group(column) >= structured.Group(row))
                {
                    int k = ((structured.States + row) * structured.Matrix.Columns) + structured.States + column;
                    Assert.Equal(0, structured.Matrix.Centre[k]);
                    Assert.InRange(structured.Matrix.Radius[k], 0, 1e-290);
                }
            }
        }
    }

    private static double[] Inputs(DrawnCell drawn, Random random, int t, bool isCorner) =>
        [
            .. Enumerable
                .Range(0, (t + 1) * drawn.Cell.InputWidth)
                .Select(_ => 0.9 * (isCorner ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1)),
        ];

    private static void Check(DrawnCell drawn, StructuredStep structured, double[][] first, double[][] second, string where)
    {
        double[][] moved = [.. first.Zip(second, (a, b) => a.Zip(b, (x, y) => x - y).ToArray())];
        SetStep step = drawn.Step;
        var channels = new double[structured.Channels];
        var arguments = new double[structured.Channels];
        int channelStart = 0;
        var starts = new Dictionary<StructuredFactor, int>();
        foreach (StructuredFactor factor in structured.Factors.Where(f => f.Channel >= 0))
        {
            starts[factor] = channelStart;
            channelStart += factor.Range.Length;
        }

        foreach (IGrouping<int, StructuredFactor> node in structured.Factors.GroupBy(f => f.Node))
        {
            for (int unit = 0; unit < step.Widths[node.Key]; unit++)
            {
                (double Middle, double Radius)[] parts = [.. node.Select(f => StructuredFactor.Split(f.Range[unit]))];
                double[] differences = [.. node.Select(f => moved[f.Signal][unit])];
                double left = moved[node.Key][unit] - parts.Zip(differences, (p, d) => p.Middle * d).Sum();
                double room = parts.Zip(differences, (p, d) => p.Radius * Math.Abs(d)).Sum();
                double size = 1 + Math.Abs(first[node.Key][unit]);
                Assert.True(Math.Abs(left) <= room + (1e-13 * size), $"{where}: signal {node.Key}, unit {unit}: {left} beyond {room}");
                double share = room == 0 ? 0 : left / room;
                foreach ((StructuredFactor factor, int k) in node.Select((f, k) => (f, k)).Where(p => p.f.Channel >= 0))
                {
                    channels[starts[factor] + unit] = share * parts[k].Radius * Math.Abs(differences[k]);
                    arguments[starts[factor] + unit] = parts[k].Radius * differences[k];
                }
            }
        }

        double[] from =
        [
            .. drawn.States.SelectMany(s => moved[s]),
            .. channels,
            .. step.Sources.Take(step.Inputs).SelectMany(s => moved[s]),
        ];
        double[] to =
        [
            .. Enumerable.Range(0, drawn.Cell.States.Count).SelectMany(k => moved[step.Next(k)]),
            .. arguments,
            .. moved[step.Output],
        ];
        for (int row = 0; row < to.Length; row++)
        {
            ReadOnlySpan<double> own = structured.Matrix.Centre.AsSpan(row * from.Length, from.Length);
            double value = System.Numerics.Tensors.TensorPrimitives.Dot<double>(own, from);
            Assert.True(Math.Abs(value - to[row]) <= Tolerance * (1 + Math.Abs(to[row])), $"{where}: row {row} is {value}, not {to[row]}");
        }
    }
}
