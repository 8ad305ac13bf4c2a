using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>The types that a step is written with.</summary>
internal static class StepTypes
{
    /// <summary>Whether a type is one of them.</summary>
    public static bool IsOne(ITypeSymbol? type) => IsWeight(type) || type?.ToDisplayString() == KnownNames.Signal;

    /// <summary>Whether a field of a type is a weight.</summary>
    public static bool IsWeight(ITypeSymbol? type) => type is not null && WeightsReader.KindOf(type.ToDisplayString()) is not null;
}
