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
public sealed partial class HostTests
{
    private const string Body =
        "private readonly Matrix W, U; private readonly Bias b; "
        + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(W * x + U * h + b);";

    private const string Other =
        "using RegularizerGen; using static RegularizerGen.CellMath; namespace Other { public static class Helpers { "
        + "public static Signal Twice(Signal v) => 2 * v; "
        + "[Activation(Lipschitz = 1, Min = -1, Max = 1)] public static double Squash(double u) "
        + "=> u / (1 + System.Math.Abs(u)); [Activation(Lipschitz = 1, Min = -1, Max = 1, Slope = nameof(D), "
        + "Curvature = nameof(E))] public static double Known(double u) => System.Math.Tanh(u); "
        + "public static double D(double u) => 1; public static double E(double u) => 0; } }";

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

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Output_IsTheSameInEveryCulture(string culture)
    {
        const string Source =
            "private readonly Matrix W, I_i; private readonly Scalar k; "
            + "[Step] private (Signal i, Signal c) Step([Input(Bound = 1e300)] "
            + "Signal x, [State(InitialMin = -1e-300, InitialMax = 1.5e300)] "
            + "Signal i, [State(Min = -1.7976931348623157e308, Max = 1.7976931348623157e308)] Signal c) "
            + "=> (-0.1 * Tanh(W * x - 1e-70 * (I_i * i)) + 1e70, k * c + 4.9e-3 * Map(Odd, i)); "
            + "[Activation(Lipschitz = 1.7e308, Min = -1e307, Max = 1e308)] private static double Odd(double u) "
            + "=> 0.5 * System.Math.Tanh(u);";
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
                "private readonly Matrix V; [Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) "
                    + "=> Tanh((V - V.Transpose) * h + x);"
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
                + "public partial class Cell { private readonly Matrix U; private readonly Bias b; "
                + "[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => Tanh(Pre(x, h)); }",
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
