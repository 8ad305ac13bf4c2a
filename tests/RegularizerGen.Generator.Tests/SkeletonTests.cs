using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator.Tests;

/// <summary>A cell with a mistake keeps its types and signatures: one mistake does not turn the whole program red.</summary>
public sealed class SkeletonTests
{
    public static TheoryData<string> Zoo =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo"), "*.cs").Select(f => Path.GetFileName(f))];

    /// <summary>Mistakes of a class called Cell into which code can be generated.</summary>
    public static TheoryData<string> WithSkeleton =>
        [
            .. DiagnosticCases
                .All.Select(c => c.Data)
                .Where(c => c.Item1 is not ("RG0001" or "RG0019") && (c.Item1 != "RG0002" || c.Item4 == "abstract"))
                .Select(c => DiagnosticCases.Complete(c.Item3))
                .Where(c => c.Contains(" Cell ", StringComparison.Ordinal)),
        ];

    /// <summary>What others see of a cell, member by member.</summary>
    private static readonly SymbolDisplayFormat Signatures = SymbolDisplayFormat
        .CSharpErrorMessageFormat.WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeType
                | SymbolDisplayMemberOptions.IncludeModifiers
                | SymbolDisplayMemberOptions.IncludeAccessibility
                | SymbolDisplayMemberOptions.IncludeParameters
                | SymbolDisplayMemberOptions.IncludeRef
                | SymbolDisplayMemberOptions.IncludeContainingType
        )
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeName
                | SymbolDisplayParameterOptions.IncludeType
                | SymbolDisplayParameterOptions.IncludeDefaultValue
                | SymbolDisplayParameterOptions.IncludeParamsRefOut
        )
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints);

    [Theory]
    [MemberData(nameof(Zoo))]
    public void Skeleton_OfEveryCell_HasTheSignaturesOfTheFullFile(string file)
    {
        string source = "global using RegularizerGen;\n" + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Zoo", file));
        CSharpCompilation compilation = Compiler.Create(source);
        (Compilation full, _) = Compiler.Generate(compilation);
        INamedTypeSymbol cell = CellOf(compilation);
        CellSource read = CellReader.Read(cell, compilation, TestContext.Current.CancellationToken).Source!;
        string skeleton = Skeleton(read);
        Compilation stripped = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(skeleton, Compiler.Parse));
        Assert.Empty(stripped.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.Equal(Api(CellOf(full)), Api(CellOf(stripped)));
        Assert.InRange(skeleton.Split('\n').Length, 1, 220);
    }

    /// <summary>A mistake in the step: what is read of the rest tells the sizes, and so the same skeleton.</summary>
    [Theory]
    [MemberData(nameof(Zoo))]
    public void Mistake_InAnyCell_LeavesItsSignatures(string file)
    {
        string source = "global using RegularizerGen;\n" + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Zoo", file));
        CSharpCompilation compilation = Compiler.Create(source);
        CellSource read = CellReader.Read(CellOf(compilation), compilation, TestContext.Current.CancellationToken).Source!;
        int step = source.IndexOf("    [Step]", StringComparison.Ordinal);
        int arrow = source.IndexOf("=>", step, StringComparison.Ordinal);
        int brace = source.IndexOf('{', step);
        string broken =
            brace >= 0 && brace < arrow || arrow < 0
                ? source.Insert(brace + 1, " if (1L > 0) { } ")
                : source.Insert(arrow + 2, " 1L > 0 ? default : ");
        Assert.Equal(["RG0006"], Compiler.Analyze(broken).Select(d => d.Id));
        Assert.Equal(Skeleton(read), Assert.Single(Compiler.Generate(Compiler.Create(broken)).Result.GeneratedTrees).ToString());
    }

    /// <summary>Mistakes of every kind, in a program that uses the cell: nothing else is red.</summary>
    [Theory]
    [MemberData(nameof(WithSkeleton))]
    public void UsesOfACell_WithAMistake_StillBind(string source)
    {
        string code =
            Compiler.Usings
            + DiagnosticCases.Complete(source)
            + """

                public static class Program
                {
                    public static double Run()
                    {
                        var shape = new Cell.Shape(2, 3);
                        var parameters = new Cell.Parameters<float>(shape);
                        var regularizer = new Cell.TikhonovRegularizer<float>(shape, new TikhonovOptions());
                        return regularizer.Evaluate(parameters.View, 1).Gain;
                    }
                }
                """;
        (Compilation output, _) = Compiler.Generate(Compiler.Create(code));
        string[] known = ["CS0649", "CS8123"]; // of a static weight (suppressed by the analyzer), and of names that contradict each other
        Assert.Empty(
            output
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && !known.Contains(d.Id))
        );
    }

    private static string Skeleton(CellSource cell) =>
        SkeletonEmitter.Emit(cell with { Model = SkeletonModel.Of(cell.Model), Skeleton = new SkeletonFacts("RG0006", default) });

    private static INamedTypeSymbol CellOf(Compilation compilation) =>
        compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .First(t => t.GetAttributes().Any(a => a.AttributeClass?.Name == "RecurrentCellAttribute"));

    private static string[] Api(INamedTypeSymbol type) => [.. Members(type).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Members(INamedTypeSymbol type) =>
        type.GetMembers()
            .Where(m => m.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected)
            .SelectMany(m =>
                m is INamedTypeSymbol nested
                    ? Members(nested).Prepend($"{nested.ToDisplayString(Signatures)} : {nested.BaseType?.ToDisplayString(Signatures)}")
                    : [m.ToDisplayString(Signatures)]
            );
}
