using System;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell without weights has figures like any other: h' = h/2 + x has the gain 1 + 1/2 + 1/4 over three steps, and 2 over any
/// number.</summary>
public sealed class WeightlessTests
{
    private static readonly int[] Sizes = [2];

    [Fact]
    public void Certificates_AreExact()
    {
        var options = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            Horizon = 3,
            Budget = TimeSpan.FromSeconds(2),
        };
        Certificate certificate = Weightless.Description.Certify<double>(Sizes, options, []);
        Assert.Equal(1.75, certificate.Finite.Gain, 1e-9);
        Assert.Equal(2, certificate.Limit!.Gains.Gain, 1e-9);
        Assert.True(Weightless.Description.LargestContractiveBound<double>(Sizes, options, []).InputBound > 0);
    }

    [Fact]
    public void CertificateAroundASequence_IsExact()
    {
        var options = new TubeOptions { Radius = 0.25 };
        TubeCertificate certificate = Weightless.Description.CertifyAround<double>(Sizes, 1, options, [], new double[3 * 2])[0];
        Assert.Equal(0.25 * 1.75, certificate.Movement[^1][0], 1e-9);
    }

    [Fact]
    public void Description_HasNoDerivedWeights() => Assert.False(Weightless.Description.HasDerivedWeights);

    [Fact]
    public void Penalties_HaveItsGain()
    {
        var options = new TikhonovOptions { Horizon = 3, Perturbation = Perturbation.Peak };
        Assert.Equal(1.75, Weightless.Description.Regularize<double>(Sizes, options, [], [], 1).Result.Gain, 1e-9);
        Assert.Equal(1.75, Weightless.Description.RegularizeUnitwise<double>(Sizes, options, [], [], 1).Gain, 1e-9);
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Structured })
        {
            StabilityResult stability = Weightless.Description.Stabilize<double>(Sizes, new() { Rules = rules }, [], [], 1);
            Assert.Equal(0.5, stability.SpectralRadius, 0.05);
        }
    }
}
