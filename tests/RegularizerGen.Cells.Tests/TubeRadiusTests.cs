using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>The largest radius: proved where it says so, and not at the next that was tried.</summary>
public sealed class TubeRadiusTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void LargestRadius_IsProved_AndTheNextIsNot(double tolerance)
    {
        (Lstm.Parameters<double> p, double[] inputs) = TubeCertificateTests.Draw(steps: 5);
        TubeRadius found = Lstm.LargestRadius(p.View, inputs, tolerance, new TubeOptions { Radius = 0.1 });
        Assert.True(found.Radius > 0 && found.Refuted > found.Radius && found.Refuted <= 1.011 * found.Radius);
        Assert.True(Largest(found.Certificate) <= tolerance);
        Assert.True(Largest(Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = found.Radius })) <= tolerance);
        Assert.True(Largest(Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = found.Refuted })) > tolerance);

        static double Largest(TubeCertificate certificate) => certificate.Movement.Max(step => step.Max());
    }

    [Fact]
    public void LargestRadius_OfALabel_KeepsIt()
    {
        (Lstm.Parameters<double> p, double[] inputs) = TubeCertificateTests.Draw(steps: 5);
        TubeRadius found = Lstm.LargestRadius(p.View, inputs, null, new TubeOptions());
        Assert.True(found.Radius > 0);
        TubeMargins kept = Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = found.Radius }).Margins!;
        Assert.True(kept.IsCertain);
        Assert.False(Lstm.CertifyAround(p.View, inputs, new TubeOptions { Radius = found.Refuted }).Margins!.IsCertain);
        var random = new Random(3);
        for (int draw = 0; draw < 300; draw++)
        {
            double[] moved = [.. inputs.Select(u => u + (found.Radius * ((2 * random.Next(2)) - 1)))];
            double[] last = Lstm.Description.Forward(
                [TubeCertificateTests.Inputs, TubeCertificateTests.Units],
                5,
                1,
                p.Span.ToArray(),
                moved
            )[^TubeCertificateTests.Units..];
            for (int k = 0; k < TubeCertificateTests.Units; k++)
            {
                Assert.True(last[kept.Label] - last[k] >= kept.Least[k] - 1e-12);
            }
        }
    }

    [Fact]
    public void LargestRadius_OfStatesAlone_IsFound()
    {
        (Lstm.Parameters<double> p, double[] inputs) = TubeCertificateTests.Draw(steps: 3);
        TubeRadius found = Lstm.LargestRadius(p.View, inputs, 0.05, new TubeOptions { Radius = 0, InitialRadius = 0.1 });
        Assert.True(found.Radius > 0 && found.Refuted <= 1.011 * found.Radius);
        Assert.Equal(0, found.Certificate.Radius);
    }

    /// <summary>Nothing that no radius can prove is claimed, and nothing that every radius proves is called refuted.</summary>
    [Fact]
    public void LargestRadius_AtItsEnds_SaysSo()
    {
        (Lstm.Parameters<double> p, double[] inputs) = TubeCertificateTests.Draw(steps: 2);
        TubeRadius never = Lstm.LargestRadius(p.View, inputs, 1e-30, new TubeOptions());
        Assert.Equal(0, never.Radius);
        Assert.InRange(never.Refuted, 0, 1e-10);
        TubeRadius always = Lstm.LargestRadius(p.View, inputs, 3, new TubeOptions());
        Assert.Equal(double.PositiveInfinity, always.Refuted);
        Assert.True(always.Certificate.Movement.All(step => step.All(m => m <= 3)));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1e-30)]
    public void ProgressOfARadius_NeverGoesBack_AndEndsAtOne(double tolerance)
    {
        (Lstm.Parameters<double> p, double[] inputs) = TubeCertificateTests.Draw(steps: 3);
        var progress = new TubeWrongUseTests.Reports();
        Lstm.LargestRadius(p.View, inputs, tolerance, new TubeOptions { Progress = progress });
        TubeCertificateTests.AssertRises(progress);
    }
}
