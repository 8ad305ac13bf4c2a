using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.SourceMutants.Tests;

/// <summary>The cells that are mutated: those of samples/CellZoo and of tests/Golden, each as a source of its own.</summary>
internal static class SourceCells
{
    /// <summary>The sources, in an order that does not depend on the machine.</summary>
    public static string[] All { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Sources"), "*.cs")
            .Order(StringComparer.Ordinal)
            .SelectMany(file =>
                CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes(n => n is not ClassDeclarationSyntax)
            )
            .OfType<ClassDeclarationSyntax>()
            .Select(cell => cell.WithoutLeadingTrivia().ToFullString())
            .Where(text => text.Contains("[RecurrentCell]", StringComparison.Ordinal)),
    ];
}
