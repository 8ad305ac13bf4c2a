using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Generator;

/// <summary>The names of what generated code adds to a cell for everyone to see, which no member of the cell can have.</summary>
internal static class ReservedNames
{
    private static readonly SortedSet<string> Public = new(StringComparer.Ordinal)
    {
        "Certify",
        "CertifyAround",
        "CertifyWithin",
        "Derivation",
        "Description",
        "InitialStates",
        "JacobianPenalty",
        "LargestContractiveBound",
        "LargestRadius",
        "Next",
        "ObserveRanges",
        "Parameters",
        "Sensitivity",
        "Shape",
        "StabilityMargin",
        "Stream",
        "TikhonovRegularizer",
        "UnitwiseRegularizer",
        "Unrolled",
        "View",
        "ViewOf",
    };

    /// <summary>Those of them that are types, with the number of their type parameters.</summary>
    private static readonly Dictionary<string, int> Types = new(StringComparer.Ordinal)
    {
        ["Derivation"] = 0,
        ["InitialStates"] = 1,
        ["JacobianPenalty"] = 1,
        ["Parameters"] = 1,
        ["Shape"] = 0,
        ["StabilityMargin"] = 1,
        ["TikhonovRegularizer"] = 1,
        ["UnitwiseRegularizer"] = 1,
        ["Unrolled"] = 1,
        ["View"] = 1,
    };

    /// <summary>That which is a property; all others are methods.</summary>
    private const string Property = "Description";

    /// <summary>Words that generated code needs with the meaning that they have in C#, and its type parameter.</summary>
    private static readonly string[] Words = ["TElement", "nameof", "unmanaged", "var"];

    /// <summary>Those of these words that no type may be called that the cell can see.</summary>
    public static readonly string[] TypeWords = ["unmanaged", "var"];

    /// <summary>All of them, for a diagnostic.</summary>
    public static string Listed { get; } = string.Join(", ", Public.Concat(Words));

    /// <summary>Names of the members that are generated.</summary>
    public static IReadOnlyCollection<string> Members => Public;

    /// <summary>Whether the generated member of that name hides what is declared outside, where it is used in this way: types do of their
    /// number of type arguments, methods and properties do but where a type is meant, and what is called can only be a method.</summary>
    public static bool Hides(string name, int typeArguments, bool isType, bool isCalled) =>
        Types.TryGetValue(name, out int parameters) ? parameters == typeArguments && !isCalled
        : name == Property ? typeArguments == 0 && !isType && !isCalled
        : Public.Contains(name) && !isType;

    public static bool Contains(string name) => Public.Contains(name) || Array.IndexOf(Words, name) >= 0 || IsAccessor(name);

    /// <summary>Names that the compiler gives to the accessors of properties: of two weights Q and get_Q one view cannot be made.</summary>
    private static bool IsAccessor(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal);
}
