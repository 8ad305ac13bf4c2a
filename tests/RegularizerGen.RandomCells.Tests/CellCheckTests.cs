using System;
using RegularizerGen.CellChecks;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Checks notice cells that are not what they declare: an activation whose body is no formula is believed.</summary>
public sealed class CellCheckTests
{
    [Theory]
    [InlineData("Lipschitz = 1, Min = -1, Max = 1", "True", "")]
    [InlineData("Lipschitz = 1, Min = -1, Max = 1", "False", "backward")]
    [InlineData("Lipschitz = 0.5, Min = -1, Max = 1", "True", "base")]
    [InlineData("Lipschitz = 1, Min = -0.25, Max = 0.25", "True", "range")]
    public void FalseDeclarations_AreFound(string declared, string slope, string problem)
    {
        string source = $$"""
            [RecurrentCell]
            public sealed partial class Cell
            {
                private readonly Matrix W, U;

                [Step]
                private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Map(Act, W * x + U * h);

                [Activation({{declared}}, Slope = nameof(True), Curvature = nameof(Curvature))]
                private static double Act(double u) { double t = Math.Tanh(u); return t; }
                private static double True(double u) { double t = Math.Tanh(u); return {{(slope == "True" ? "1" : "1.1")}} * (1 - t * t); }
                private static double Curvature(double u) { double t = Math.Tanh(u); return -2 * t * (1 - t * t); }
            }
            """;
        Outcome outcome = CellBatch.Compile([source])[0];
        Assert.True(outcome.Cells.Count == 1, $"{outcome.Problem} {string.Join("; ", outcome.Reported)}");
        double[] weights = [0.3, -0.2, 0.1, 0.25, 0.5, -0.4, 0.2, 0.3];
        var @case = new CellCase(outcome.Cells[0], [2, 2], weights, IsOrdinary: true, Seed: 1);
        string found = new CellCheck(Samples: 6, Climbs: 2) { DoubtsDeclarations = true }.Problem(@case) ?? string.Empty;
        Assert.Equal(problem.Length == 0, found.Length == 0);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void SourcesThatAreNoCells_AreRefused()
    {
        Outcome[] outcomes = CellBatch.Compile([
            "[RecurrentCell] public sealed partial class Cell { }",
            "public class Cell { int x = \"\"; }",
            "public class Cell { }",
        ]);
        Assert.StartsWith("RG0003", Assert.Single(outcomes[0].Reported), StringComparison.Ordinal);
        Assert.Equal([true, false, true], Array.ConvertAll(outcomes, o => o.IsCSharp));
        Assert.All(outcomes, o => Assert.Null(o.Problem));
        Assert.All(outcomes, o => Assert.Empty(o.Cells));
    }
}
