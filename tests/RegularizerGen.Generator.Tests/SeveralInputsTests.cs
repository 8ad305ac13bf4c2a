using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>Steps with several inputs: their sizes, their order, and what is said of each.</summary>
public sealed class SeveralInputsTests
{
    [Theory]
    [InlineData("Tanh(A * u + B * v + C * h)", "int UInputs, int VInputs, int Units")]
    [InlineData("Tanh(A * (u + v) + B * (u * v) + C * h)", "int Inputs, int Units")]
    [InlineData("Tanh(A * u + B * h + C * (v * h))", "int Inputs, int Units")]
    [InlineData("Tanh(A * (B * u + v) + C * h)", "int UInputs, int VInputs, int Units")]
    [InlineData("Tanh(A * Concat(u, h, v) + B * u + C * v)", "int UInputs, int VInputs, int Units")]
    public void Sizes_AreNamedAfterTheInputs_WhereTheseHaveSeveral(string body, string shape) =>
        Assert.Contains(
            $"record struct Shape({shape})",
            Compiler.GenerateText(Cell(body, "Bound = 1", "Bound = 2")),
            StringComparison.Ordinal
        );

    /// <summary>Inputs may stand anywhere among the parameters; rows of passes have them in order.</summary>
    [Fact]
    public void Definition_HasTheInputsInOrder_WithBoundsAndScales()
    {
        string text = Compiler.GenerateText(
            "[RecurrentCell] public partial class Cell { private readonly Matrix A, B, C; "
                + "[Step] private Signal Step([Input(PerturbationScale = 0.5)] Signal @in, "
                + "[State] Signal h, [Input(Bound = 2)] Signal v, [Input(Bound = 3, PerturbationScale = 0)] Signal w) "
                + "=> Tanh(A * w + B * @in + C * h) * v; }"
        );
        Assert.Contains("new(\"in\", 0, double.PositiveInfinity, 0.5),", text, StringComparison.Ordinal);
        Assert.Contains("new(\"v\", 2, 2),", text, StringComparison.Ordinal);
        Assert.Contains("new(\"w\", 3, 3, 0),", text, StringComparison.Ordinal);
        Assert.Contains("inputs [steps, batch, inInputs + units + wInputs]", text, StringComparison.Ordinal);
        Assert.Contains("in each row in, then v, then w", text, StringComparison.Ordinal);
    }

    /// <summary>Each that makes the bound infinite by itself is named at its place; a bounded or harmless one is not.</summary>
    [Theory]
    [InlineData("Tanh(A * u + C * h) * (B * v)", "", "", "v")]
    [InlineData("Tanh(A * u + C * h) * (B * v)", "", "Bound = 1", "")]
    [InlineData("(A * u) * (B * v) + C * h", "", "", "u, v")]
    [InlineData("(A * u) * (B * v) + C * h", "Bound = 1", "", "v")]
    [InlineData("Tanh(A * u + B * v + C * h)", "", "", "")]
    public void MissingBound_IsReportedOfTheInputsThatNeedOne(string body, string u, string v, string named)
    {
        Diagnostic[] found = Compiler.Analyze(Compiler.Usings + Cell(body, u, v));
        Assert.All(found, d => Assert.Equal("RG0014", d.Id));
        Assert.Equal(named, string.Join(", ", found.Select(TokenOf).Order(StringComparer.Ordinal)));
        Assert.All(found, d => Assert.Contains($"unless '{TokenOf(d)}' is bounded", d.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public void UnusedInput_BesideOthers_CanBeRemoved()
    {
        Diagnostic diagnostic = Assert.Single(
            Compiler.Analyze(Compiler.Usings + Cell("Tanh(A * u + B * u + C * h)", "Bound = 1", "Bound = 1"))
        );
        Assert.Equal(("RG0017", "v"), (diagnostic.Id, TokenOf(diagnostic)));
        Assert.Contains("use it or remove it", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    /// <summary>A mistake leaves the signatures as they are without it.</summary>
    [Theory]
    [InlineData("Exp(A * u) + B * v + C * h")]
    [InlineData("Missing(A * u + B * v) + C * h")]
    public void Mistake_LeavesTheSizes(string body) =>
        Assert.Contains(
            "record struct Shape(int UInputs, int VInputs, int Units)",
            Compiler.GenerateText(Cell(body, "Bound = 1", "Bound = 1")),
            StringComparison.Ordinal
        );

    [Fact]
    public void MistakeInOneInput_LeavesTheOthers()
    {
        string code = Cell("Tanh(A * u + B * v + C * h)", "Bound = 1, PerturbationScale = -2", "Bound = -1");
        Assert.Equal(["-1", "-2"], Compiler.Analyze(Compiler.Usings + code).Select(TokenOf).Order(StringComparer.Ordinal));
        Assert.Contains("Shape(int UInputs, int VInputs, int Units)", Compiler.GenerateText(code), StringComparison.Ordinal);
    }

    private static string TokenOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan);

    private static string Cell(string body, string u, string v) =>
        $"[RecurrentCell] public partial class Cell {{ private readonly Matrix A, B, C; "
        + $"[Step] private Signal Step([Input({u})] Signal u, [Input({v})] Signal v, [State] Signal h) => {body}; }}";
}
