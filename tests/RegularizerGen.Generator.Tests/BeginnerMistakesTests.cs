using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>The mistakes of new users, those that do not even compile included, are answered by what to write instead.</summary>
public sealed class BeginnerMistakesTests
{
    private const string Body = "Tanh(W * x + U * h + b)";

    /// <summary>One diagnostic, at the token, whatever the compiler says of it.</summary>
    [Theory]
    [MemberData(nameof(BeginnerMistakes.All), MemberType = typeof(BeginnerMistakes))]
    public void Mistake_IsAnsweredByWhatToWrite(string id, string token, string source, string message)
    {
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Compiler.Usings + Complete(source)));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith(Complete(token), CollisionTests.TextAt(diagnostic), StringComparison.Ordinal);
    }

    /// <summary>Functions of CellMath where its using is missing: each is told, and the rest of the step is read.</summary>
    [Fact]
    public void MissingUsing_IsToldAtEveryFunction()
    {
        Diagnostic[] found = Compiler.Analyze(
            "using RegularizerGen;\n" + Complete("CELL STEP { Signal z = Sigmoid(W * x); return z * h + Tanh(U * h + b) * Unknown(h); } }")
        );
        Assert.Equal(["Sigmoid", "Tanh"], found.Select(CollisionTests.TextAt));
        Assert.All(
            found,
            d =>
                Assert.Contains(
                    "write 'using static RegularizerGen.CellMath;' at the top of the file",
                    d.GetMessage(CultureInfo.InvariantCulture),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void SeveralMistakesInOneExpression_AreAllTold() =>
        Assert.Equal(
            ["System.Math.Tanh", "h * U", "x * W"],
            Compiler
                .Analyze(Compiler.Usings + Complete("CELL STEP => System.Math.Tanh(x * W + h * U + b); }"))
                .Select(CollisionTests.TextAt)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The sizes of such a cell are still those of input and state: nothing but the mistake is red.</summary>
    [Theory]
    [InlineData("x * W + U * h + b")]
    [InlineData("x * W + h * U + b")]
    [InlineData("W * x + U * Tanh2(h) + b")]
    [InlineData("W * 0.5 * x + U * h + b")]
    public void UsesOfTheCell_StillBind(string value)
    {
        string code =
            Compiler.Usings
            + Complete($"CELL STEP => Tanh({value}); }} ")
            + "public static class Program { public static object Run() => new Cell.Parameters<float>(inputs: 2, units: 3); }";
        (Compilation output, _) = Compiler.Generate(Compiler.Create(code));
        int program = code.IndexOf("class Program", StringComparison.Ordinal);
        Assert.DoesNotContain(
            output.GetDiagnostics(TestContext.Current.CancellationToken),
            d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceSpan.Start > program
        );
    }

    /// <summary>Where the compiler says all there is to say, or nobody can know what is meant.</summary>
    [Theory]
    [InlineData("CELL STEP => Sigmoid(W * x + U * h + b, 2); }", "CS1501")]
    [InlineData("CELL STEP => Tanh(W); }", "CS1503")]
    [InlineData("CELL STEP => Tanh(W * x + U * h + bias); }", "CS0103")]
    [InlineData("CELL STEP => Squash(W * x + U * h + b); }", "CS0103")]
    [InlineData("CELL STEP => Max(W * x, U * h + b); private static int Max(int a, int b) => a; }", "CS1503")]
    [InlineData("CELL STEP { h = BODY; } }", "CS0161")]
    [InlineData("CELL STEP => Tanh(W * x + U * h + ); }", "CS1525")]
    [InlineData("CELL STEP => BODY * Signal.Ones; }", "CS0117")]
    [InlineData("CELL STEP { BODY * 2; return BODY; } }", "CS0201")]
    public void RestOfWhatDoesNotCompile_IsTheCompilersToReport(string source, string error)
    {
        string code = Compiler.Usings + Complete(source);
        Assert.Empty(Compiler.Analyze(code));
        Assert.Contains(Compiler.Create(code).GetDiagnostics(TestContext.Current.CancellationToken), d => d.Id == error);
    }

    /// <summary>An input as long as a state is what some mean: a weight of its own acts on it, or a matrix changes the size.</summary>
    [Theory]
    [InlineData("Matrix W, U", "Tanh(W * x + U * h) + x")]
    [InlineData("Matrix W, U", "Sigmoid(W * x) * x + U * h")]
    [InlineData("Matrix W", "Tanh(W * Concat(x, h))")]
    [InlineData("Matrix W, U", "U * Tanh(W * (x + h))")]
    [InlineData("Diagonal w, u", "Tanh(w * x - u * h)")]
    [InlineData("Matrix W, U", "Tanh(W * x + U * h)")]
    [InlineData("Matrix W, U", "Tanh((U * W) * x + U * h)")]
    [InlineData("Diagonal w", "Tanh(x - w * h)", "RG0023")]
    [InlineData("Matrix W", "Tanh(W * x - W * h)", "RG0023")]
    public void SharedSize_IsToldOnlyWhereAMatrixIsMissing(string weights, string value, string? id = null)
    {
        string code =
            $"[RecurrentCell] public partial class Cell {{ private readonly {weights}; "
            + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => {value}; }}";
        Assert.Equal(id is null ? [] : [id], Compiler.Analyze(Compiler.Usings + code).Select(d => d.Id));
    }

    internal static string Complete(string source) => DiagnosticCases.Complete(source).Replace("BODY", Body, StringComparison.Ordinal);
}
