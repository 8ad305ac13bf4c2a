using System;
using System.Collections.Concurrent;
using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>Certificates of the longest steps that are read: on a small stack, and nothing exceeds them where
/// factors are too many for channels or ties.</summary>
public sealed class LongStepTests
{
    private const int Seed = 20_261_128;
    private const int Steps = 3;
    private const double Rounding = 1e-14; // of the passes in double
    private static readonly int[] Sizes = [2, 3];
    private static readonly ConcurrentDictionary<string, Outcome> Compiled = []; // by source: compilation takes longer than the tests

    /// <summary>The longest steps that are read.</summary>
    public static TheoryData<string, string> Longest =>
        new() { { "chain", LongSteps.Repeated(600, "Tanh(0.999 * {0} + 0.001 * h)") }, { "sum of products", LongSteps.GatedSum(200) } };

    /// <summary>Steps with more factors than there are channels, or parts of ties.</summary>
    public static TheoryData<string, string> ManyFactors =>
        new()
        {
            { "chain that is used nowhere else", LongSteps.Repeated(40, "Tanh(0.99 * {0})") },
            { "sum of products", LongSteps.GatedSum(36) },
            { "product of gates", LongSteps.ProductOfGates(20) },
        };

    [Theory]
    [MemberData(nameof(ManyFactors))]
    public void WholeBox_IsNotExceeded(string kind, string source)
    {
        (CellDescription cell, double[] parameters) = Cell(kind, source);
        var options = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            Budget = TimeSpan.FromSeconds(20),
            Horizon = Steps,
            LongestBlock = 4,
        };
        Certificate certificate = SmallStack.Run(() => cell.Certify(Sizes, options, parameters));
        Assert.NotNull(certificate.Contraction);
        double[] gains = [certificate.Finite.Gain, certificate.Contraction.Finite.Gain];
        Assert.All(gains, gain => Assert.True(double.IsFinite(gain), kind));
        var random = new Random(Seed);
        for (int pair = 0; pair < 200; pair++)
        {
            double reach = pair % 2 == 0 ? 1 : 1e-3;
            double[] first = Inputs(random, 1);
            double[] second = [.. first.Select(x => Math.Clamp(x + (reach * ((2 * random.Next(2)) - 1)), -1, 1))];
            double moved = Difference(Last(cell, parameters, first), Last(cell, parameters, second));
            double by = Difference(first, second);
            Assert.All(gains, gain => Assert.True(moved <= (gain * by * (1 + 1e-9)) + Rounding, $"{kind}: {moved} > {gain} * {by}"));
        }
    }

    [Theory]
    [MemberData(nameof(Longest))]
    [MemberData(nameof(ManyFactors))]
    public void SurroundingsOfASequence_AreNotExceeded(string kind, string source)
    {
        const double Radius = 0.1;
        (CellDescription cell, double[] parameters) = Cell(kind, source);
        var random = new Random(Seed);
        double[] nominal = Inputs(random, 0.8);
        var options = new TubeOptions { Radius = Radius };
        TubeCertificate tube = SmallStack.Run(() => cell.CertifyAround(Sizes, 1, options, parameters, nominal)[0]);
        Assert.Equal(Steps, tube.BoundedSteps);
        double[] centre = Last(cell, parameters, nominal);
        for (int pair = 0; pair < 200; pair++)
        {
            double[] moved = Last(cell, parameters, [.. nominal.Select(x => x + (Radius * ((2 * random.Next(2)) - 1)))]);
            for (int unit = 0; unit < moved.Length; unit++)
            {
                Assert.True(Math.Abs(moved[unit] - centre[unit]) <= tube.Movement[^1][unit] + Rounding, kind);
            }

            Assert.True(Difference(moved, centre) <= (tube.Gains!.Peak * Radius) + Rounding, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Longest))]
    public void Gradient_IsFinite(string kind, string source)
    {
        (CellDescription cell, double[] parameters) = Cell(kind, source);
        double[] gradient = new double[parameters.Length];
        var options = new TikhonovOptions { Horizon = Steps };
        _ = SmallStack.Run(() => cell.Regularize(Sizes, options, parameters, gradient, 1));
        Assert.All(gradient, g => Assert.True(double.IsFinite(g), kind));
        Assert.Contains(gradient, g => g != 0);
    }

    /// <summary>Few enough channels, but too many numbers in their factors.</summary>
    public static TheoryData<string, string> LongFactors => new() { { "product of gates", LongSteps.ProductOfGates(100) } };

    /// <summary>What the structured margin is made of grows with the square of the step: it is refused, and nothing is touched.</summary>
    [Theory]
    [MemberData(nameof(Longest))]
    [MemberData(nameof(LongFactors))]
    public void StructuredMargin_RefusesStepsThatAreTooLong(string kind, string source)
    {
        (CellDescription cell, double[] parameters) = Cell(kind, source);
        double[] gradient = new double[parameters.Length];
        var options = new StabilityOptions { Rules = BoundRules.Structured };
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            SmallStack.Run(() => cell.Stabilize(Sizes, options, parameters, gradient, 1))
        );
        Assert.Equal(nameof(options.Rules), refused.ParamName);
        Assert.Contains("'Cell'", refused.Message, StringComparison.Ordinal);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void StructuredMargin_TakesProductsOfManyGates()
    {
        (CellDescription cell, double[] parameters) = Cell("product of gates", LongSteps.ProductOfGates(20));
        double[] gradient = new double[parameters.Length];
        var options = new StabilityOptions { Rules = BoundRules.Structured };
        Assert.True(double.IsFinite(cell.Stabilize(Sizes, options, parameters, gradient, 1).SpectralRadius));
    }

    private static (CellDescription Cell, double[] Parameters) Cell(string kind, string source)
    {
        Outcome outcome = Compiled.GetOrAdd(source, s => Executed.Run([s])[0]);
        Assert.True(outcome is { Problem: null, Cell: not null }, $"{kind}: {outcome.Problem} {string.Join(", ", outcome.Reported)}");
        var random = new Random(Seed);
        return (
            outcome.Cell,
            [.. Enumerable.Range(0, outcome.Cell.ParameterCount(Sizes)).Select(_ => 0.3 * ((2 * random.NextDouble()) - 1))]
        );
    }

    private static double[] Inputs(Random random, double reach) =>
        [.. Enumerable.Range(0, Steps * Sizes[0]).Select(_ => reach * ((2 * random.NextDouble()) - 1))];

    private static double[] Last(CellDescription cell, double[] parameters, double[] inputs) =>
        cell.Forward(Sizes, Steps, 1, parameters, inputs)[^Sizes[1]..];

    private static double Difference(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
