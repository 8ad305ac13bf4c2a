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

/// <summary>Mistakes are reported all at once, and stay with their cell.</summary>
public sealed partial class HostTests
{
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
                "RG0004 -1",
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
}
