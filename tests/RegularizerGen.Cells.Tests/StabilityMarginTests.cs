using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The penalty on ρ(A) in the limit: exact gradient, zero for contractive cells, and what training with it leads to.</summary>
public sealed class StabilityMarginTests
{
    private const int Seed = 2021;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Gradient_EqualsCentralDifferences(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        foreach (
            StabilityOptions options in new StabilityOptions[]
            {
                new() { Margin = 0.99, Iterations = 40 },
                new()
                {
                    Margin = 0.99,
                    Iterations = 40,
                    Perturbation = Perturbation.Energy,
                    InputBound = 0.7,
                },
                new()
                {
                    Margin = 0.99,
                    Iterations = 40,
                    Rules = BoundRules.Tight,
                },
            }
        )
        {
            double[] weights = TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 0.3);
            double[] gradient = new double[weights.Length];
            StabilityResult result = cell.Runner.Stabilize(sizes, options, weights, gradient, 0.5);
            Assert.True(result.Penalty >= 0);
            PassTests.AssertGradient(
                gradient,
                weights,
                () => cell.Runner.Stabilize(sizes, options, weights, new double[weights.Length], 0.5).Penalty
            );
        }
    }

    [Fact]
    public void SpectralRadius_IsThatOfTheCertificate()
    {
        foreach (CompiledCell cell in new[] { StabilityTests.Lstm, StabilityTests.Gru, TestCells.Find("Zoo.Lem"), TestCells.Find("Elman") })
        {
            int[] sizes = TestCells.Sizes(cell);
            double[] weights = TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 0.2);
            double certified = cell
                .Runner.Certify(sizes, new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base }, weights)
                .Limit!.SpectralRadius;
            StabilityResult result = cell.Runner.Stabilize(
                sizes,
                new StabilityOptions
                {
                    Perturbation = Perturbation.Peak,
                    NormFloor = 0,
                    Iterations = 2000,
                },
                weights,
                new double[weights.Length],
                1
            );
            Assert.True(result.IsSettled, cell.Name);
            Assert.Equal(certified, result.SpectralRadius, 1e-9 * certified);
            Assert.True(result.SpectralRadius <= certified * (1 + 1e-12));
        }
    }

    [Fact]
    public void ContractiveCell_HasNoPenaltyAndNoGradient()
    {
        double[] weights = TestCells.RandomArray(new Random(Seed), StabilityTests.Lstm.Runner.ParameterCount([3, 5]), 0.01);
        double[] gradient = new double[weights.Length];
        StabilityResult result = StabilityTests.Lstm.Runner.Stabilize(
            [3, 5],
            new StabilityOptions { Perturbation = Perturbation.Peak },
            weights,
            gradient,
            10
        );
        Assert.True(result.SpectralRadius < 0.95);
        Assert.Equal(0, result.Penalty);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Descent_EndsInACertifiedContraction()
    {
        double[] weights = TestCells.RandomArray(new Random(Seed), StabilityTests.Gru.Runner.ParameterCount([3, 8]), 1 / Math.Sqrt(8));
        var options = new StabilityOptions { Perturbation = Perturbation.Peak, Margin = 0.05 };
        Assert.False(
            StabilityTests
                .Gru.Runner.Certify([3, 8], new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base }, weights)
                .IsContractive
        );
        for (int step = 0; step < 500; step++)
        {
            double[] gradient = new double[weights.Length];
            StabilityTests.Gru.Runner.Stabilize([3, 8], options, weights, gradient, 1);
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] -= 0.02 * gradient[k];
            }
        }

        Certificate certificate = StabilityTests.Gru.Runner.Certify(
            [3, 8],
            new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base },
            weights
        );
        Assert.True(certificate.IsContractive);
        Assert.True(certificate.Limit!.SpectralRadius < 0.96);
        Assert.True(weights.Max(Math.Abs) > 0.05); // it did not get there by forgetting everything
    }

    [Theory]
    [InlineData(BoundRules.Base, Perturbation.Peak)]
    [InlineData(BoundRules.Structured, Perturbation.Peak)]
    [InlineData(BoundRules.Structured, Perturbation.FiniteEnergy)]
    public void Calls_AllocateNothing(BoundRules rules, Perturbation perturbation)
    {
        var shape = new Lstm.Shape(Inputs: 5, Units: 9);
        var p = new Lstm.Parameters<float>(shape);
        var g = new Lstm.Parameters<float>(shape);
        p.FillUniform(new Random(1), rules == BoundRules.Base ? 0.5 : 0.1);
        var options = new StabilityOptions
        {
            Rules = rules,
            Perturbation = perturbation,
            Margin = perturbation == Perturbation.FiniteEnergy ? 0 : 0.9,
            MaxGain = 1e-3,
        };
        var margin = new Lstm.StabilityMargin<float>(shape, options);
        Assert.True(margin.AddGradient(p.View, g.View, 1).Penalty > 0);
        margin.Evaluate(p.View, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 5; k++)
        {
            margin.AddGradient(p.View, g.View, 1);
            margin.Evaluate(p.View, 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        foreach (
            (StabilityOptions options, string name) in new[]
            {
                (new StabilityOptions { Perturbation = Perturbation.Peak, Margin = 1 }, "StabilityOptions.Margin"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, Margin = double.NaN }, "StabilityOptions.Margin"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, Iterations = 0 }, "StabilityOptions.Iterations"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, InputBound = -1 }, "InputBound"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, MaxGain = 0 }, "StabilityOptions.MaxGain"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, MaxGain = double.PositiveInfinity }, "StabilityOptions.MaxGain"),
                (new StabilityOptions { Perturbation = Perturbation.Peak, Rules = (BoundRules)9 }, "StabilityOptions.Rules is 9"),
                (new StabilityOptions { Perturbation = (Perturbation)9 }, "Perturbation is 9"),
                (new StabilityOptions { Perturbation = Perturbation.FiniteEnergy }, "StabilityOptions.Perturbation is FiniteEnergy"),
            }
        )
        {
            Assert.Contains(
                name,
                Assert.Throws<ArgumentException>(() => new Lstm.StabilityMargin<double>(new Lstm.Shape(2, 3), options)).Message,
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>What is for the stability margin alone is refused elsewhere, by name.</summary>
    [Fact]
    public void StructuredRulesAndFiniteEnergy_AreRefusedByOtherOptions()
    {
        foreach (
            (Action refused, string message) in new (Action, string)[]
            {
                (() => new TikhonovOptions { Rules = BoundRules.Structured }.Validate(), "TikhonovOptions.Rules is Structured"),
                (
                    () => new TikhonovOptions { Perturbation = Perturbation.FiniteEnergy }.Validate(),
                    "TikhonovOptions.Perturbation is FiniteEnergy"
                ),
                (
                    () => new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Structured }.Validate(),
                    "CertificateOptions.Rules is Structured"
                ),
                (() => new CertificateOptions { Perturbation = Perturbation.FiniteEnergy }.Validate(), "Perturbation is FiniteEnergy"),
            }
        )
        {
            Assert.Contains(message, Assert.Throws<ArgumentException>(refused).Message, StringComparison.Ordinal);
        }
    }
}
