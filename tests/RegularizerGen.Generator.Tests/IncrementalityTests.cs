using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.Generator.Tests;

/// <summary>An edit elsewhere must not derive or emit anything anew, and models must hold nothing of the compiler.</summary>
public sealed class IncrementalityTests
{
    private static readonly string Lstm = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "Cells.cs"));

    [Fact]
    public void UnrelatedEdit_KeepsModelsAndFiles()
    {
        (GeneratorDriver driver, CSharpCompilation compilation) = FirstRun();
        GeneratorRunResult second = Run(
            driver,
            compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated { }", Compiler.Parse))
        );
        Assert.All(Reasons(second, CellGenerator.EmitStep), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void CommentInTheCell_RereadsButEmitsNothingAnew()
    {
        (GeneratorDriver driver, CSharpCompilation compilation) = FirstRun();
        SyntaxTree tree = compilation.SyntaxTrees[0];
        GeneratorRunResult second = Run(
            driver,
            compilation.ReplaceSyntaxTree(
                tree,
                CSharpSyntaxTree.ParseText(
                    Lstm.Replace("Signal i = ", "Signal i = /* input gate */ ", StringComparison.Ordinal),
                    Compiler.Parse,
                    tree.FilePath
                )
            )
        );
        Assert.All(Reasons(second, CellGenerator.ReadStep), r => Assert.Equal(IncrementalStepRunReason.Unchanged, r));
        Assert.All(Reasons(second, CellGenerator.EmitStep), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void ChangedEquation_EmitsThatCellAnew()
    {
        (GeneratorDriver driver, CSharpCompilation compilation) = FirstRun();
        SyntaxTree tree = compilation.SyntaxTrees[0];
        GeneratorRunResult second = Run(
            driver,
            compilation.ReplaceSyntaxTree(
                tree,
                CSharpSyntaxTree.ParseText(
                    Lstm.Replace("=> Tanh(W * x", "=> Sigmoid(W * x", StringComparison.Ordinal),
                    Compiler.Parse,
                    tree.FilePath
                )
            )
        );
        Assert.Single(Reasons(second, CellGenerator.EmitStep), IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void Models_HoldNothingOfTheCompiler()
    {
        (GeneratorDriver driver, _) = FirstRun();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (
            object value in driver
                .GetRunResult()
                .Results.Single()
                .TrackedSteps.Where(s => s.Key is CellGenerator.ReadStep or CellGenerator.EmitStep)
                .SelectMany(s => s.Value)
                .SelectMany(s => s.Outputs)
                .Select(o => o.Value)
        )
        {
            Walk(value, seen);
        }

        Assert.Contains(seen, o => o is Derivation.CellModel);
    }

    private static void Walk(object? value, HashSet<object> seen)
    {
        if (value is null || value.GetType().IsPrimitive || value is string || !seen.Add(value))
        {
            return;
        }

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or IOperation,
            $"A model holds a {value.GetType()}."
        );
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, seen);
            }
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (
                FieldInfo field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            {
                Walk(field.GetValue(value), seen);
            }
        }
    }

    private static (GeneratorDriver Driver, CSharpCompilation Compilation) FirstRun()
    {
        CSharpCompilation compilation = Compiler.Create(Lstm);
        var options = new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        return (
            CSharpGeneratorDriver
                .Create([new CellGenerator().AsSourceGenerator()], parseOptions: Compiler.Parse, driverOptions: options)
                .RunGenerators(compilation),
            compilation
        );
    }

    private static GeneratorRunResult Run(GeneratorDriver driver, Compilation compilation) =>
        driver.RunGenerators(compilation).GetRunResult().Results.Single();

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);
}
