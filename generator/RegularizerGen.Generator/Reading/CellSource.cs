using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// What the transform hands to the rest of the pipeline. Compared by value at every edit: strings and exact numbers only, never a symbol,
/// syntax node, compilation or location.
/// </summary>
/// <param name="Namespace">Namespace of the cell; empty for the global one.</param>
/// <param name="ContainingTypes">Declarations of the types around it, outermost first, e.g. "partial class Outer&lt;T&gt;".</param>
/// <param name="Name">Name of the class, escaped where it is a keyword.</param>
/// <param name="FullName">Full metadata name, arity included: that of no other cell.</param>
/// <param name="QualifiedName">C# of the class as a type, from the global namespace on.</param>
/// <param name="Step">How the user's step method is called.</param>
/// <param name="Model">What was read from it.</param>
/// <param name="Members">Names of the user's own members, which nothing internal may have.</param>
/// <param name="HasAliases">Whether the user has an alias of a name that generated files want for one.</param>
/// <param name="Skeleton">For a cell that could not be read, what is known of that; null for all others.</param>
public sealed record CellSource(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string FullName,
    string QualifiedName,
    StepSignature Step,
    CellModel Model,
    EquatableArray<string> Members,
    bool HasAliases,
    SkeletonFacts? Skeleton
);

/// <summary>Why a cell has its types and signatures only.</summary>
/// <param name="Problem">Its mistakes, by number.</param>
/// <param name="LeftOut">Names that generated code cannot give to the cell, because the user did or because nothing is known of what they
/// stand for.</param>
public sealed record SkeletonFacts(string Problem, EquatableArray<string> LeftOut);

/// <summary>The user's step method as it is called.</summary>
/// <param name="Method">C# of the method, from within the cell.</param>
/// <param name="Parameters">Its parameters in order, escaped.</param>
/// <param name="ReturnType">Its return type as written in C#.</param>
/// <param name="StateItems">Per state, which item of the returned tuple is its new value; empty where a single signal is returned.</param>
/// <param name="OutputItem">Which item of the returned tuple is the output.</param>
public sealed record StepSignature(
    string Method,
    EquatableArray<string> Parameters,
    string ReturnType,
    EquatableArray<int> StateItems,
    int OutputItem
);
