using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>
/// Names that mean something outside of the cell where they are read, and would mean a generated member where they are compiled: what a
/// class around it, a base class, a namespace or a using directive declares.
/// </summary>
internal sealed class HiddenNames(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
{
    /// <summary>Reports every use of such a name in the cell.</summary>
    /// <returns>These names.</returns>
    public IReadOnlyCollection<string> Check(Mistakes mistakes)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences.Where(r => !MemberNames.IsGenerated(r.SyntaxTree)))
        {
            SyntaxNode declaration = part.GetSyntax(cancellation);
            SimpleNameSyntax[] used = [.. Used(declaration).Where(MayBeHidden)];
            SemanticModel model = compilation.GetSemanticModel(part.SyntaxTree);
            foreach (SimpleNameSyntax name in used.Where(n => IsHidden(n, declaration, model)))
            {
                Report(name.Identifier.ValueText, name.Identifier.GetLocation());
            }

            int within = (declaration as TypeDeclarationSyntax)?.OpenBraceToken.Span.End ?? declaration.SpanStart;
            foreach (string word in ReservedNames.TypeWords.Where(w => model.LookupNamespacesAndTypes(within, name: w).Any(IsOutside)))
            {
                Report(word, type.Locations[0]);
            }
        }

        return found;

        void Report(string name, Location place)
        {
            found.Add(name);
            mistakes.Add(UnreadableException.At(CellDiagnostics.ReservedName, place, name, ReservedNames.Listed));
        }
    }

    /// <summary>Names in the cell that are looked up from where they stand: not those behind a dot, of arguments and of what is
    /// initialized.</summary>
    public static IEnumerable<SimpleNameSyntax> Used(SyntaxNode declaration) =>
        declaration
            .DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name =>
                name.Parent switch
                {
                    MemberAccessExpressionSyntax access => access.Expression == name,
                    QualifiedNameSyntax qualified => qualified.Left == name,
                    AliasQualifiedNameSyntax or MemberBindingExpressionSyntax => false,
                    NameColonSyntax or NameEqualsSyntax or AttributeSyntax => false,
                    AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
                    _ => true,
                }
            );

    private static bool MayBeHidden(SimpleNameSyntax name) =>
        ReservedNames.Hides(
            name.Identifier.ValueText,
            (name as GenericNameSyntax)?.Arity ?? 0,
            SyntaxFacts.IsInTypeOnlyContext(name),
            name.Parent is InvocationExpressionSyntax
        );

    private bool IsHidden(SimpleNameSyntax name, SyntaxNode cell, SemanticModel model)
    {
        return model.GetSymbolInfo(name, cancellation).Symbol is { } symbol
            && (
                symbol is INamespaceOrTypeSymbol and not ITypeParameterSymbol
                || symbol is IFieldSymbol or IPropertySymbol or IEventSymbol
                || symbol is IMethodSymbol { MethodKind: not MethodKind.LocalFunction }
            )
            && !IsWithin(symbol)
            && !name.Ancestors().TakeWhile(a => a != cell).OfType<TypeDeclarationSyntax>().Any(inner => Has(inner, symbol, model));
    }

    private bool IsOutside(ISymbol symbol) => !IsWithin(symbol) && !SymbolEqualityComparer.Default.Equals(symbol, type);

    /// <summary>Whether a symbol is a member of the cell, or of a class in it.</summary>
    private bool IsWithin(ISymbol symbol)
    {
        INamedTypeSymbol? declaring = symbol.ContainingType;
        while (declaring is not null && !SymbolEqualityComparer.Default.Equals(declaring.OriginalDefinition, type))
        {
            declaring = declaring.ContainingType;
        }

        return declaring is not null;
    }

    /// <summary>Whether a class within the cell has the member from its own base classes: it is looked for there first.</summary>
    private bool Has(TypeDeclarationSyntax inner, ISymbol symbol, SemanticModel model)
    {
        INamedTypeSymbol? declaring = model.GetDeclaredSymbol(inner, cancellation);
        while (declaring is not null && !SymbolEqualityComparer.Default.Equals(declaring, symbol.ContainingType))
        {
            declaring = declaring.BaseType;
        }

        return declaring is not null;
    }
}
