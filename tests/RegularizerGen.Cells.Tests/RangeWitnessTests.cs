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

    /// <summary>Steps with one input x within ±1, weights W and b of one unit, and values of these.</summary>
    private static readonly (string Name, string Step, double W, double B)[] Table =
    [
        ("ProductOfGates", "Sigmoid(W * x + b) * Sigmoid(2 * (W * x) + b)", 1, 0.5),
        ("ProductOfSigned", "Tanh(W * x + b) * (Sigmoid(W * x + b) - 2)", 1, -0.5),
        ("NegativeArgument", "Sin(W * x + b)", 0.01, -0.5),
        ("FallingSum", "2 * b - 3 * Sigmoid(W * x + b)", 1, 0.25),
        ("OpenBlend", "Tanh(W * x) * (x + b) + (1 - Tanh(W * x)) * (b - x)", 1, 0.1),
        ("ClosedBlend", "Sigmoid(W * x) * (x + b) + (1 - Sigmoid(W * x)) * (b - 3 * x)", 4, 0.1),
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
        (_, _, double w, double b) = Table.Single(t => t.Name == name);
        CompiledCell cell = Cells.Value.Single(c => c.Name == name);
        int[] sizes = [.. cell.Runner.SizeNames.Select(_ => 1)];
        var core = (CellCore)cell.Runner.Step(sizes);
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            var options = new CertificateOptions { Horizon = 1, Rules = rules };
            CertifiedRange range = cell.Runner.Certify(sizes, options, [w, b]).Ranges.Single(r => r.Signal == "h");
            for (int k = -20; k <= 20; k++)
            {
                double[][] results = new double[2][];
                core.Run<StepExecutor, double[]>(
                    new StepExecutor(core, [w, b]),
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

    private static string Source((string Name, string Step, double W, double B) witness) =>
        $$"""
            [RecurrentCell]
            public sealed partial class {{witness.Name}}
            {
                private readonly Matrix W;
                private readonly Bias b;

                [Step]
                private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => {{witness.Step}};
            }
            """;
}
