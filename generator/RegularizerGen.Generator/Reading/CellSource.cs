using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// What the transform hands to the rest of the pipeline. Compared by value at every edit: strings and exact numbers only, never a symbol,
/// syntax node, compilation or location.
/// </summary>
/// <param name="Namespace">Namespace of the cell; empty for the global one.</param>
/// <param name="ContainingTypes">Declarations of the types around it, outermost first, e.g. "partial class Outer&lt;T&gt;".</param>
/// <param name="Name">Name of the class, escaped where it is a keyword.</param>
/// <param name="HintName">Unique name of the generated file: full metadata name, arity included.</param>
/// <param name="Step">How the user's step method is called.</param>
/// <param name="Model">What was read from it.</param>
public sealed record CellSource(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string HintName,
    StepSignature Step,
    CellModel Model
);

/// <summary>The user's step method as it is called.</summary>
/// <param name="Method">Its name, escaped.</param>
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
