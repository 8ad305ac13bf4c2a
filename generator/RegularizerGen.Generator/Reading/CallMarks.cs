using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>Attributes that make every use of a member an error, that by generated code included.</summary>
internal static class CallMarks
{
    /// <summary>The attribute in words; null where generated code may use the member. Within what bears the same attribute the compiler
    /// says nothing.</summary>
    public static string? Of(ISymbol member) =>
        Find(member, KnownNames.ObsoleteAttribute) is { ConstructorArguments: [_, { Value: true }] }
        && !IsWithin(member, KnownNames.ObsoleteAttribute)
            ? "[Obsolete] as an error"
        : Find(member, KnownNames.ExperimentalAttribute) is not null && !IsWithin(member, KnownNames.ExperimentalAttribute)
            ? "[Experimental]"
        : null;

    private static bool IsWithin(ISymbol member, string attribute)
    {
        for (INamedTypeSymbol? outer = member.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (Find(outer, attribute) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static AttributeData? Find(ISymbol symbol, string attribute) => ParameterReader.AttributeOf(symbol, attribute);
}
