using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegularizerGen.Generator.Tests;

/// <summary>What became of one source.</summary>
/// <param name="Source">The source, with one cell named Cell.</param>
/// <param name="IsCSharp">Whether it compiles without the generator; where it does not, nothing is asked of the generator.</param>
/// <param name="Reported">IDs of our diagnostics.</param>
/// <param name="Cell">The compiled cell, where it was accepted.</param>
/// <param name="Problem">What contradicts the rule that a cell is either refused with a diagnostic, or compiled to what its step executes;
/// null where nothing does.</param>
internal sealed record Outcome(string Source, bool IsCSharp, string[] Reported, CellDescription? Cell, string? Problem);

/// <summary>Compiles many sources at once, and compares the emitted forward pass of every accepted cell with its executed step.</summary>
internal static class Executed
{
    private const int Steps = 3;
    private const string Usings = "using System;\nusing RegularizerGen;\nusing static RegularizerGen.CellMath;\n";

    private static readonly CSharpCompilation Empty = Compiler
        .Create([])
        .WithOptions(new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static Outcome[] Run(IReadOnlyList<string> sources)
    {
        SyntaxTree[] trees =
        [
            .. sources.Select(
                (source, k) => CSharpSyntaxTree.ParseText($"{Usings}namespace Case{k};\n{source}", Compiler.Parse, $"Case{k}.cs")
            ),
        ];
        HashSet<SyntaxTree?> broken =
        [
            .. Empty
                .AddSyntaxTrees(trees)
                .GetDiagnostics()
                .Where(d => d.DefaultSeverity == DiagnosticSeverity.Error)
                .Select(d => d.Location.SourceTree),
        ];
        CSharpCompilation compilation = Empty.AddSyntaxTrees(trees.Where(t => !broken.Contains(t)));
        ILookup<SyntaxTree?, string> reported = compilation
            .WithAnalyzers([new CellAnalyzer()])
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult()
            .ToLookup(d => d.Location.SourceTree, d => d.Severity >= DiagnosticSeverity.Error ? d.Id : d.Id + "?");
        (Compilation output, GeneratorDriverRunResult generated) = Compiler.Generate(compilation);
        string[] files = [.. Compiler.Derived(generated).Select(t => Path.GetFileName(t.FilePath))];
        Assembly assembly = Emit(output, out ILookup<string, string> errors);
        return
        [
            .. sources.Select((source, k) => Judge(source, k, broken.Contains(trees[k]), [.. reported[trees[k]]], files, assembly, errors)),
        ];
    }

    private static Outcome Judge(
        string source,
        int number,
        bool isBroken,
        string[] reported,
        string[] files,
        Assembly assembly,
        ILookup<string, string> errors
    )
    {
        if (isBroken)
        {
            return new Outcome(source, false, reported, null, null);
        }

        string file = $"Case{number}.Cell.g.cs";
        bool isAccepted = files.Contains(file);
        bool isRefused = reported.Any(id => !id.EndsWith('?'));
        string? problem =
            isAccepted == isRefused ? (isAccepted ? "is accepted in spite of an error" : "is neither accepted nor refused with an error")
            : errors[file].FirstOrDefault() is { } error ? $"is compiled to code with an error: {error}"
            : null;
        if (problem is not null || !isAccepted)
        {
            return new Outcome(source, true, reported, null, problem);
        }

        var cell = (CellDescription)assembly.GetType($"Case{number}.Cell")!.GetProperty("Description")!.GetValue(null)!;
        return new Outcome(source, true, reported, cell, Difference(cell));
    }

    /// <summary>Emits; what has an error is left out, so that the others can be run.</summary>
    private static Assembly Emit(Compilation output, out ILookup<string, string> errors)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = output.Emit(image);
        errors = result
            .Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(d => Path.GetFileName(d.Location.SourceTree?.FilePath) ?? string.Empty, d => d.ToString());
        if (!result.Success)
        {
            HashSet<string> cells = [.. errors.Select(e => e.Key.Split('.')[0])];
            using var rest = new MemoryStream();
            result = output
                .RemoveSyntaxTrees(output.SyntaxTrees.Where(t => cells.Contains(Path.GetFileName(t.FilePath).Split('.')[0])))
                .Emit(rest);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(3)));
            return Assembly.Load(rest.ToArray());
        }

        return Assembly.Load(image.ToArray());
    }

    /// <summary>Forward of the emitted pass against the step as executed, at sizes that all differ.</summary>
    private static string? Difference(CellDescription cell)
    {
        int[] sizes = [.. cell.SizeNames.Select((_, k) => k + 2)];
        var random = new Random(5);
        double[] parameters = [.. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => (1.6 * random.NextDouble()) - 0.8)];
        int width = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);
        double[] inputs = [.. Enumerable.Range(0, Steps * width).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] executed;
        double[] forward;
        try
        {
            executed = cell.Execute(sizes, Steps, parameters, inputs);
        }
        catch (ArgumentException exception)
        {
            return $"is executed with the error: {exception.Message}";
        }

        forward = cell.Forward(sizes, Steps, 1, parameters, inputs);
        double scale = 1 + executed.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        int at =
            executed.Length != forward.Length
                ? 0
                : Array.FindIndex(
                    [.. executed.Zip(forward)],
                    p => double.IsFinite(p.First) && !(Math.Abs(p.First - p.Second) <= 1e-10 * scale)
                );
        return at < 0
            ? null
            : FormattableString.Invariant($"is executed as {executed[at]} and read as {forward.ElementAtOrDefault(at)} (element {at})");
    }
}
