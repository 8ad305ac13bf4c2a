using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>Factors in which one gate occurs twice: the points that they are covered by, and what they make of rates.</summary>
public sealed class TiedFactorTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    /// <summary>The gates' values anywhere in their ranges: in every direction some point lies farther out than the factors.</summary>
    [Theory]
    [InlineData("Lstm", 3)]
    [InlineData("Gru", 2)]
    [InlineData("Cifg", 2)]
    public void Points_ContainAllFactors(string name, int pairs)
    {
        var random = new Random(Seed);
        var drawn = new DrawnCell(DrawnCell.All[name], [2, 3], random, 0.9);
        SetRanges ranges = drawn.Ranges()!;
        var structured = new StructuredStep(drawn.Step, ranges, 0);
        var ties = new TiedFactors(structured, ranges, 0);
        Assert.Equal(pairs, ties.Pairs.Count);
        foreach (TiedPair pair in ties.Pairs)
        {
            StructuredFactor first = structured.Factors.Single(f => f.Channel == pair.First);
            StructuredFactor second = structured.Factors.Single(f => f.Channel == pair.Second);
            for (int draw = 0; draw < 400; draw++)
            {
                int unit = random.Next(3);
                var values = new Dictionary<int, double>();
                double Value(int signal)
                {
                    if (!values.TryGetValue(signal, out double value))
                    {
                        Enclosure range = ranges[signal, 0, unit];
                        double share = random.Next(3) switch
                        {
                            0 => random.Next(2),
                            _ => random.NextDouble(),
                        };
                        values[signal] = value = range.Lower + (share * (range.Upper - range.Lower));
                    }

                    return value;
                }

                double Relative(StructuredFactor factor)
                {
                    (double middle, double radius) = StructuredFactor.Split(factor.Range[unit]);
                    double product = factor.Parts!.Aggregate(1.0, (p, part) => p * Part(part));
                    return (product - middle) / radius;
                }

                double Part(SlopeFactor part) =>
                    part.Kind switch
                    {
                        SlopeKind.One => 1,
                        SlopeKind.Value => Value(part.Signal),
                        _ => (Value(part.Signal) - part.Min) * (part.Max - Value(part.Signal)),
                    };

                (double x, double y) = (Relative(first), Relative(second));
                double angle = 2 * Math.PI * random.NextDouble();
                Enclosure[] points = pair.Points[unit];
                double farthest = Enumerable
                    .Range(0, points.Length / 2)
                    .Max(k => (Math.Cos(angle) * points[2 * k].Upper) + (Math.Sin(angle) * points[(2 * k) + 1].Upper));
                double own = (Math.Cos(angle) * x) + (Math.Sin(angle) * y);
                Assert.True(own <= farthest + 1e-9, $"{name}, draw {draw}: {own} beyond {farthest}");
            }
        }
    }

    /// <summary>From any two states within an invariant box, with any input: the box is convex, so finite differences obey the rate of
    /// derivatives.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void TiedRate_IsNeverExceeded(string name)
    {
        var random = new Random(Seed);
        (int found, double tightest) = (0, 0);
        for (int draw = 0; draw < 4; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.4 : 1);
            if (drawn.Ranges() is not { } ranges || StructuredContraction.FindTied(drawn.Step, ranges, 0, () => { }) is not { } contraction)
            {
                continue;
            }

            found++;
            Assert.True(contraction.IsOfDerivatives);
            double[] ones = [.. Enumerable.Repeat(1.0, drawn.StateWidths.Sum())];
            Assert.Null(Forgetting.Time(contraction, m => m, drawn.Cell.OutputWidth, 0.5, ones, () => { }));
            for (int pair = 0; pair < 300; pair++)
            {
                double ratio = StructuredContractionTests.Stretch(drawn, contraction, ranges, random, pair);
                tightest = Math.Max(tightest, ratio / contraction.Rate);
                Assert.True(ratio <= (contraction.Rate * (1 + 1e-9)) + 1e-9, $"{name}, draw {draw}: {contraction.Rate:R}, found {ratio:R}");
            }
        }

        output.WriteLine($"{name}: {found} of 4 have a rate; at most {tightest:F3} of it was found.");
    }

    /// <summary>Ties lower rates; so LSTM and GRU are proved to contract at larger scales.</summary>
    [Theory]
    [InlineData("Lstm", 0.48)]
    [InlineData("Gru", 0.6)]
    [InlineData("GruResetAfter", 0.6)]
    public void Ties_LowerRates(string name, double scale)
    {
        double sum = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            var drawn = new DrawnCell(DrawnCell.All[name], [4, 16], new Random(seed), scale / Math.Sqrt(16));
            SetRanges ranges = drawn.Ranges()!;
            double plain = StructuredContraction.Find(drawn.Step, ranges, 0, () => { })!.Rate;
            double tied = StructuredContraction.FindTied(drawn.Step, ranges, 0, () => { })!.Rate;
            output.WriteLine($"{name} at {scale}, seed {seed}: {plain:F3}, tied {tied:F3}");
            Assert.True(tied < plain);
            sum += tied;
        }

        Assert.InRange(sum / 5, 0, 1);
    }

    /// <summary>Scales of a tied column that are a little too large, or of its rows a little too small, cover the points no
    /// longer.</summary>
    [Fact]
    public void ScalesThatDoNotCoverThePoints_AreNotProved()
    {
        var drawn = new DrawnCell(DrawnCell.All["Lstm"], [1, 2], new Random(Seed), 0.5);
        SetRanges ranges = drawn.Ranges()!;
        var structured = new StructuredStep(drawn.Step, ranges, 0);
        int[] channels = structured.ChannelsBetween(withOutput: false, fromStates: true, fromInputs: false);
        var scales = new TiedScales(structured, channels, new TiedFactors(structured, ranges, 0));
        ScaledMatrix start = StartingScales.Find(
            StructuredContraction.Matrix(structured, channels),
            structured.States,
            channels.Length,
            (0, structured.States)
        )!;
        ScaledMatrix found = ScalingSearch.Find(scales.Start(start, channels), () => { })!;
        Assert.True(scales.Holds(found));
        double margin = LevelProof.Least(scales.Matrix, found)!.Value;
        Assert.InRange(margin, found.Level, found.Level * (1 + 1e-6));
        for (int pair = 0; pair < found.Ties.Count; pair++)
        {
            int column = found.Singles + pair;
            double before = found.S[column];
            found.S[column] *= 1.1;
            Assert.False(scales.Holds(found), $"pair {pair}");
            found.S[column] = before;
            for (int k = 0; k < 4; k += 3)
            {
                double entry = found.Ties.Rows[pair][k];
                found.Ties.Rows[pair][k] = 0.5 * entry;
                Assert.False(scales.Holds(found), $"pair {pair}");
                found.Ties.Rows[pair][k] = entry;
            }
        }

        Assert.True(scales.Holds(found));
    }
}
