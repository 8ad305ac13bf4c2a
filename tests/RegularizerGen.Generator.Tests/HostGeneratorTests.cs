using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>Beside other generators, whose output ours does not see.</summary>
public sealed class HostGeneratorTests
{
    /// <summary>A step, what another generator adds, and the token that is reported; empty where nothing is.</summary>
    public static TheoryData<string, string, string> Cells =>
        new()
        {
            { "Tanh(W * x + U * h)", "class Other { }", "" },
            { "Tanh(W * x + U * h)", "partial class Cell { public int Size => 3; }", "" },
            { "Tanh(W * x + U * h)", "partial class Cell { private static Signal Tanh(Signal v) => 0.5 * v; }", "Tanh" },
            { "Tanh(W * x + U * h)", "partial class Cell { private const double Half = 0.5; }", "" },
            { "Tanh(W * x + Half * (U * h))", "partial class Cell { private const double Half = 0.5; }", "Half" },
            { "Tanh(W * x + Other.Half(U * h))", "static class Other { public static Signal Half(Signal v) => 0.5 * v; }", "Other" },
            { "Tanh(W * x + (new Shape(1, 2).ParameterCount * 0.5) * (U * h))", "class Other { }", "Shape" },
            {
                "Tanh(W * x + Half(U * h)); public string About() => Derivation.Text; private static Signal Half(Signal v) => Other.Half * v",
                "static class Other { public const double Half = 0.5; }",
                "Other"
            },
            { "Tanh(W * x + U * Next(x, h))", "class Other { }", "Next" },
            { "Tanh(W * x + Derivation.Text.Length * (U * h))", "class Other { }", "Derivation" },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public void WhatIsGenerated_IsReportedWhereTheStepUsesIt(string step, string other, string token)
    {
        CSharpCompilation compilation = Compiler.Create(
            $"{Compiler.Usings}[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; "
                + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) => {step}; }}"
        );
        _ = CSharpGeneratorDriver
            .Create([new CellGenerator().AsSourceGenerator(), new OtherGenerator(other).AsSourceGenerator()], parseOptions: Compiler.Parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error));
        GC.Collect(); // the compiler need not keep what the generator read
        Diagnostic[] found = Compiler.Analyze((CSharpCompilation)output);
        Assert.Equal(token.Length > 0 ? [$"RG0024 {token}"] : [], found.Select(d => $"{d.Id} {TextOf(d.Location)}"));
    }

    /// <summary>Cut off anywhere, a cell is reported as if nothing had been generated for it.</summary>
    [Fact]
    public void HalfTypedCells_AreReportedAsBefore()
    {
        string source =
            Compiler.Usings
            + "[RecurrentCell] public sealed partial class Cell { private readonly Matrix Wz, Uz, W, U; private readonly Bias b; "
            + "[Step] private (Signal y, Signal h) Step([Input(Bound = 1)] Signal x, [State(Min = -1, Max = 1)] Signal h) { "
            + "Signal z = Sigmoid(Wz * x + Uz * h); var n = Tanh(W * x + Half(U * h) + b); h = z * h + (1 - z) * n; return (n - h, h); } "
            + "private Signal Half(Signal v) => 0.5 * v; public double[] Start() => new double[new Shape(1, 2).ParameterCount]; }";
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source, Compiler.Parse).GetRoot().DescendantTokens()];
        Assert.All(
            tokens,
            token =>
            {
                CSharpCompilation compilation = Compiler.Create(source[..token.Span.End]);
                string[] alone = [.. Compiler.Analyze(Compiler.Create(source[..token.Span.End])).Select(d => d.ToString())];
                Compilation output = Compiler.Generate(compilation).Output;
                Assert.Equal(alone, Compiler.Analyze((CSharpCompilation)output).Select(d => d.ToString()));
            }
        );
    }

    private static string TextOf(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    /// <summary>Adds a file.</summary>
    private sealed class OtherGenerator(string text) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource("Other.cs", Compiler.Usings + text));
    }
}
