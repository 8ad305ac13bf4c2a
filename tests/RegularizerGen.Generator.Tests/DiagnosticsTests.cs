using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>What cannot be read is reported once, at the exact token, with the user's own symbol and the alternative.</summary>
public sealed class DiagnosticsTests
{
    private const string Fields = "private readonly Matrix W, U; private readonly Bias b;";
    private const string Signature = "[Step] private Signal Step([Input] Signal x, [State] Signal h)";

    public static TheoryData<string, string, string, string> Cases =>
        new()
        {
            {
                "RG0001",
                "Cell",
                "[RecurrentCell] public sealed class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "'Cell' must be declared 'partial'"
            },
            {
                "RG0001",
                "Outer",
                "public class Outer { [RecurrentCell] public sealed partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); } }",
                "'Outer' must be declared 'partial'"
            },
            { "RG0002", "Cell", "[RecurrentCell] public static partial class Cell { }", "it is static" },
            {
                "RG0002",
                "Cell",
                "[RecurrentCell] public partial class Cell<T> { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "type parameters"
            },
            { "RG0002", "Cell", "[RecurrentCell] file partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }", "file-local" },
            {
                "RG0002",
                "Cell",
                "[RecurrentCell] public abstract partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); }",
                "abstract"
            },
            { "RG0003", "Cell", "[RecurrentCell] public partial class Cell { FIELDS }", "has 0 methods marked [Step]" },
            {
                "RG0003",
                "Cell",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); [Step] private Signal Other([Input] Signal x, [State] Signal h) => h; }",
                "has 2 methods"
            },
            {
                "RG0004",
                "h",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input] Signal x, Signal h) => Tanh(W * x + U * h + b); }",
                "'h' of the step must be marked"
            },
            {
                "RG0004",
                "k",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input] Signal x, [State] Signal h, double k) => Tanh(W * x + U * h + b); }",
                "a plain 'Signal'"
            },
            {
                "RG0004",
                "-1",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input(Bound = -1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "a Bound of at least 0"
            },
            {
                "RG0004",
                "double.NaN",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input(PerturbationScale = double.NaN)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "a PerturbationScale of at least 0"
            },
            {
                "RG0004",
                "1.0 / 0",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input(Bound = 2, PerturbationScale = 1.0 / 0)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "a finite PerturbationScale"
            },
            {
                "RG0004",
                "h",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input] Signal x, [State(Min = -1)] Signal h) => Tanh(W * x + U * h + b); }",
                "Min ≤ Max (both or none)"
            },
            {
                "RG0004",
                "x",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([Input, Output] Signal x, [State] Signal h) => Tanh(W * x + U * h + b); }",
                "the only [Output], and a [State]"
            },
            {
                "RG0004",
                "h",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State, Output] Signal h, [State, Output] Signal c) => (Tanh(W * x + U * h + b), c); }",
                "the only [Output]"
            },
            {
                "RG0005",
                "Step",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal q) Step([Input] Signal x, [State] Signal h, [State] Signal c) => (Tanh(W * x + U * h + b), c); }",
                "'c' has none"
            },
            {
                "RG0005",
                "Step",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private Signal Step([State] Signal h) => Tanh(U * h + b); }",
                "[Input] Signal"
            },
            {
                "RG0006",
                "if",
                "[RecurrentCell] public partial class Cell { FIELDS STEP { if (x.Length > 1) { return x; } return Tanh(W * x + U * h + b); } }",
                "A condition"
            },
            {
                "RG0006",
                "for",
                "[RecurrentCell] public partial class Cell { FIELDS STEP { for (int k = 0; k < 3; k++) { } return Tanh(W * x + U * h + b); } }",
                "A loop"
            },
            {
                "RG0006",
                "new",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b) * new Signal(1); }",
                "'new'"
            },
            {
                "RG0006",
                "h",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b) * h.Length; }",
                "Property 'Length'"
            },
            {
                "RG0006",
                "Tanh",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b) / 0; }",
                "division by zero"
            },
            {
                "RG0007",
                "System",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b) * System.Math.Sqrt(2); }",
                "'Sqrt' cannot be read: its source"
            },
            {
                "RG0008",
                "Twice",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Twice(Tanh(W * x + U * h + b)); private Signal Twice(Signal v) => Twice(v); }",
                "'Twice' calls itself"
            },
            {
                "RG0009",
                "alpha",
                "[RecurrentCell] public partial class Cell { FIELDS private readonly double alpha = 0.5; STEP => alpha * Tanh(W * x + U * h + b); }",
                "'alpha' is not a compile-time constant"
            },
            {
                "RG0010",
                "Q",
                "[RecurrentCell] public partial class Cell { FIELDS private readonly Matrix Q; STEP => Tanh(W * x + U * h + b); }",
                "'Q' is not used"
            },
            {
                "RG0010",
                "Q",
                "[RecurrentCell] public partial class Cell { FIELDS private static readonly Matrix Q; STEP => Tanh(W * x + U * h + Q * h + b); }",
                "'Q' is static"
            },
            {
                "RG0013",
                "n / (f + i)",
                "[RecurrentCell] public partial class MinLstm { private readonly Matrix Wf, Wi, Wn; STEP { Signal f = Sigmoid(Wf * x); Signal i = Sigmoid(Wi * x); Signal n = Wn * x; return n / (f + i); } }",
                "The division 'n / (f + i)'"
            },
            {
                "RG0013",
                "(h + 0.1 * (gate * a))",
                "[RecurrentCell] public partial class Ltc { FIELDS private readonly Bias a; STEP { Signal gate = Sigmoid(W * x + U * h + b); return (h + 0.1 * (gate * a)) / (1.5 - (1 + gate)); } }",
                "where the divisor comes near 0"
            },
            {
                "RG0013",
                "Exp(W * x",
                "[RecurrentCell] public partial class SLstm { FIELDS [Step] private (Signal h, Signal c, Signal n) Step([Input] Signal x, [State] Signal h, [State] Signal c, [State] Signal n) { Signal i = Exp(W * x + U * h + b); Signal next = c + i * Tanh(W * x); return (next * (n + i), next, n + i); } }",
                "The exponential 'Exp(W * x + U * h + b)'"
            },
            {
                "RG0010",
                "W * Concat",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(U * h + W * x + W * Concat(x, h) + b); }",
                "'W' has X + H columns here and X elsewhere"
            },
            {
                "RG0012",
                "u > 0 ? 1.0",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u > 0 ? 1.0 : 0.0; }",
                "the two sides of 'u > 0' must meet"
            },
            {
                "RG0012",
                "u < 0.3 ?",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u < 0.3 ? 0.1 * u : 0.031; }",
                "have one value at 0.3, exactly"
            },
            {
                "RG0012",
                "u >= 0 ?",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u >= 0 ? u : u * u / u; }",
                "the two sides of 'u >= 0' must meet"
            },
            {
                "RG0012",
                "u >= 0 ?",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u >= 0 ? u : 0 * System.Math.Log(u); }",
                "must meet"
            },
            {
                "RG0012",
                "2 * u > 1",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => 2 * u > 1 ? 2 * u : 1; }",
                "compare its argument with a constant"
            },
            {
                "RG0012",
                "u > double.Pos",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u > double.PositiveInfinity ? 1 : u; }",
                "compare its argument with a constant"
            },
            {
                "RG0012",
                "Squash",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); private static double Squash(double u) => u; }",
                "mark it by [Activation"
            },
            {
                "RG0012",
                "Squash",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation] private static double Squash(double u) => u; }",
                "a finite Lipschitz constant"
            },
            {
                "RG0012",
                "System.Math.Floor",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => System.Math.Floor(u); }",
                "write its body as one expression"
            },
            {
                "RG0012",
                "u == 0",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1)] private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); }",
                "or declare Slope and Curvature"
            },
            {
                "RG0012",
                "Squash",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D))] private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); private static double D(double u) => u > 0 ? 1 : 0; }",
                "declare Curvature = nameof(…)"
            },
            {
                "RG0012",
                "Squash",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(D))] private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); private double D(double u) => u > 0 ? 1 : 0; }",
                "a static method double → double"
            },
            {
                "RG0012",
                "Squash",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Squash, W * x + U * h + b); [Activation(Lipschitz = 1, Min = 0, Slope = nameof(D), Curvature = nameof(D))] private static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); private static double D(double u) => u > 0 ? 1 : 0; }",
                "declare Min and Max, or its value AtZero"
            },
            {
                "RG0012",
                "D",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Own.Squash, W * x + U * h + b); } public static class Own { [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(D))] public static double Squash(double u) => u == 0 ? 0 : System.Math.Max(u, 0); private static double D(double u) => u > 0 ? 1 : 0; }",
                "make it internal"
            },
            {
                "RG0012",
                "u => u",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(u => u, W * x + U * h + b); }",
                "the name of a static method"
            },
            {
                "RG0015",
                "Lipschitz",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Act, W * x + U * h + b); [Activation(Lipschitz = 0.1, Min = 0, Max = 0.5)] private static double Act(double u) => 3 * u; }",
                "Activation 'Act' is not what it declares: it is declared Lipschitz = 0.1, but its slope at 0 is 3"
            },
            {
                "RG0012",
                "Act",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Map(Act, W * x + U * h + b); [Activation(Lipschitz = 1, Min = 1, Max = 0)] private static double Act(double u) => u; }",
                "declare Min ≤ Max"
            },
            {
                "RG0005",
                "c",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { h = Tanh(W * x + U * h + b); c = h * c; return (c, h); } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "cNext",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { Signal hNext = Tanh(W * x + U * h + b); Signal cNext = h * c; return (cNext, hNext); } }",
                "'cNext' stands where 'h' is expected"
            },
            {
                "RG0005",
                "newC",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal y, Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { Signal newH = Tanh(W * x + U * h + b); Signal newC = h * c; return (h, newC, newH); } }",
                "'newC' stands where 'h' is expected"
            },
            {
                "RG0005",
                "r",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { var r = (c: h * c, h: Tanh(W * x + U * h + b)); return r; } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "t.c",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) { var t = (h: Tanh(W * x + U * h + b), c: h * c); return (t.c, t.h); } }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "h * c",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) => (c: h * c, h: Tanh(W * x + U * h + b)); }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "Both(",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) => Both(Tanh(W * x + U * h + b), h * c); private static (Signal c, Signal h) Both(Signal a, Signal e) => (a, e); }",
                "'c' stands where 'h' is expected"
            },
            {
                "RG0005",
                "Step",
                "[RecurrentCell] public partial class Cell { FIELDS [Step] private (Signal, Signal) Step([Input] Signal x, [State] Signal h, [State] Signal c) => (Tanh(W * x + U * h + b), h * c); }",
                "a tuple with names, (Signal h, Signal c)"
            },
            {
                "RG0019",
                "Shape",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Tanh(W * x + U * h + b); public int Shape => 1; }",
                "reserved are Certify, CertifyAround, Derivation, Description"
            },
            {
                "RG0006",
                "-1",
                "[RecurrentCell] public partial class Cell { FIELDS STEP => Elu(W * x + U * h + b, -1); }",
                "A negative constant of Elu"
            },
        };

    /// <summary>A case with the usual fields and signature written out.</summary>
    internal static string Complete(string source) =>
        source.Replace("FIELDS", Fields, StringComparison.Ordinal).Replace("STEP", Signature, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mistake_IsReportedAtItsTokenWithTheAlternative(string id, string token, string source, string message)
    {
        string code = Compiler.Usings + Complete(source);
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
            + $"[RecurrentCell] public partial class Cell {{ {fields} [Step] private Signal Step([{input}] Signal x, [State(InitialMin = -1, InitialMax = 1)] Signal h) {{ {body} }} }}";
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
            + $"[RecurrentCell] public partial class Cell {{ private readonly Matrix {weights}; [Step] private (Signal {returned}, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c) => ({body}, {(unused == "c" ? "h" : "0.5 * c + h")}); }}";
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
            + $"[RecurrentCell] public partial class Cell {{ {Fields} [Step] private (Signal h, Signal c) Step([Input(Bound = 1)] Signal x, [State] Signal h, [State] Signal c) {{ {statement} return {returned}; }} }}";
        Assert.Empty(Compiler.Analyze(code));
    }

    [Fact]
    public void EveryDiagnostic_HasACase()
    {
        string[] covered =
        [
            .. Cases.Select(c => c.Data.Item1).Distinct(),
            "RG0011",
            "RG0014",
            "RG0016",
            "RG0017",
            "RG0018",
            "RG0020",
            "RG0021",
        ];
        Assert.Equal(new CellAnalyzer().SupportedDiagnostics.Select(d => d.Id).Order(), covered.Order());
    }

    [Fact]
    public void OldLanguageVersion_IsReported()
    {
        string code = Compiler.Usings + $"[RecurrentCell] public partial class Cell {{ {Fields} {Signature} => Tanh(W * x + U * h + b); }}";
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
        string code = Compiler.Usings + $"#pragma warning disable RG0003\n[RecurrentCell] public partial class Cell {{ {Fields} }}";
        Assert.All(Compiler.Analyze(code), d => Assert.True(d.IsSuppressed));
    }

    public static TheoryData<string> Cells =>
        [
            .. new[] { "Golden", "Zoo" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, f), "*.cs"))
                .Select(f => Path.GetRelativePath(AppContext.BaseDirectory, f)),
        ];

    /// <summary>Published cells and those of other tests: the checks accuse none of them, and prove what they declare; the hard ones, which
    /// are no models, may be told something.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void KnownCells_HaveNoDiagnosticButThatOfMissingBounds(string file) =>
        Assert.DoesNotContain(
            Compiler.Analyze("global using RegularizerGen;\n" + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))),
            d => d.Id != "RG0014" && !(d.Severity == DiagnosticSeverity.Info && file.EndsWith("HardCells.cs", StringComparison.Ordinal))
        );

    [Fact]
    public void GeneratedCode_IsAnalysedToo() =>
        Assert.Equal(
            ["RG0003"],
            Compiler
                .Analyze($"// <auto-generated/>\n{Compiler.Usings}[RecurrentCell] public partial class Cell {{ {Fields} }}")
                .Select(d => d.Id)
        );

    [Fact]
    public void CorrectCell_HasNoDiagnostic() =>
        Assert.Empty(
            Compiler.Analyze(
                Compiler.Usings + $"[RecurrentCell] public partial class Cell {{ {Fields} {Signature} => Tanh(W * x + U * h + b); }}"
            )
        );
}
