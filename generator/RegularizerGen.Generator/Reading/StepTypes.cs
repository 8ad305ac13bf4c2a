using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>The types that a step is written with.</summary>
internal static class StepTypes
{
    /// <summary>The name of a type; empty for tuples, whose names have those of all their elements: pairs of pairs of pairs would never
    /// end.</summary>
    public static string NameOf(ITypeSymbol? type) => type is null or { IsTupleType: true } ? string.Empty : type.ToDisplayString();

    /// <summary>Whether a type is one of them.</summary>
    public static bool IsOne(ITypeSymbol? type) => IsWeight(type) || NameOf(type) == KnownNames.Signal;

    /// <summary>The weight that arrays, lists and nullable values of a type hold; null where they hold none.</summary>
    public static ITypeSymbol? HeldWeight(ITypeSymbol type) =>
        type switch
        {
            IArrayTypeSymbol { ElementType: var element } when IsWeight(element) => element,
            INamedTypeSymbol { TypeKind: not TypeKind.Delegate, TypeArguments: [var argument] } when IsWeight(argument) => argument,
            _ => null,
        };

    /// <summary>Whether a field of a type is a weight.</summary>
    public static bool IsWeight(ITypeSymbol? type) => WeightsReader.KindOf(NameOf(type)) is not null;
}
