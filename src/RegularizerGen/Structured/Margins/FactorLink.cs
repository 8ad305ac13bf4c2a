using RegularizerGen.Domains.Tapes;

namespace RegularizerGen.Structured.Margins;

/// <summary>One slope or value on the way between the differences of two signals.</summary>
internal abstract record FactorLink
{
    /// <summary>Whether no range leaves it open.</summary>
    public virtual bool IsFixed => false;

    /// <summary>Its range.</summary>
    public abstract (Taped Lower, Taped Upper) Range(StepRanges<Taped> ranges, int unit);

    /// <summary>The value of a signal.</summary>
    public sealed record Value(int Signal) : FactorLink
    {
        public override (Taped Lower, Taped Upper) Range(StepRanges<Taped> ranges, int unit) =>
            (ranges[Signal].Lower[unit], ranges[Signal].Upper[unit]);
    }

    /// <summary>The difference of two signals.</summary>
    public sealed record Difference(int First, int Second) : FactorLink
    {
        public override (Taped Lower, Taped Upper) Range(StepRanges<Taped> ranges, int unit) =>
            (ranges[First].Lower[unit] - ranges[Second].Upper[unit], ranges[First].Upper[unit] - ranges[Second].Lower[unit]);
    }

    /// <summary>The slope of an activation.</summary>
    public sealed record Slope(int Activation, int Argument) : FactorLink
    {
        public override (Taped Lower, Taped Upper) Range(StepRanges<Taped> ranges, int unit) =>
            ranges[Activation].Slopes!(ranges[Argument].Lower[unit], ranges[Argument].Upper[unit]);
    }

    /// <summary>coefficient · w, or the coefficient alone.</summary>
    public sealed record Scale(double Coefficient, Taped[]? Entries) : FactorLink
    {
        public override bool IsFixed => true;

        public override (Taped Lower, Taped Upper) Range(StepRanges<Taped> ranges, int unit)
        {
            Taped value = Entries is null ? Coefficient : Coefficient * Entries[Entries.Length == 1 ? 0 : unit];
            return (value, value);
        }
    }
}
