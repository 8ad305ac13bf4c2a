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

    /// <summary>Words that generated code needs with the meaning that they have in C#, and its type parameter.</summary>
    private static readonly string[] Words = ["TElement", "nameof", "unmanaged", "var"];

    /// <summary>Those of these words that no type may be called that the cell can see.</summary>
    public static readonly string[] TypeWords = ["unmanaged", "var"];

    /// <summary>All of them, for a diagnostic.</summary>
    public static string Listed { get; } = string.Join(", ", Public.Concat(Words));

    /// <summary>Names of the members that are generated.</summary>
    public static IReadOnlyCollection<string> Members => Public;

    public static bool Contains(string name) => Public.Contains(name) || Array.IndexOf(Words, name) >= 0 || IsAccessor(name);

    /// <summary>Names that the compiler gives to the accessors of properties: of two weights Q and get_Q one view cannot be made.</summary>
    private static bool IsAccessor(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal);
}
