using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>What cannot be read is reported once, at the exact token, with the user's own symbol and the alternative.</summary>
public sealed class DiagnosticsTests
{
    [Theory]
    [MemberData(nameof(DiagnosticCases.All), MemberType = typeof(DiagnosticCases))]
    public void Mistake_IsReportedAtItsTokenWithTheAlternative(string id, string token, string source, string message)
    {
        string code = Compiler.Usings + DiagnosticCases.Complete(source);
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(code));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.StartsWith(
            token,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan),
            StringComparison.Ordinal
        );
        Assert.All(
            Compiler.Generate(Compiler.Create(code)).Result.GeneratedTrees,
            t => Assert.Contains($"has mistakes ({id})", t.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Signal n = Tanh(W * x + U * h + b); return n * (W * x);", true)]
    [InlineData("return (W * x) * h;", true)]
    [InlineData("return Relu(W * x) * Sigmoid(U * h);", true)]
    [InlineData("return Tanh(W * x + U * h + b);", false)]
    [InlineData("return Relu(W * x + U * h + b);", false)]
    [InlineData("return Sigmoid(W * x) * h;", false)]
    [InlineData("return Softplus(-Relu(W * x)) * h;", false)]
    [InlineData("return Softplus(Relu(W * x)) * h;", true)]
    [InlineData("Signal z = Sigmoid(W * x); return z * (W * x) + (1 - z) * h;", true)]
    public void MissingInputBound_IsAWarningWhereItMakesTheBoundInfinite(string body, bool expected)
    {
        string fields =
            string.Concat(
                new[] { "W", "U" }
                    .Where(w => body.Contains(w + " *", StringComparison.Ordinal))
                    .Select(w => $"private readonly Matrix {w}; ")
            ) + (body.Contains("+ b", StringComparison.Ordinal) ? "private readonly Bias b; " : "");
        string Code(string input) =>
            Compiler.Usings
            + $"[RecurrentCell] public partial class Cell {{ {fields} "
            + $"[Step] private Signal Step([{input}] Signal x, [State(InitialMin = -1, InitialMax = 1)] "
            + $"Signal h) {{ {body} }} }}";
        Diagnostic[] found = Compiler.Analyze(Code("Input"));
        Assert.Equal(expected ? ["RG0014"] : [], found.Select(d => d.Id));
        Assert.Empty(Compiler.Analyze(Code("Input(Bound = 2)")));
    }

    [Theory]
    [InlineData("x", "Tanh(U * h)", "U", "h")]
    [InlineData("x", "Tanh(U * h + 0 * (W * x)) + W * (x - x)", "W, U", "h")]
    [InlineData("c", "Tanh(W * x + U * h)", "W, U", "h")]
    public void UnusedInputOrState_IsReported(string unused, string body, string weights, string returned)
    {
        string code =
            Compiler.Usings
            + $"[RecurrentCell] public partial class Cell {{ private readonly Matrix {weights}; "
            + $"[Step] private (Signal {returned}, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) "
            + $"=> ({body}, {(unused == "c" ? "h" : "0.5 * c + h")}); }}";
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(code));
        Assert.Equal(
            unused == "x" ? ("RG0017", DiagnosticSeverity.Error) : ("RG0018", DiagnosticSeverity.Info),
            (diagnostic.Id, diagnostic.Severity)
        );
        Assert.Contains($"'{unused}' has no effect", diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(
            unused,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan)
        );
        Compiler.AssertCompiles(Compiler.Create(code), files: 1);
    }

    /// <summary>Not mistakes: a delay line, previous states that change places, one value for two states.</summary>
    [Theory]
    [InlineData("(Tanh(W * x + U * h + b) * c, h)")]
    [InlineData("(c + Tanh(W * x + b), U * h)")]
    [InlineData("(cNext, cNext)", "Signal cNext = Tanh(W * x + U * h + b) * c;")]
    public void OrderOfStates_IsRefusedOnlyWhereNamesContradictIt(string returned, string statement = "")
    {
        string code =
            Compiler.Usings
            + $"[RecurrentCell] public partial class Cell {{ {DiagnosticCases.Fields} "
            + "[Step] private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, "
            + $"[State] Signal c) {{ {statement} return {returned}; }} }}";
        Assert.Empty(Compiler.Analyze(code));
    }

    [Fact]
    public void EveryDiagnostic_HasACase()
    {
        string[] covered =
        [
            .. DiagnosticCases.All.Select(c => c.Data.Item1).Distinct(),
            "RG0011",
            "RG0014",
            "RG0016",
            "RG0017",
            "RG0018",
            "RG0020",
            "RG0021",
            "RG0022",
            "RG0023",
            "RG0024",
        ];
        Assert.Equal(new CellAnalyzer().SupportedDiagnostics.Select(d => d.Id).Order(), covered.Order());
    }

    [Fact]
    public void OldLanguageVersion_IsReported()
    {
        string code =
            Compiler.Usings
            + $"[RecurrentCell] public partial class Cell {{ {DiagnosticCases.Fields} {DiagnosticCases.Signature} "
            + $"=> Tanh(W * x + U * h + b); }}";
        var compilation = Compiler.Create(
            new Microsoft.CodeAnalysis.CSharp.CSharpParseOptions(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11),
            NullableContextOptions.Enable,
            code
        );
        Assert.Empty(Compiler.Generate(compilation).Result.GeneratedTrees);
    }

    [Fact]
    public void Pragma_SuppressesADiagnostic()
    {
        string code =
            Compiler.Usings + $"#pragma warning disable RG0003\n[RecurrentCell] public partial class Cell {{ {DiagnosticCases.Fields} }}";
        Assert.All(Compiler.Analyze(code), d => Assert.True(d.IsSuppressed));
    }

    public static TheoryData<string> Cells =>
        [
            .. new[] { "Golden", "Zoo" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, f), "*.cs"))
                .Select(f => Path.GetRelativePath(AppContext.BaseDirectory, f)),
        ];

    /// <summary>Published cells and those of other tests: the checks accuse none of them, and prove what they declare; the hard ones
    /// and the witnesses, which are no models, may be told something.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void KnownCells_HaveNoDiagnosticButThatOfMissingBounds(string file) =>
        Assert.DoesNotContain(
            Compiler.Analyze("global using RegularizerGen;\n" + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))),
            d => d.Id != "RG0014" && !(d.Severity == DiagnosticSeverity.Info && IsNoModel(file))
        );

    private static bool IsNoModel(string file) =>
        file.Contains("HardCells", StringComparison.Ordinal) || file.Contains("Witnesses", StringComparison.Ordinal);

    [Fact]
    public void GeneratedCode_IsAnalysedToo() =>
        Assert.Equal(
            ["RG0003"],
            Compiler
                .Analyze($"// <auto-generated/>\n{Compiler.Usings}[RecurrentCell] public partial class Cell {{ {DiagnosticCases.Fields} }}")
                .Select(d => d.Id)
        );

    [Fact]
    public void CorrectCell_HasNoDiagnostic() =>
        Assert.Empty(
            Compiler.Analyze(
                Compiler.Usings
                    + $"[RecurrentCell] public partial class Cell {{ {DiagnosticCases.Fields} {DiagnosticCases.Signature} "
                    + $"=> Tanh(W * x + U * h + b); }}"
            )
        );
}
