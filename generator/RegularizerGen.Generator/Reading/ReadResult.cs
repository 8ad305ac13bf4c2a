using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>A cell that was read, or what keeps it from being read.</summary>
/// <param name="Source">The cell; null where a diagnostic (ours or the compiler's own) explains why.</param>
/// <param name="Skeleton">What is known of a cell that could not be read: enough for its types and signatures; null where nothing can be
/// generated into the class.</param>
/// <param name="Diagnostics">What is to be reported.</param>
internal sealed record ReadResult(CellSource? Source, CellSource? Skeleton, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The files of which bodies were read, not only declarations; null where that is not known.</summary>
    public IReadOnlyCollection<SyntaxTree>? Bodies { get; init; }
}

/// <summary>Ends the reading of a cell. Without a diagnostic the code is only half typed, and the compiler says what is missing.</summary>
internal sealed class UnreadableException(Diagnostic? diagnostic, params object[] arguments) : Exception
{
    public Diagnostic? Diagnostic { get; } = diagnostic;

    /// <summary>What the diagnostic's message is made of.</summary>
    public object[] Arguments { get; } = arguments;

    public static UnreadableException At(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        new(Diagnostic.Create(descriptor, location, arguments), arguments);

    /// <summary>With a kind of <see cref="FixNames"/> and its text, for a code fix.</summary>
    public static UnreadableException Fixable(
        DiagnosticDescriptor descriptor,
        Location location,
        string? fix,
        string? text,
        params object[] arguments
    ) =>
        new(
            Diagnostic.Create(
                descriptor,
                location,
                fix is null
                    ? null
                    : ImmutableDictionary<string, string?>.Empty.Add(FixNames.Kind, fix).Add(FixNames.Text, text ?? string.Empty),
                arguments
            ),
            arguments
        );
}
