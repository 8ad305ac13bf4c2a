using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegularizerGen.CodeFixes;

/// <summary>The line break that a file is written with.</summary>
internal static class LineBreaks
{
    public static SyntaxTrivia Of(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } first
            ? first
            : SyntaxFactory.LineFeed;
}
