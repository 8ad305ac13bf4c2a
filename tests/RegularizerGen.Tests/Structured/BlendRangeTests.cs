using System;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Tests.Structured;

/// <summary>Ranges of blends: what both ends of the gate make of the parts, so that boxes shrink towards where the step leads.</summary>
public sealed class BlendRangeTests
{
    private const int Seed = 20_261_128;

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Blends_AreNeverBeyondTheirRanges(string name)
    {
        var random = new Random(Seed);
        CellDescription description = DrawnCell.All[name];
        foreach (double scale in new[] { 0.4, 3 })
        {
            var drawn = new DrawnCell(description, [.. description.SizeNames.Select(_ => 2)], random, scale);
            BlendSet[] blends = [.. drawn.Step.Nodes.OfType<BlendSet>()];
            SetRanges ranges = drawn.Around(1, 3);
            for (int draw = 0; draw < (blends.Length == 0 ? 0 : 200); draw++)
            {
                int[] states = [.. Enumerable.Range(0, drawn.StateWidths.Length).Select(drawn.Step.State)];
                double[] inputs = [.. Enumerable.Range(0, drawn.Cell.InputWidth).Select(_ => (2.0 * random.Next(2)) - 1)];
                double[][] signals = drawn.Run(inputs, drawn.Draw(random, ranges, 0, states, draw % 2 == 0))[0].Signals;
                foreach (BlendSet blend in blends)
                {
                    for (int unit = 0; unit < drawn.Step.Widths[blend.Number]; unit++)
                    {
                        Enclosure range = ranges[blend.Number, 0, unit];
                        double slack = 1e-12 * (1 + Math.Abs(signals[blend.Number][unit])); // of the executed step
                        Assert.InRange(signals[blend.Number][unit], range.Lower - slack, range.Upper + slack);
                    }
                }
            }
        }
    }

    /// <summary>h' = z h + (1 - z) n with |n| ≤ 1, h in ±3: the largest value has h = 3, z at its upper end and n at its upper
    /// end.</summary>
    [Fact]
    public void BlendWithAWiderState_Shrinks()
    {
        var drawn = new DrawnCell(DrawnCell.All["Gru"], [2, 3], new Random(Seed), 0.4);
        SetRanges ranges = drawn.Around(1, 3);
        BlendSet blend = drawn.Step.Nodes.OfType<BlendSet>().Single();
        for (int unit = 0; unit < 3; unit++)
        {
            Enclosure[] parts = [.. blend.Arguments.Select(a => ranges[a, 0, unit])];
            (Enclosure z, Enclosure d, Enclosure b) = (parts[0], parts[1], parts[2]);
            double least = Math.Min(z.Upper, 1 - z.Lower); // of either end, what is left of the wider part
            Assert.InRange(ranges[blend.Number, 0, unit].Upper, 1, 3 - (0.5 * Math.Min(least, 1 - least)));
            Assert.True(d.Upper - d.Lower > 6 && b.Upper - b.Lower >= 1, "The test is of no use.");
        }
    }
}
