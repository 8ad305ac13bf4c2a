using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator.Tests;

/// <summary>What surrounds a cell: other cells, other projects, kinds of types, compiler options, cultures, order of files.</summary>
public sealed class HostTests
{
    private const string Body =
        "private readonly Matrix W, U; private readonly Bias b; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);";

    private const string Other =
        "using RegularizerGen; using static RegularizerGen.CellMath; namespace Other { public static class Helpers { public static Signal Twice(Signal v) => 2 * v; [Activation(Lipschitz = 1, Min = -1, Max = 1)] public static double Squash(double u) => u / (1 + System.Math.Abs(u)); [Activation(Lipschitz = 1, Min = -1, Max = 1, Slope = nameof(D), Curvature = nameof(E))] public static double Known(double u) => System.Math.Tanh(u); public static double D(double u) => 1; public static double E(double u) => 0; } }";

    private static string Cell(string name, string body = Body) => $"[RecurrentCell] public partial class {name} {{ {body} }}\n";

    [Fact]
    public void FilesOfManyCells_HaveNamesOfTheirOwn()
    {
        string[] cells =
        [
            Cell("Lstm"),
            Cell("LSTM"),
            Cell("Cell"),
            Cell("Céll"),
            Cell("Cèll"),
            Cell("重み"),
            Cell("網み"),
            $"namespace A {{ {Cell("Lstm")} public partial class B {{ {Cell("Lstm")} }} }}",
            $"namespace A.B_ {{ {Cell("Lstm")} }}",
            $"public partial class Outer {{ {Cell("Lstm")} }}",
            $"public partial class Outer<T> {{ {Cell("Lstm")} }}",
            Cell(new string('A', 400) + "1"),
            Cell(new string('A', 400) + "2"),
        ];
        Compiler.AssertCompiles(Compiler.Create(Compiler.Usings + string.Concat(cells)), cells.Length + 1);
    }

    [Fact]
    public void Attribute_OnTwoParts_GeneratesOnce() =>
        Compiler.AssertCompiles(
            Compiler.Create(Compiler.Usings + Cell("Cell"), "[RegularizerGen.RecurrentCell] public partial class Cell { }"),
            files: 1
        );

    [Theory]
    [InlineData("Tanh(W * x + Other.Helpers.Twice(U * h))", "RG0007", "Other.Helpers.Twice(U * h)", "'Twice'")]
    [InlineData(
        "Map(Other.Helpers.Squash, W * x + U * h)",
        "RG0012",
        "Other.Helpers.Squash",
        "'Squash' cannot be used; its source is not in this project"
    )]
    [InlineData("Map(Other.Helpers.Known, W * x + U * h)", null, "", "")]
    public void Helper_OfAnotherProject_IsNamed(string value, string? id, string token, string message)
    {
        string code =
            Compiler.Usings
            + Cell(
                "Cell",
                $"private readonly Matrix W, U; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => {value};"
            );
        CSharpCompilation other = Compiler.Create(Other).WithAssemblyName("Other");
        using var image = new MemoryStream();
        Assert.True(other.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        foreach (
            MetadataReference reference in new MetadataReference[]
            {
                other.ToMetadataReference(),
                MetadataReference.CreateFromImage(image.ToArray()),
            }
        )
        {
            CSharpCompilation compilation = Compiler.Create(code).AddReferences(reference);
            Diagnostic[] found = Compiler.Analyze(compilation);
            (Compilation output, _) = Compiler.Generate(compilation);
            Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning));
            if (id is null)
            {
                Assert.Empty(found);
                continue;
            }

            Diagnostic diagnostic = Assert.Single(found);
            Assert.Equal(id, diagnostic.Id);
            Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal(
                token,
                diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan)
            );
        }
    }

    /// <summary>What a class may have besides: it works.</summary>
    [Theory]
    [InlineData("public partial struct Outer { CELL }")]
    [InlineData("public partial record Outer { CELL }")]
    [InlineData("public partial record struct Outer(int A) { CELL }")]
    [InlineData("public partial interface IOuter { CELL }")]
    [InlineData("public ref partial struct Outer { CELL }")]
    [InlineData("public static partial class Outer { CELL }")]
    [InlineData("public partial class Outer<T> where T : class { CELL }")]
    [InlineData("public partial class Outer<T> { private partial class Inner { CELL } }")]
    [InlineData("public partial class Outer { private protected partial class Inner { CELL } }")]
    [InlineData(
        "[RecurrentCell] internal sealed partial class Cell { BODY public Cell() { W = default; } public Cell(Matrix w) => W = w; }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private Matrix W = default; private readonly Matrix U = default, V; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + V * h); }"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public const double A = 1; public static readonly int Count = 3; public int Length { get; set; } public event System.Action? Done; public int this[int k] => k; public static Cell operator +(Cell a, Cell c) => a; public void Fire() => Done?.Invoke(); ~Cell() { } static Cell() { } public enum Kind { One } }"
    )]
    [InlineData(
        "public interface IAny { int Get(); } public class Base { protected int ShapeOf() => 1; protected class DescriptionOfCell { } } [RecurrentCell] public partial class Cell : Base, IAny { BODY int IAny.Get() => ShapeOf(); }"
    )]
    [InlineData("[System.Obsolete] [RecurrentCell] public partial class Cell { BODY }")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private readonly Matrix W, U; [System.Obsolete] [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }"
    )]
    public void Host_OfAnyKind_Works(string source)
    {
        string code =
            Compiler.Usings
            + source.Replace("CELL", Cell("Cell"), StringComparison.Ordinal).Replace("BODY", Body, StringComparison.Ordinal);
        Assert.Empty(Compiler.Analyze(code));
        Compiler.AssertCompiles(Compiler.Create(code), files: 1);
    }

    /// <summary>What a class cannot be: one diagnostic at the token.</summary>
    [Theory]
    [InlineData("[RecurrentCell] public partial record Cell { BODY }", "RG0002", "Cell", "it is a record")]
    [InlineData("[RecurrentCell] public partial class Cell(int a) { BODY public int A => a; }", "RG0002", "(int a)", "primary constructor")]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public required int A { get; init; } }",
        "RG0002",
        "A",
        "required member 'A'"
    )]
    [InlineData(
        "public class Base(int a) { public int A => a; } [RecurrentCell] public partial class Cell : Base { BODY public Cell() : base(1) { } }",
        "RG0002",
        "Cell",
        "base class 'Base' has no constructor without parameters"
    )]
    [InlineData(
        "file partial class Outer { [RecurrentCell] public partial class Cell { BODY } }",
        "RG0002",
        "Outer",
        "'Outer' around it is file-local"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { BODY public Cell(in View<double> weights) { } }",
        "RG0019",
        "Cell",
        "'Cell(View)'"
    )]
    [InlineData(
        "[RecurrentCell] public partial class Cell { private Matrix W { get; } private readonly Matrix U; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h); }",
        "RG0006",
        "W",
        "Property 'W'"
    )]
    public void Host_ThatCannotBe_IsReportedOnce(string source, string id, string token, string message)
    {
        string code = Compiler.Usings + source.Replace("BODY", Body, StringComparison.Ordinal);
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(code));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(
            token,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan)
        );
    }

    /// <summary>An attribute on a struct is the compiler's to report, and nothing else is said.</summary>
    [Theory]
    [InlineData("struct")]
    [InlineData("record struct")]
    public void Struct_IsReportedByTheCompilerOnly(string kind)
    {
        string code = Compiler.Usings + $"[RecurrentCell] public partial {kind} Cell {{ }}";
        Assert.Empty(Compiler.Analyze(code));
        (Compilation output, _) = Compiler.Generate(Compiler.Create(code));
        Assert.Equal(
            ["CS0592"],
            output
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .Select(d => d.Id)
        );
    }

    /// <summary>Every mistake at once, and nothing that only follows from one.</summary>
    [Fact]
    public void AllMistakes_AreReportedAtOnce()
    {
        string code =
            Compiler.Usings
            + """
                [RecurrentCell]
                public partial class Cell
                {
                    private readonly Matrix W, U;
                    private static readonly Matrix Q;
                    private readonly Bias Shape;

                    [Step]
                    private (Signal h, Signal c) Step([Input(Bound = -1)] Signal x, [State(Min = 1)] Signal h, [State] Signal c)
                    {
                        Signal i = Exp(W * x);
                        int n = x.Length;
                        Signal f = i * n;
                        Signal[] all = new Signal[3];
                        Signal g = all[0] + f;
                        if (n > 2) { f = g; }
                        Signal o = Sigmoid(W * x + U * h + Q * h + Shape);
                        double k = System.Math.Sqrt(2);
                        Signal next = k * f * c + i * g / o;
                        return (o * Tanh(next), next);
                    }
                }
                """;
        Assert.Equal(
            [
                "RG0010 Q",
                "RG0019 Shape",
                "RG0004 x",
                "RG0004 h",
                "RG0013 Exp(W * x)",
                "RG0006 x",
                "RG0006 new",
                "RG0006 if",
                "RG0007 System.Math.Sqrt(2)",
                "RG0013 i * g / o",
            ],
            Compiler
                .Analyze(code)
                .Select(d =>
                    $"{d.Id} {d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}"
                )
        );
    }

    [Fact]
    public void SeveralUnusedWeights_AreAllReported() =>
        Assert.Equal(
            ["'A' is not used", "'B' is not used"],
            Compiler
                .Analyze(Compiler.Usings + Cell("Cell", Body + " private readonly Matrix A; private readonly Bias B;"))
                .Select(d => d.GetMessage(CultureInfo.InvariantCulture)["Weight ".Length..].Split(" by")[0])
        );

    /// <summary>Fields that nothing assigns because of a mistake are no news.</summary>
    [Fact]
    public async Task UnassignedWeights_OfACellWithAMistake_AreNoWarnings()
    {
        CSharpCompilation compilation = Compiler.Create(
            Compiler.Usings + $"[RecurrentCell] public class Cell {{ {Body} private readonly Scalar unused; private int other; }}"
        );
        CompilationWithAnalyzers analysed = compilation.WithAnalyzers(
            [new CellAnalyzer(), new WeightSuppressor()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, reportSuppressedDiagnostics: true)
        );
        Diagnostic[] all = [.. await analysed.GetAllDiagnosticsAsync(TestContext.Current.CancellationToken)];
        Assert.Equal(["CS0169", "RG0001"], all.Where(d => !d.IsSuppressed).Select(d => d.Id).Order());
        Assert.Equal(["CS0169", "CS0649", "CS0649", "CS0649"], all.Where(d => d.IsSuppressed).Select(d => d.Id).Order());
    }

    /// <summary>A model that makes no sense fails within: its own cell says so, and keeps its signatures.</summary>
    [Fact]
    public void Defect_StaysWithItsCell()
    {
        CSharpCompilation compilation = Compiler.Create(Compiler.Usings + Cell("Cell"));
        CellSource cell = CellReader
            .Read(compilation.GetTypeByMetadataName("Cell")!, compilation, TestContext.Current.CancellationToken)
            .Source!;
        CellFile file = CellFile.Of(cell with { Model = cell.Model with { Output = 99 } });
        Assert.NotNull(file.Defect);
        Assert.Contains("has mistakes (RG0021)", file.Text, StringComparison.Ordinal);
        CellFile none = CellFile.Of(cell with { Model = cell.Model with { Dimensions = default } });
        Assert.NotNull(none.Defect);
        Assert.Null(none.Text);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Output_IsTheSameInEveryCulture(string culture)
    {
        const string Source =
            "private readonly Matrix W, I_i; private readonly Scalar k; [Step] private (Signal i, Signal c) Step([Input(Bound = 1e300)] Signal x, [State(InitialMin = -1e-300, InitialMax = 1.5e300)] Signal i, [State(Min = -1.7976931348623157e308, Max = 1.7976931348623157e308)] Signal c) => (-0.1 * Tanh(W * x - 1e-70 * (I_i * i)) + 1e70, k * c + 4.9e-3 * Map(Odd, i)); [Activation(Lipschitz = 1.7e308, Min = -1e307, Max = 1e308)] private static double Odd(double u) => 0.5 * System.Math.Tanh(u);";
        string code = Compiler.Usings + Cell("Inner", Source) + Cell("Broken", "private readonly Matrix W;");
        string Generated() => string.Concat(Compiler.Generate(Compiler.Create(code)).Result.GeneratedTrees);
        string[] Reported() => [.. Compiler.Analyze(code).Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
        (CultureInfo, CultureInfo) kept = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (string text, string[] messages) = (Generated(), Reported());
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(text, Generated());
            Assert.Equal(messages, Reported());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = kept;
        }

        (Compilation output, _) = Compiler.Generate(Compiler.Create(code));
        Assert.Empty(
            output
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0649")
        );
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12, NullableContextOptions.Disable)]
    [InlineData(LanguageVersion.Latest, NullableContextOptions.Enable)]
    [InlineData(LanguageVersion.Preview, NullableContextOptions.Disable)]
    public void Consumer_OfAnyLanguageVersion_HasNoWarning(LanguageVersion version, NullableContextOptions nullable)
    {
        string code =
            "/// <summary>A cell.</summary>\n"
            + Cell("Cell")
            + "/// <summary>A cell.</summary>\n"
            + Cell(
                "Skew",
                "private readonly Matrix V; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh((V - V.Transpose) * h + x);"
            );
        CSharpCompilation compilation = Compiler.Create(
            new CSharpParseOptions(version, DocumentationMode.Diagnose),
            nullable,
            Compiler.Usings + "[assembly: System.CLSCompliant(false)]\n" + code
        );
        compilation = compilation.WithOptions(
            compilation
                .Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("CS1701", ReportDiagnostic.Suppress)])
                .WithWarningLevel(9999)
                .WithAllowUnsafe(false)
        );
        Assert.Empty(
            Compiler
                .Generate(compilation)
                .Output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
        );
    }

    [Fact]
    public async Task Output_DependsNeitherOnTheOrderOfFilesNorOnThreads()
    {
        string[] files =
        [
            Compiler.Usings + "[RecurrentCell] public partial class Cell { private readonly Matrix W; }" + Cell("Second"),
            Compiler.Usings
                + "public partial class Cell { private readonly Matrix U; private readonly Bias b; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(Pre(x, h)); }",
            Compiler.Usings
                + "[RecurrentCell] public partial class Cell { private Signal Pre(Signal x, Signal h) => W * x + U * h + b; }"
                + Cell("SECOND"),
        ];
        string Generated(params int[] order)
        {
            CSharpCompilation all = Compiler.Create(files);
            CSharpCompilation ordered = all.RemoveAllSyntaxTrees().AddSyntaxTrees(order.Select(k => all.SyntaxTrees[k]));
            return string.Join(
                "\n",
                Compiler
                    .Generate(ordered)
                    .Result.GeneratedTrees.OrderBy(t => t.FilePath, StringComparer.Ordinal)
                    .Select(t => t.FilePath + t)
            );
        }

        string expected = Generated(0, 1, 2);
        Assert.Equal(expected, Generated(2, 1, 0));
        Assert.Equal(expected, Generated(1, 2, 0));
        string[] both = await Task.WhenAll(Task.Run(() => Generated(0, 1, 2)), Task.Run(() => Generated(1, 0, 2)));
        Assert.All(both, text => Assert.Equal(expected, text));
    }
}
