using System;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Numbers;
using Xunit;

namespace RegularizerGen.Tests;

/// <summary>constant + factor·σ where σ is 1 but for 1e-348: what is left is what the constants leave.</summary>
public sealed class UnitwiseComplementTests
{
    private static readonly ActivationFacts Facts = new()
    {
        Name = "Sigmoid",
        Lipschitz = 0.25,
        Min = 0,
        Max = 1,
        IsMonotone = true,
        HasBelowMax = true,
    };

    [Fact]
    public void Complement_OfAFactorThatIsNoDouble_HoldsWhatItsRoundingHides()
    {
        // 1 - 0.99999999999999999 σ, whose factor is nearest to 1, is 1e-17.
        Assert.True(Of(0, Constant.Rounded(1)).Upper >= 1e-17);
    }

    [Fact]
    public void Complement_OfAnOffsetThatRoundsAway_HoldsIt()
    {
        // 1 - (σ - 2^-60) is 2^-60; 1 + 2^-60 is 1 in floating point.
        Assert.True(Of(-Math.ScaleB(1, -60), 1).Upper >= Math.ScaleB(1, -60));
    }

    [Fact]
    public void Complement_OfExactNumbers_KeepsItsAccuracy()
    {
        Assert.True(Of(0, 1).Upper < 1e-300);
        Assert.True(Of(0.5, 0.5).Upper < 1e-300);
    }

    private static Enclosure Of(Constant offset, Constant factor)
    {
        var argument = new UnitwiseSignal<Enclosure>([800], [800], [1]);
        var sigmoid = new UnitwiseSignal<Enclosure>([Enclosure.Sigmoid(800)], [Enclosure.Sigmoid(800)], [1])
        {
            Activation = (Facts, argument),
            BelowMax = static (u, value) => Enclosure.SigmoidComplement(value, u),
        };
        Term<UnitwiseSignal<Enclosure>>[] terms = offset == 0 ? [new(factor, sigmoid)] : [new(factor, sigmoid), new(offset)];
        return new UnitwiseSignal<Enclosure>(1) { Sum = new(terms, Array.Empty<WeightSpec>(), 1) }
            .Complement(0)
            .Upper;
    }
}
