using RegularizerGen.Domains;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Relaxations;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets.Nodes;

/// <summary>φ(v), element by element.</summary>
internal sealed class ActivationSet<TActivation>(int number, int width, int v) : LocalNode(number, width, v)
    where TActivation : IActivation
{
    public override bool HasExactRange => true;

    public override string? Assumption =>
        TActivation.Facts.IsOpaque
            ? $"{TActivation.Facts.Name} is what its method computes, to within 2^-48 of 1 + |value|; its formula is not known"
            : null;

    public override bool IsGate => TActivation.Facts.Min is { Value: >= 0 };

    public override void Enclose(SetRanges ranges, int step)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            Enclosure argument = ranges[v, step, unit];
            Enclosure range = CurveRelaxation<TActivation>.Range(argument.Lower, argument.Upper);
            ranges.Intersect(Number, step, unit, range.Lower, range.Upper);
        }
    }

    public override Enclosure Slope(SetRanges ranges, int step, int argument, int unit) =>
        CurveRelaxation<TActivation>.Slopes(ranges[v, step, unit]);

    public override SlopeFactor Factor(int argument) =>
        TActivation.Facts is { IsLogistic: true, IsOpaque: false, Min: { IsExact: true } min, Max: { IsExact: true } max }
            ? new(SlopeKind.Logistic, Number, min.Value, max.Value)
            : default;

    protected override void Relax(SetRanges ranges, int step, LinearBounds own)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            Enclosure argument = ranges[v, step, unit];
            CurveRelaxation<TActivation>.Find(argument.Lower, argument.Upper, own, unit);
        }
    }

    public override void WriteEnds(SetRanges ranges, int step, FreeSlopes free, int unit)
    {
        Enclosure slopes = CurveRelaxation<TActivation>.Slopes(ranges[v, step, unit]);
        (free.From.UpperSlopes[0][unit], free.To.UpperSlopes[0][unit]) = (slopes.Lower, slopes.Upper);
        (free.From.LowerSlopes[0][unit], free.To.LowerSlopes[0][unit]) = (slopes.Lower, slopes.Upper);
    }

    protected override void WriteOffsets(SetRanges ranges, int step, LinearBounds own, int unit)
    {
        Enclosure argument = ranges[v, step, unit];
        CurveRelaxation<TActivation>.WriteOffsets(argument.Lower, argument.Upper, own, unit);
    }
}
