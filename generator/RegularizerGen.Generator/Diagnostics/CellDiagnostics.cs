using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>All diagnostics, in order of their numbers. Every message names the user's own symbol and says what to write instead;
/// docs/diagnostics.md has a section for each.</summary>
internal static class CellDiagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "RG0001",
        "A cell must be partial",
        "'{0}' must be declared 'partial', because the cell's penalty and passes are generated into it"
    );

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "RG0002",
        "This type cannot be a cell",
        "'{0}' cannot be a cell: {1}"
    );

    public static readonly DiagnosticDescriptor NoSingleStep = Error(
        "RG0003",
        "A cell needs exactly one step",
        "'{0}' has {1}; mark exactly one method '[Step] private (Signal h, …) Step([Input] Signal " + "x, [State] Signal h, …)'"
    );

    public static readonly DiagnosticDescriptor BadParameter = Error(
        "RG0004",
        "A step parameter is no input or state",
        "Parameter '{0}' of the step must be {1}"
    );

    public static readonly DiagnosticDescriptor BadReturn = Error(
        "RG0005",
        "The step does not return the new states",
        "The step of '{0}' must return {1}"
    );

    public static readonly DiagnosticDescriptor UnreadableConstruct = Error(
        "RG0006",
        "This construct cannot be read",
        "{0} cannot be read in a step; {1}"
    );

    public static readonly DiagnosticDescriptor NoSource = Error(
        "RG0007",
        "A helper has no source",
        "'{0}' cannot be read: its source is not in this project. Move the helper into the cell as a private method, or "
            + "use a function of CellMath"
    );

    public static readonly DiagnosticDescriptor Recursion = Error(
        "RG0008",
        "A helper calls itself",
        "'{0}' calls itself; a step is read as a finite graph, so write the repetition out"
    );

    public static readonly DiagnosticDescriptor NotConstant = Error(
        "RG0009",
        "A number is not a constant",
        "'{0}' is not a compile-time constant; write a literal or a const, or make it a trainable weight"
    );

    public static readonly DiagnosticDescriptor BadWeight = Error("RG0010", "A weight cannot be used like this", "Weight '{0}' {1}");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "RG0011",
        "The C# language version is too low",
        "Generated code for '{0}' needs C# 12 or later; set <LangVersion>12</LangVersion> or 'latest' (this project uses {1})"
    );

    public static readonly DiagnosticDescriptor BadActivation = Error(
        "RG0012",
        "An activation cannot be derived",
        "Activation '{0}' cannot be used; {1}"
    );

    public static readonly DiagnosticDescriptor Unbounded = Error(
        "RG0013",
        "No bound is known for this operation",
        "{0} has no bounded sensitivity: {1}"
    );

    public static readonly DiagnosticDescriptor InputBoundMissing = new(
        "RG0014",
        "The bound is infinite without an input bound",
        "The bound of '{0}' is infinite unless '{1}' is bounded: declare [Input(Bound = …)], or always set "
            + "TikhonovOptions.InputBound and suppress this warning",
        "RegularizerGen",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0014")
    );

    public static readonly DiagnosticDescriptor FalseDeclaration = Error(
        "RG0015",
        "A declaration of an activation is false",
        "Activation '{0}' is not what it declares: {1}; correct the declaration or the formula"
    );

    public static readonly DiagnosticDescriptor UndecidedDeclaration = new(
        "RG0016",
        "A declaration of an activation could not be checked",
        "Of activation '{0}' it could not be proved from the formula that it has this: {1}; certificates list it as an "
            + "assumption (a larger constant or a simpler formula may be provable)",
        "RegularizerGen",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0016")
    );

    public static readonly DiagnosticDescriptor UnusedInput = new(
        "RG0017",
        "An input has no effect",
        "'{0}' has no effect on any new state or output; {1}",
        "RegularizerGen",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0017")
    );

    public static readonly DiagnosticDescriptor UnusedState = new(
        "RG0018",
        "A state has no effect",
        "'{0}' has no effect on any new state or output; use it, or return it as a plain output before the states and drop the parameter",
        "RegularizerGen",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0018")
    );

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "RG0019",
        "A name is reserved",
        "'{0}' is a name that generated code needs in the cell; rename it (reserved are {1})"
    );

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "RG0020",
        "The step is too large",
        "The step of '{0}' is too large to be derived: {1}"
    );

    public static readonly DiagnosticDescriptor InternalDefect = Error(
        "RG0021",
        "The generator failed",
        "Nothing can be generated for '{0}': {1}. This is a defect of RegularizerGen; other cells are not affected. "
            + "Please report it with the cell's source"
    );

    public static readonly DiagnosticDescriptor StepWithoutCell = new(
        "RG0022",
        "A step stands in a class that is no cell",
        "'{0}' has the step '{1}' but is not marked [RecurrentCell], so that nothing is generated; write '[RecurrentCell]' above the class",
        "RegularizerGen",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0022")
    );

    public static readonly DiagnosticDescriptor ForcedSize = new(
        "RG0023",
        "An input is as long as a state",
        "'{0}' must have as many elements as '{1}', because of '{2}'; unless that is meant, {3}",
        "RegularizerGen",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of("RG0023")
    );

    public static readonly DiagnosticDescriptor UnseenName = Error(
        "RG0024",
        "A step uses what is generated",
        "'{0}' uses {1}; no generator sees what generators write: declare it in a source file of the project"
    );

    /// <summary>An exception of our own, for the message of <see cref="InternalDefect"/>.</summary>
    public static string Described(Exception error) => $"{error.GetType().Name} ({error.Message.Split('\n')[0].Trim()})";

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        ImmutableArray.Create(
            NotPartial,
            UnsupportedType,
            NoSingleStep,
            BadParameter,
            BadReturn,
            UnreadableConstruct,
            NoSource,
            Recursion,
            NotConstant,
            BadWeight,
            LanguageVersion,
            BadActivation,
            Unbounded,
            InputBoundMissing,
            FalseDeclaration,
            UndecidedDeclaration,
            UnusedInput,
            UnusedState,
            ReservedName,
            TooLarge,
            InternalDefect,
            StepWithoutCell,
            ForcedSize,
            UnseenName
        );

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "RegularizerGen", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLinks.Of(id));
}
