using System;
using System.Collections.Generic;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets.Nodes;

/// <summary>The blend b + z∘d, where d = a - b is a signal of its own: one product, whose second factor has a range of its own.</summary>
internal sealed class BlendSet(int number, int width, int z, int a, int b, int d, bool isGate) : LocalNode(number, width, z, d, b)
{
    public override IEnumerable<int> Ranged => [z, d];

    public override void Enclose(SetRanges ranges, int step)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            Enclosure gate = ranges[z, step, unit];
            (Enclosure first, Enclosure second) = (ranges[a, step, unit], ranges[b, step, unit]);
            Enclosure sum = second + (gate * ranges[d, step, unit]);
            ranges.Intersect(Number, step, unit, sum.Lower, sum.Upper);
            if (isGate || (gate.Lower >= 0 && gate.Upper <= 1))
            {
                // Linear in the gate, so it lies between what both ends of the gate make of it; the hull is that without rounding.
                (Enclosure low, Enclosure high) = (Math.Max(0, gate.Lower), Math.Min(1, gate.Upper));
                Enclosure atLow = (low * first) + ((1 - low) * second);
                Enclosure atHigh = (high * first) + ((1 - high) * second);
                ranges.Intersect(Number, step, unit, Math.Min(atLow.Lower, atHigh.Lower), Math.Max(atLow.Upper, atHigh.Upper));
                ranges.Intersect(Number, step, unit, Math.Min(first.Lower, second.Lower), Math.Max(first.Upper, second.Upper));
            }
        }
    }

    public override Enclosure Slope(SetRanges ranges, int step, int argument, int unit) =>
        argument switch
        {
            0 => ranges[d, step, unit],
            1 => ranges[z, step, unit],
            _ => 1,
        };

    public override SlopeFactor Factor(int argument) => argument == 2 ? new(SlopeKind.One) : new(SlopeKind.Value, argument == 0 ? d : z);

    protected override void Relax(SetRanges ranges, int step, LinearBounds own)
    {
        own.UpperSlopes[2].AsSpan().Fill(1);
        own.LowerSlopes[2].AsSpan().Fill(1);
        for (int unit = 0; unit < Width; unit++)
        {
            Relaxations.ProductPlanes.Find(ranges[z, step, unit], ranges[d, step, unit], 0.5, own, 0, 1, unit);
        }
    }

    public override void WriteEnds(SetRanges ranges, int step, FreeSlopes free, int unit)
    {
        Relaxations.ProductPlanes.Ends(ranges[z, step, unit], ranges[d, step, unit], free, 0, 1, unit);
        (free.From.UpperSlopes[2][unit], free.To.UpperSlopes[2][unit]) = (1, 1);
        (free.From.LowerSlopes[2][unit], free.To.LowerSlopes[2][unit]) = (1, 1);
    }

    protected override void WriteOffsets(SetRanges ranges, int step, LinearBounds own, int unit) =>
        Relaxations.ProductPlanes.Offsets(ranges[z, step, unit], ranges[d, step, unit], own, 0, 1, unit);
}
