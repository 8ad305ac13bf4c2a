using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Steps that reach the ends of their ranges, one for each rule of ranges: a rule that leaves something out shows.</summary>
public sealed class RangeWitnessTests
{
    private const double Tolerance = 1e-12;

    private const double Factor = 2; // of a gate: it leaves [0, 1]

    /// <summary>Steps with one input x within ±1, weights W and b of one unit and a scalar A where it is used, and values of W and
    /// b.</summary>
    private static readonly (string Name, string Step, double W, double B)[] Table =
    [
        ("ProductOfGates", "Sigmoid(W * x + b) * Sigmoid(2 * (W * x) + b)", 1, 0.5),
        ("ProductOfSigned", "Tanh(W * x + b) * (Sigmoid(W * x + b) - 2)", 1, -0.5),
        ("NegativeArgument", "Sin(W * x + b)", 0.01, -0.5),
        ("FallingSum", "2 * b - 3 * Sigmoid(W * x + b)", 1, 0.25),
        ("OpenBlend", "A * Sigmoid(W * x) * Tanh(W * x) + (1 - A * Sigmoid(W * x)) * Tanh(b - W * x)", 4, 0.1),
        ("ClosedBlend", "Sigmoid(W * x) * Tanh(W * x) + (1 - Sigmoid(W * x)) * Tanh(b - W * x)", 4, 0.1),
        ("Quotient", "Tanh(W * x + b) / (1.5 - Sigmoid(W * x + b))", 3, 0.2),
    ];

    private static readonly Lazy<IReadOnlyList<CompiledCell>> Cells = new(() =>
        InfiniteInputTests.Compile("RangeWitnesses", [.. Table.Select(Source)])
    );

    public static TheoryData<string> Names => [.. Table.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Range_HoldsWhatTheStepReaches(string name)
    {
        (_, string step, double w, double b) = Table.Single(t => t.Name == name);
        CompiledCell cell = Cells.Value.Single(c => c.Name == name);
        int[] sizes = [.. cell.Runner.SizeNames.Select(_ => 1)];
        double[] weights = UsesFactor(step) ? [w, b, Factor] : [w, b];
        var core = (CellCore)cell.Runner.Step(sizes);
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            var options = new CertificateOptions { Horizon = 1, Rules = rules };
            CertifiedRange range = cell.Runner.Certify(sizes, options, weights).Ranges.Single(r => r.Signal == "h");
            for (int k = -20; k <= 20; k++)
            {
                double[][] results = new double[2][];
                core.Run<StepExecutor, double[]>(
                    new StepExecutor(core, weights),
                    [
                        [k / 20.0],
                        [0],
                    ],
                    results
                );
                Assert.InRange(results[0][0], range.Lower - Tolerance, range.Upper + Tolerance);
            }
        }
    }

    private static bool UsesFactor(string step) => step.Contains("A *", StringComparison.Ordinal);

    private static string Source((string Name, string Step, double W, double B) witness) =>
        $$"""
            [RecurrentCell]
            public sealed partial class {{witness.Name}}
            {
                private readonly Matrix W;
                private readonly Bias b;
                {{(UsesFactor(witness.Step) ? "private readonly Scalar A;" : string.Empty)}}

                [Step]
                private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => {{witness.Step}};
            }
            """;
}
