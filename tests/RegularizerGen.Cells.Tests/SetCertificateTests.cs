using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Certificates of a whole box by sets: exact where cells are linear, informative where other ways are empty, and within their
/// budget.</summary>
public sealed class SetCertificateTests
{
    private const int Seed = 20_261_128;

    private static readonly CertificateOptions WithSets = new()
    {
        Perturbation = Perturbation.Peak,
        InputBound = 1,
        Budget = TimeSpan.FromMinutes(2),
    };

    /// <summary>h' = u h + w x: w (1 - u^T)/(1 - u) over T steps and w/(1 - u) over any number, under white noise the roots of the
    /// squares.</summary>
    [Theory]
    [InlineData(Perturbation.Peak)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.WhiteNoise)]
    public void LinearCell_HasItsExactGains(Perturbation perturbation)
    {
        const int Horizon = 7;
        foreach (double u in new[] { 0.5, -0.5, 0.95 })
        {
            double[] parts = [.. Enumerable.Range(0, 2000).Select(k => 0.75 * Math.Pow(Math.Abs(u), k))];
            double Sum(int steps) =>
                perturbation == Perturbation.WhiteNoise ? Math.Sqrt(parts.Take(steps).Sum(p => p * p)) : parts.Take(steps).Sum();
            CertificateOptions options = WithSets with { Perturbation = perturbation, Horizon = Horizon };
            Certificate certificate = TestCells.Find("LinearSystem").Runner.Certify([1, 1], options, [0.75, u]);
            CertifiedMethod sets = certificate.Methods.Single(m => m.Name == "sets");
            Assert.InRange(sets.Finite, Sum(Horizon) * (1 - 1e-12), Sum(Horizon) * (1 + 1e-5));
            Assert.InRange(sets.AnySteps, Sum(2000) * (1 - 1e-12), Sum(2000) * (1 + 2e-3));
            Assert.InRange(certificate.Blocks!.DecayRate, Math.Abs(u), Math.Abs(u) * (1 + 1e-5));
            Assert.Null(sets.Remark);
        }
    }

    /// <summary>A rotation that shrinks by 0.9 per step: no step contracts unit by unit, since |U| has norm 1.27, but eight of them
    /// do.</summary>
    [Fact]
    public void Rotation_ContractsByBlocksOnly()
    {
        double c = 0.9 * Math.Cos(Math.PI / 4);
        double[] weights = [1, 0, c, -c, c, c];
        Certificate certificate = TestCells.Find("LinearSystem").Runner.Certify([1, 2], WithSets, weights);
        Assert.False(certificate.Limit is { DecayRate: < 1 });
        Assert.True(certificate.IsContractive);
        Assert.InRange(certificate.DecayRate, 0.9, 0.97);
        Assert.StartsWith("Contractive", certificate.Verdict, StringComparison.Ordinal);
    }

    /// <summary>An LSTM at PyTorch's initialisation: one figure per state proves nothing, blocks prove what is within a small factor of the
    /// truth.</summary>
    [Fact]
    public void UntrainedLstm_IsContractiveByBlocks()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Lstm", inputs: 2, units: 12);
        CertificateOptions options = WithSets with { InputBound = 0.1 };
        Certificate certificate = cell.Runner.Certify(sizes, options, weights);
        Assert.True(certificate.IsContractive && !(certificate.Limit is { DecayRate: < 1 }));
        var random = new Random(Seed);
        double[] x = TestCells.RandomArray(random, 60 * 50 * 2, 0.1);
        double measured = cell.Runner.Sensitivity(sizes, 60, weights, x).Peak.Max;
        Assert.True(certificate.AnyStepsGain <= 4 * measured, $"Proved {certificate.AnyStepsGain}, measured {measured}.");
        Assert.True(certificate.Finite.Gain <= certificate.AnyStepsGain * (1 + 1e-9));
        Assert.Contains("steps at once contract", certificate.ToReport(), StringComparison.Ordinal);
    }

    /// <summary>Two trials: where a proof fails at the least bound, too, none between is tried.</summary>
    [Fact]
    public void LargestContractiveBound_OfACellThatNeverForgets_IsZero()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Gru", inputs: 1, units: 6);
        double[] large = Array.ConvertAll(weights, w => 30 * w);
        ContractiveBound found = cell.Runner.LargestContractiveBound(sizes, WithSets with { InputBound = 0.5 }, large);
        Assert.Equal(new ContractiveBound(0, 0.5e-6, null, null), found);
    }

    [Fact]
    public void LargestContractiveBound_IsOneThatIsProved()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Gru", inputs: 1, units: 6);
        CertificateOptions options = WithSets with { LongestBlock = 16 };
        ContractiveBound found = cell.Runner.LargestContractiveBound(sizes, options, weights);
        Assert.InRange(found.InputBound, 0.01, 100);
        Assert.InRange(found.NotProved, found.InputBound, 1.06 * found.InputBound);
        Assert.InRange(found.DecayRate!.Value, 0, 1);
        Assert.True(cell.Runner.Certify(sizes, options with { InputBound = found.InputBound }, weights).IsContractive);
        foreach (
            (string option, CertificateOptions idle) in new[]
            {
                ("Budget", options with { Budget = TimeSpan.Zero }),
                ("LongestBlock", options with { LongestBlock = 0 }),
            }
        )
        {
            Assert.Contains(
                option,
                Assert.Throws<ArgumentException>(() => cell.Runner.LargestContractiveBound(sizes, idle, weights)).Message,
                StringComparison.Ordinal
            );
        }

        foreach (double bound in new[] { 0, double.PositiveInfinity })
        {
            var refused = Assert.Throws<ArgumentException>(() =>
                cell.Runner.LargestContractiveBound(sizes, options with { InputBound = bound }, weights)
            );
            Assert.Contains("finite and greater than 0", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>w (1 + u + … + u^4) where weights leave the range in which numbers have all their digits, or gains the range of
    /// double.</summary>
    [Theory]
    [InlineData(1e-320, 0.5)]
    [InlineData(1e-160, 1e-160)]
    [InlineData(1e160, 1e-300)]
    [InlineData(1e300, 3)]
    [InlineData(2e160, -1e160)]
    [InlineData(1e-300, 1e70)]
    public void ExtremeWeights_AreNeverBelowTheExactGain(double w, double u)
    {
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (double bound in new[] { 0, 1e-300, 1, 1e300, double.PositiveInfinity })
            {
                CertificateOptions options = WithSets with
                {
                    InputBound = bound,
                    Horizon = 5,
                    LongestBlock = 8,
                    Perturbation = perturbation,
                };
                Certificate certificate = TestCells.Find("LinearSystem").Runner.Certify([1, 1], options, [w, u]);
                double[] parts = [.. Enumerable.Range(0, 5).Select(k => w * Math.Pow(Math.Abs(u), k))];
                double exact = perturbation == Perturbation.WhiteNoise ? parts.Max() : parts.Sum();
                CertifiedMethod sets = certificate.Methods.Single(m => m.Name == "sets");
                CertifiedMethod structured = certificate.Methods.Single(m => m.Name == "structured");
                string where = $"{perturbation}, |x| ≤ {bound}: {sets}, {structured}, exact {exact:R}";
                foreach (CertifiedMethod method in new[] { sets, structured })
                {
                    Assert.True(method.Finite >= exact * (1 - 1e-12) && method.AnySteps >= exact * (1 - 1e-12), where);
                }

                Assert.False(certificate.Contraction is { } one && !(one.Rate >= Math.Abs(u) && one.FiniteEnergyGain >= w), where);
                Assert.DoesNotContain("NaN", certificate.ToReport(), StringComparison.Ordinal);
                Assert.True(certificate.Blocks is not null || double.IsInfinity(sets.AnySteps), where);
                Assert.True(certificate.Blocks is null or { DecayRate: < 1 }, where);
            }
        }
    }

    [Fact]
    public void UnboundedInputs_LeaveWhatOtherWaysGive()
    {
        foreach (string name in new[] { "Lstm", "Gru", "Odd", "Zoo.CoRnn" })
        {
            CompiledCell cell = TestCells.Find(name);
            int[] sizes = TestCells.Sizes(cell);
            double[] weights = TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 0.4);
            CertificateOptions options = WithSets with { InputBound = double.PositiveInfinity };
            Certificate plain = cell.Runner.Certify(sizes, options with { Budget = TimeSpan.Zero }, weights);
            Certificate certificate = cell.Runner.Certify(sizes, options, weights);
            Assert.InRange(certificate.Finite.Gain, 0, plain.Finite.Gain);
            Assert.Null(certificate.Blocks);
        }
    }

    /// <summary>Sets take the values of an activation from its method: what other ways do not rest on is said where sets were
    /// used.</summary>
    [Fact]
    public void Assumptions_OfSets_AreSaid()
    {
        CompiledCell cell = TestCells.Find("DeclaredActivation");
        double[] weights = new double[cell.Runner.ParameterCount([1, 1])];
        bool IsSaid(TimeSpan budget) =>
            cell
                .Runner.Certify([1, 1], WithSets with { Budget = budget }, weights)
                .Assumptions.Any(a => a.Contains("Twist is what its method computes", StringComparison.Ordinal));
        Assert.True(IsSaid(TimeSpan.FromMinutes(1)));
        Assert.False(IsSaid(TimeSpan.Zero));
    }

    [Fact]
    public void Budget_EndsSets_AndLeavesTheRest()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Lstm", inputs: 2, units: 12);
        Certificate plain = cell.Runner.Certify(sizes, WithSets with { Budget = TimeSpan.Zero }, weights);
        Certificate ended = cell.Runner.Certify(sizes, WithSets with { Budget = TimeSpan.FromTicks(1) }, weights);
        Assert.Equal(plain.Finite.Gain, ended.Finite.Gain);
        Assert.Null(ended.Blocks);
        Assert.Contains("budget", ended.Methods.Single(m => m.Name == "sets").Remark, StringComparison.Ordinal);
        Assert.DoesNotContain(plain.Methods, m => m.Name == "sets");
        Assert.Contains("Budget", plain.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgressGrowsToOne_AndCancellationEnds()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Elman", inputs: 2, units: 4);
        var seen = new List<double>();
        CertificateOptions options = WithSets with { Progress = new Immediate(seen.Add) };
        cell.Runner.Certify(sizes, options, weights);
        Assert.True(seen.Count > 3);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
        options = options with { Cancellation = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => cell.Runner.Certify(sizes, options, weights));
        Assert.Throws<OperationCanceledException>(() => cell.Runner.LargestContractiveBound(sizes, options, weights));
    }

    [Fact]
    public void GainsThatAreNotWanted_AreLeftOut()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Elman", inputs: 2, units: 4);
        double[] inputs = new double[5 * 2];
        TubeCertificate all = cell.Runner.CertifyAround(sizes, 1, new TubeOptions(), weights, inputs)[0];
        TubeCertificate some = cell.Runner.CertifyAround(sizes, 1, new TubeOptions { WithGains = false }, weights, inputs)[0];
        Assert.NotNull(all.Gains);
        Assert.Null(some.Gains);
        Assert.Equal(all.Movement[^1], some.Movement[^1]);
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Initialised("Elman", inputs: 2, units: 4);
        foreach (
            (string name, CertificateOptions options) in new[]
            {
                ("Budget", WithSets with { Budget = TimeSpan.FromSeconds(-1) }),
                ("LongestBlock", WithSets with { LongestBlock = -1 }),
            }
        )
        {
            var refused = Assert.Throws<ArgumentException>(() => cell.Runner.Certify(sizes, options, weights));
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    private static (CompiledCell Cell, int[] Sizes, double[] Weights) Initialised(string name, int inputs, int units)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = [.. cell.Runner.SizeNames.Select(size => size == "inputs" ? inputs : units)];
        return (cell, sizes, TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 1 / Math.Sqrt(units)));
    }

    private sealed class Immediate(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
