using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Inputs without a bound: what is undefined on the way (∞ - ∞, ∞/∞, 0·∞ with a zero that underflowed) must never make a bound
/// smaller.</summary>
public sealed class InfiniteInputTests
{
    private const int Seed = 20261124;
    private const string UnitByUnit = "unit by unit";
    private static readonly Lazy<IReadOnlyList<CompiledCell>> Activations = new(() =>
        Compile(
            "Activations",
            [
                .. typeof(CellMath)
                    .GetMethods(BindingFlags.Public | BindingFlags.Static)
                    .Where(IsActivation)
                    .Select(m => ActivationCell(m.Name)),
            ]
        )
    );

    public static IReadOnlyList<CompiledCell> Hard { get; } =
        CellCompiler.Compile(Path.Combine(TestCells.GoldenFolder, "HardCells.cs"), TextWriter.Null)!;

    public static TheoryData<string> HardNames => [.. Hard.Select(c => c.Name)];

    public static TheoryData<string> ActivationNames =>
        [.. typeof(CellMath).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(IsActivation).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void EveryCell_GainIsNeverBelowJacobiansFound(string name) => Search(TestCells.Find(name), draws: 3);

    [Theory]
    [MemberData(nameof(HardNames))]
    public void HardCells_GainIsNeverBelowJacobiansFound(string name) => Search(Hard.Single(c => c.Name == name), draws: 20);

    [Theory]
    [MemberData(nameof(ActivationNames))]
    public void EveryActivation_GainIsNeverBelowJacobiansFound(string name) =>
        Search(Activations.Value.Single(c => c.Name == "Of" + name), draws: 10);

    /// <summary>Beside 0 an activation attains what its Lipschitz constant allows: a range that is a little too small shows.</summary>
    [Theory]
    [MemberData(nameof(ActivationNames))]
    public void EveryActivation_RangeOfASmallArgument_HoldsItsValues(string name)
    {
        const double Bound = 0.01;
        CompiledCell cell = Activations.Value.Single(c => c.Name == "Of" + name);
        int[] sizes = [.. cell.Runner.SizeNames.Select(_ => 1)];
        double[] weights = [1, .. new double[cell.Runner.ParameterCount(sizes) - 1]];
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            var options = new CertificateOptions
            {
                InputBound = Bound,
                Horizon = 1,
                Rules = rules,
            };
            CertifiedRange range = cell.Runner.Certify(sizes, options, weights).Ranges.Single(r => r.Signal == "s");
            var core = (Definitions.CellCore)cell.Runner.Step(sizes);
            foreach (double x in new[] { -Bound, Bound })
            {
                double[][] results = new double[3][];
                core.Run<StepExecutor, double[]>(
                    new StepExecutor(core, weights),
                    [
                        [x],
                        [0],
                        [0],
                    ],
                    results
                );
                Assert.InRange(results[1][0], range.Lower, range.Upper);
            }
        }
    }

    [Fact]
    public void SoftsignTimesHardTanh_CountsBothSlopes() =>
        Assert.All(
            Figures(Hard.Single(c => c.Name == "SoftsignTimesHardTanh"), [1, 1], Perturbation.Peak, 1, [1, 1]),
            g => Assert.True(g.Gain >= 1.31, g.Name)
        );

    [Fact]
    public void UnboundedProductInTanh_IsInfinite() =>
        Assert.All(
            Figures(Hard.Single(c => c.Name == "GatedInput"), [2], Perturbation.Peak, 2, [.5, 0, 0, .5, .3, .2, -.4, .1]),
            g => Assert.True(g.Gain > 9763, g.Name)
        );

    [Fact]
    public void Lstm_UnitByUnit_IsNotZero() =>
        Assert.All(
            Figures(TestCells.Find("Lstm"), [1, 1], Perturbation.Peak, 1, [.5, 0, 3, .5, .2, .2, .2, .2, 0, 0, 0, 0]),
            g => Assert.True(g.Gain > 0.1, g.Name)
        );

    [Fact]
    public void ShutGate_OfAnUnboundedSignal_IsInfiniteWhereTheSlopeUnderflows() =>
        Assert.All(
            Figures(Hard.Single(c => c.Name == "ShutGate"), [1, 1], Perturbation.Peak, 1, [1, 1, -2000]),
            g => Assert.Equal(double.PositiveInfinity, g.Gain)
        );

    [Fact]
    public void Softsign_KeepsItsRangeWithoutABound()
    {
        // One step: 0.5·tanh'(0)·… at most L·|range|: finite for every rule set, since the declared range cuts what is undefined.
        Assert.All(
            Figures(Hard.Single(c => c.Name == "SoftsignTimesHardTanh"), [1, 1], Perturbation.WhiteNoise, 3, [1, 1]),
            g => Assert.InRange(g.Gain, 1.31, 2.5)
        );
        Assert.All(
            Figures(Hard.Single(c => c.Name == "Limits"), [1, 1], Perturbation.WhiteNoise, 1, [1, 1, 1]),
            g => Assert.InRange(g.Gain, 1, 7)
        );
    }

    /// <summary>The gain by all rule sets: base, tight, unit by unit, and certificates.</summary>
    public static IEnumerable<(string Name, double Gain)> Figures(
        CompiledCell cell,
        int[] sizes,
        Perturbation perturbation,
        int horizon,
        double[] weights,
        double bound = double.PositiveInfinity
    )
    {
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            var options = new TikhonovOptions
            {
                Horizon = horizon,
                InputBound = bound,
                NormFloor = 0,
                Perturbation = perturbation,
                Rules = rules,
            };
            yield return ($"{rules}", cell.Runner.Regularize(sizes, options, weights, new double[weights.Length], 1).Result.Gain);
            if (perturbation == Perturbation.Peak && rules == BoundRules.Tight)
            {
                yield return (UnitByUnit, cell.Runner.RegularizeUnitwise(sizes, options, weights, new double[weights.Length], 1).Gain);
            }

            Certificate certificate = cell.Runner.Certify(
                sizes,
                new CertificateOptions
                {
                    Horizon = horizon,
                    InputBound = bound,
                    Perturbation = perturbation,
                    Rules = rules,
                },
                weights
            );
            yield return ($"certificate, {rules}", certificate.Finite.Gain);
            yield return ($"limit, {rules}", certificate.Limit?.Gains.Gain ?? double.PositiveInfinity);
        }
    }

    private static void Search(CompiledCell cell, int draws)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < draws; draw++)
        {
            int[] sizes = [.. Enumerable.Range(0, cell.Runner.SizeNames.Count).Select(_ => random.Next(1, 4))];
            int width = cell.InputWidth(sizes);
            int outputs = cell.OutputWidth(sizes);
            int horizon = random.Next(1, 4);
            double[] weights = TestCells.RandomArray(
                random,
                cell.Runner.ParameterCount(sizes),
                Math.Pow(10, (3 * random.NextDouble()) - 1.5)
            );
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] = random.Next(6) == 0 ? 0 : weights[k];
            }

            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                (string Name, double Gain)[] figures = [.. Figures(cell, sizes, perturbation, horizon, weights)];
                var options = new TikhonovOptions { Horizon = horizon, Perturbation = perturbation };
                for (int sample = 0; sample < 25; sample++)
                {
                    double[] inputs =
                    [
                        .. TestCells.RandomArray(random, horizon * width, 1).Select(x => x * Math.Pow(10, (5 * random.NextDouble()) - 2)),
                    ];
                    double[] jacobian = Sampling.Jacobian(cell.Runner, sizes, weights, inputs, horizon, width, outputs);
                    double sum = Sampling.Norm(jacobian, options, width, outputs);
                    double together = LargestRow(jacobian, horizon, outputs, width);
                    Assert.All(
                        figures,
                        f =>
                        {
                            double found = f.Name == UnitByUnit ? together : sum;
                            Assert.True(
                                !(found > f.Gain * (1 + 1e-9)),
                                $"{cell.Name}, {perturbation}, seed {Seed}, draw {draw}: {f.Name} {f.Gain:R} is exceeded by {found:R}."
                            );
                        }
                    );
                }
            }
        }
    }

    /// <summary>What the penalty unit by unit bounds: how far an output moves where all inputs of all steps move together.</summary>
    private static double LargestRow(double[] jacobian, int horizon, int outputs, int width) =>
        Enumerable
            .Range(0, outputs)
            .Max(row => Enumerable.Range(0, horizon).Sum(t => jacobian.Skip(((t * outputs) + row) * width).Take(width).Sum(Math.Abs)));

    private static bool IsActivation(MethodInfo method) =>
        method.Name != "Exp"
        && method.ReturnType == typeof(Signal)
        && method.GetParameters() is [{ ParameterType: var first }, ..]
        && first == typeof(Signal);

    /// <summary>The activation under a product, and as a state of its own.</summary>
    private static string ActivationCell(string name) =>
        $$"""
            [RecurrentCell]
            public sealed partial class Of{{name}}
            {
                private readonly Matrix W, U, V;
                private readonly Bias b;

                [Step]
                private (Signal h, Signal s) Step([Input] Signal x, [State] Signal h, [State] Signal s)
                {
                    Signal a = {{name}}(W * x + U * s + b);
                    return (0.5 * Tanh(a * HardTanh(V * x)) + 0.1 * h, a);
                }
            }
            """;

    internal static IReadOnlyList<CompiledCell> Compile(string name, string[] cells)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{name}-{Path.GetRandomFileName()}.cs");
        File.WriteAllText(path, "using RegularizerGen;\nusing static RegularizerGen.CellMath;\n\n" + string.Join("\n", cells));
        try
        {
            var errors = new StringWriter();
            return CellCompiler.Compile(path, errors) ?? throw new InvalidOperationException(errors.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
