using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The peak penalty by the bound unit by unit: value from the certificate, gradient from differences, no allocation.</summary>
public sealed class UnitwiseRegularizerTests
{
    private const int Seed = 3;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Gain_IsThatOfTheCertificate_AndItsGradientEqualsCentralDifferences(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        var options = new TikhonovOptions
        {
            Horizon = 4,
            Perturbation = Perturbation.Peak,
            Saturation = 3,
        };
        double[] weights = TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 0.4);
        double[] gradient = new double[weights.Length];
        TikhonovResult result = cell.Runner.RegularizeUnitwise(sizes, options, weights, gradient, 0.5);
        Certificate certificate = cell.Runner.Certify(
            sizes,
            new CertificateOptions { Perturbation = Perturbation.Peak, Horizon = 4 },
            weights
        );
        Assert.Equal(certificate.Finite.Outputs.Max(), result.Gain, 1e-9 * result.Gain);
        Assert.True(
            result.Gain
                <= cell.Runner.Regularize(
                    sizes,
                    options with
                    {
                        Rules = BoundRules.Tight,
                        NormFloor = 0,
                    },
                    weights,
                    new double[weights.Length],
                    0.5
                ).Result.Gain * (1 + 1e-9)
        );
        PassTests.AssertGradient(
            gradient,
            weights,
            () => cell.Runner.RegularizeUnitwise(sizes, options, weights, new double[weights.Length], 0.5).Penalty
        );
    }

    [Fact]
    public void ReadOut_HasItsExactGradient()
    {
        var shape = new Lstm.Shape(Inputs: 2, Units: 3);
        var random = new Random(Seed);
        double[] all = TestCells.RandomArray(random, shape.ParameterCount + 6, 0.5);
        double[] gradient = new double[all.Length];
        var regularizer = new Lstm.UnitwiseRegularizer<double>(
            shape,
            new TikhonovOptions
            {
                Horizon = 5,
                Perturbation = Perturbation.Peak,
                ReadOutRows = 2,
            }
        );
        regularizer.AddGradient(
            Lstm.ViewOf(shape, all.AsSpan(0, shape.ParameterCount)),
            Lstm.ViewOf(shape, gradient.AsSpan(0, shape.ParameterCount)),
            0.3,
            C(all),
            C(gradient)
        );
        PassTests.AssertGradient(
            gradient,
            all,
            () => regularizer.Evaluate(Lstm.ViewOf(shape, all.AsSpan(0, shape.ParameterCount)), 0.3, C(all)).Penalty
        );

        MatrixSpan<double> C(double[] values) => new(values.AsSpan(shape.ParameterCount, 6), 2, 3);
    }

    [Fact]
    public void Calls_AllocateNothing_AndBadInputIsNamed()
    {
        var shape = new Lstm.Shape(Inputs: 5, Units: 9);
        var p = new Lstm.Parameters<float>(shape);
        var g = new Lstm.Parameters<float>(shape);
        p.FillUniform(new Random(1), 0.3);
        var options = new TikhonovOptions { Perturbation = Perturbation.Peak };
        var regularizer = new Lstm.UnitwiseRegularizer<float>(shape, options);
        regularizer.AddGradient(p.View, g.View, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 5; k++)
        {
            regularizer.AddGradient(p.View, g.View, 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains(
            "Perturbation is Energy",
            Assert
                .Throws<ArgumentException>(() =>
                    new Lstm.UnitwiseRegularizer<float>(shape, options with { Perturbation = Perturbation.Energy })
                )
                .Message,
            StringComparison.Ordinal
        );
        p.View.Ug[3, 4] = float.NaN;
        g.Span.Fill(7);
        Assert.Contains(
            "'Ug' is NaN at [3, 4]",
            Assert.Throws<ArgumentException>(() => regularizer.AddGradient(p.View, g.View, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.All(g.Span.ToArray(), v => Assert.Equal(7, v));
    }
}
