using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RegularizerGen.SourceMutants.Tests;

/// <summary>Changes the tokens of a source, as typing, merging and other tools do: what comes out need not be C#.</summary>
internal sealed partial class TokenMutator(Random random)
{
    /// <summary>The mutant of a number: one of all cells with one to three changes.</summary>
    public static string Mutant(int number)
    {
        var random = new Random(number);
        var mutator = new TokenMutator(random);
        string source = mutator.Pick(SourceCells.All);
        for (int count = 1 + (random.Next(3) / 2) + (random.Next(6) / 5); count > 0; count--)
        {
            source = mutator.Once(source);
        }

        return source;
    }

    private string Once(string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        SyntaxToken[] tokens = [.. root.DescendantTokens().Where(t => t.Span.Length > 0)];
        return tokens.Length < 4
            ? source
            : random.Next(26) switch
            {
                0 => Truncated(source, Pick(tokens)),
                1 => Edit(source, Pick(tokens).Span, string.Empty),
                2 => Pick(tokens) is var token ? source.Insert(token.Span.End, " " + token.Text) : source,
                3 or 4 => Swapped(source, tokens),
                5 or 6 => Edit(source, Pick(tokens).Span, Pick(Scraps)),
                7 or 8 => Renamed(source, tokens),
                9 => Spliced(source, tokens),
                (>= 10 and <= 12) or 20 or 21 or 22 => Replaced(source, root),
                13 or 14 or 23 => Literal(source, root, tokens),
                15 or 16 or 24 => Attribute(source, root),
                _ => Operator(source, tokens),
            };
    }

    /// <summary>Cut off, or with a hole.</summary>
    private string Truncated(string source, SyntaxToken at) =>
        random.Next(2) == 0
            ? source[..at.SpanStart]
            : source.Remove(at.SpanStart, Math.Min(random.Next(2, 60), source.Length - at.SpanStart));

    private string Swapped(string source, SyntaxToken[] tokens)
    {
        int k = random.Next(tokens.Length - 1);
        (SyntaxToken a, SyntaxToken b) = (tokens[k], tokens[k + 1]);
        return source[..a.SpanStart] + b.Text + source[a.Span.End..b.SpanStart] + a.Text + source[b.Span.End..];
    }

    private string Renamed(string source, SyntaxToken[] tokens)
    {
        SyntaxToken[] names = [.. tokens.Where(t => t.IsKind(SyntaxKind.IdentifierToken))];
        if (names.Length == 0)
        {
            return source;
        }

        SyntaxToken name = Pick(names);
        string other = random.Next(3) == 0 ? Pick(Names) : Pick(names).Text;
        // All places or one.
        return random.Next(2) == 0
            ? names.Where(n => n.Text == name.Text).Reverse().Aggregate(source, (text, n) => Edit(text, n.Span, other))
            : Edit(source, name.Span, other);
    }

    /// <summary>A run of tokens of another cell in the place of one of this.</summary>
    private string Spliced(string source, SyntaxToken[] tokens)
    {
        string from = Pick(SourceCells.All);
        SyntaxToken[] others = [.. CSharpSyntaxTree.ParseText(from).GetRoot().DescendantTokens()];
        TextSpan Run(SyntaxToken[] all)
        {
            int start = random.Next(all.Length);
            int end = Math.Min(all.Length - 1, start + random.Next(12));
            return TextSpan.FromBounds(all[start].SpanStart, all[end].Span.End);
        }

        TextSpan taken = Run(others);
        return Edit(source, Run(tokens), from[taken.Start..taken.End]);
    }

    /// <summary>An expression or statement for one of the same kind, of this cell or another.</summary>
    private string Replaced(string source, SyntaxNode root)
    {
        static bool IsPiece(SyntaxNode node) =>
            node is ExpressionSyntax or StatementSyntax or MemberDeclarationSyntax { Parent: TypeDeclarationSyntax };
        SyntaxNode[] pieces = [.. root.DescendantNodes().Where(IsPiece)];
        SyntaxNode other = random.Next(2) == 0 ? root : CSharpSyntaxTree.ParseText(Pick(SourceCells.All)).GetRoot();
        SyntaxNode? at = pieces.Length == 0 ? null : Pick(pieces);
        SyntaxNode[] alike =
        [
            .. other.DescendantNodes().Where(n => (n is ExpressionSyntax && at is ExpressionSyntax) || n.RawKind == at?.RawKind),
        ];
        return at is null || alike.Length == 0 ? source : Edit(source, at.Span, Pick(alike).ToString());
    }

    private string Literal(string source, SyntaxNode root, SyntaxToken[] tokens)
    {
        SyntaxToken[] numbers = [.. tokens.Where(t => t.IsKind(SyntaxKind.NumericLiteralToken))];
        ExpressionSyntax[] values = [.. root.DescendantNodes().OfType<BinaryExpressionSyntax>()];
        return numbers.Length > 0 && random.Next(2) == 0 ? Edit(source, Pick(numbers).Span, Pick(Literals))
            : values.Length > 0 && Pick(values) is var value ? Edit(source, value.Span, $"({Pick(Literals)} * ({value}))")
            : source;
    }

    private string Attribute(string source, SyntaxNode root)
    {
        AttributeSyntax[] attributes = [.. root.DescendantNodes().OfType<AttributeSyntax>()];
        return attributes.Length == 0 ? source : Edit(source, Pick(attributes).Span, Pick(Attributes));
    }

    private string Operator(string source, SyntaxToken[] tokens)
    {
        SyntaxToken[] operators = [.. tokens.Where(t => Operators.Contains(t.Text))];
        return operators.Length == 0 ? source : Edit(source, Pick(operators).Span, Pick(Operators));
    }

    private static string Edit(string source, TextSpan span, string text) => source[..span.Start] + text + source[span.End..];

    private T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
