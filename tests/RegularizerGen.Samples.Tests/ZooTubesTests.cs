using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Samples.Tests;

/// <summary>The zoo's certificates around a trajectory.</summary>
[Collection("console")]
public sealed class ZooTubesTests
{
    [Theory]
    [InlineData("Elman")]
    [InlineData("GruD")]
    [InlineData("Scrn")]
    public void Movement_IsFoundWithinWhatIsProved_AndGrowsWithTheRadius(string name)
    {
        IReadOnlyList<Tubes.Case> cases = Tubes.Of(Zoo.Cells.Single(c => c.Name == name));
        Assert.Equal(Tubes.Radii.Count, cases.Count);
        Assert.DoesNotContain(cases, c => c.IsExceeded);
        Assert.All(cases, c => Assert.InRange(c.Found, double.Epsilon, c.Certified));
        Assert.InRange(cases[0].Found, 0.8 * cases[0].Certified, cases[0].Certified); // sharp where the radius is small
        Assert.All(cases.Zip(cases.Skip(1)), p => Assert.True(p.First.Found < p.Second.Found && p.First.Certified < p.Second.Certified));
    }

    [Fact]
    public void Attack_BeyondTheRadius_ExceedsTheCertificate()
    {
        const int steps = 5;
        CellDescription cell = Zoo.Cells.Single(c => c.Name == "Gru");
        int[] sizes = [2, 3];
        var random = new Random(1);
        double[] weights = [.. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => random.NextDouble() - 0.5)];
        double[] nominal = [.. Enumerable.Range(0, steps * 2).Select(_ => random.NextDouble() - 0.5)];
        double[] found = new TubeAttack(cell, sizes, weights, nominal, steps, 0.05).Run();
        Assert.False(Tubes.Compare(Certify(0.05), found).IsExceeded);
        Assert.True(Tubes.Compare(Certify(0.03), found).IsExceeded);

        // One unit is enough.
        TubeCertificate certificate = Certify(0.05);
        Assert.All(
            Enumerable.Range(0, found.Length),
            unit =>
                Assert.True(
                    Tubes.Compare(certificate, [.. found.Select((f, k) => k == unit ? 1.001 * certificate.Movement[^1][k] : f)]).IsExceeded
                )
        );

        TubeCertificate Certify(double radius) => cell.CertifyAround(sizes, 1, new TubeOptions { Radius = radius }, weights, nominal)[0];
    }

    /// <summary>Inputs that are known exactly stay as they are.</summary>
    [Fact]
    public void Attack_LeavesUndisturbedInputsAlone()
    {
        CellDescription cell = Zoo.Cells.Single(c => c.Name == "GruD");
        int[] sizes = [.. cell.SizeNames.Select(_ => 2)];
        var random = new Random(2);
        double[] weights = [.. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => random.NextDouble() - 0.5)];
        int width = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);
        double[] nominal = [.. Enumerable.Range(0, 4 * width).Select(_ => random.NextDouble() - 0.5)];
        TubeCertificate certificate = cell.CertifyAround(sizes, 1, new TubeOptions { Radius = 0.01 }, weights, nominal)[0];
        Tubes.Case at = Tubes.Compare(certificate, new TubeAttack(cell, sizes, weights, nominal, 4, 0.01).Run());
        Assert.False(at.IsExceeded);
        Assert.InRange(at.Found, 0.9 * at.Certified, at.Certified);
    }

    [Fact]
    public void Table_EndsWithoutAnError() => Assert.Equal(0, TubesTable.Show([.. Zoo.Cells.Take(1)]));
}
