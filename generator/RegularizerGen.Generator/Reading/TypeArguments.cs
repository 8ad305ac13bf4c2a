using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegularizerGen.Generator;

/// <summary>Type parameters in what generated code names: it stands within the cell, where those of the cell's own classes have a meaning,
/// and no others.</summary>
internal static class TypeArguments
{
    /// <summary>Whether a type can be named within a cell: it has no type parameters of others, and is not of one file only.</summary>
    public static bool CanBeNamed(INamedTypeSymbol type, INamedTypeSymbol cell)
    {
        var open = new Stack<ITypeSymbol>([type]);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ITypeParameterSymbol parameter when !Around(cell).Any(t => t.TypeParameters.Contains(parameter)):
                case INamedTypeSymbol { IsFileLocal: true }:
                    return false;
                case INamedTypeSymbol named:
                    Push(named.ContainingType);
                    foreach (ITypeSymbol argument in named.TypeArguments)
                    {
                        Push(argument);
                    }

                    break;
                case IArrayTypeSymbol array:
                    Push(array.ElementType);
                    break;
                case IPointerTypeSymbol pointer:
                    Push(pointer.PointedAtType);
                    break;
            }
        }

        return true;

        void Push(ITypeSymbol? part)
        {
            if (part is not null)
            {
                open.Push(part);
            }
        }
    }

    /// <summary>Refuses a method of the cell, or of a class around it, by other type arguments than their own: what it names would be named
    /// by those of the cell.</summary>
    public static void Require(IInvocationOperation call, INamedTypeSymbol cell)
    {
        INamedTypeSymbol? type = call.TargetMethod.ContainingType;
        bool isOther = type is { IsGenericType: true } && !SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition);
        if (isOther && Around(cell).Contains(type!.OriginalDefinition, SymbolEqualityComparer.Default))
        {
            throw Refusal.Of(
                call,
                $"{Refusal.Quoted(call)}, a method of '{type.ToDisplayString()}',",
                $"call that of '{type.OriginalDefinition.ToDisplayString()}', within which the cell is"
            );
        }
    }

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol cell)
    {
        for (INamedTypeSymbol? type = cell.OriginalDefinition; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }
}
