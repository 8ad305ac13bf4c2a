using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>A cell that was read, or what keeps it from being read. Source is null where a diagnostic (ours or the compiler's own) explains
/// why.</summary>
internal sealed record ReadResult(CellSource? Source, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Ends the reading of a cell. Without a diagnostic the code is only half typed, and the compiler says what is missing.</summary>
internal sealed class UnreadableException(Diagnostic? diagnostic) : Exception
{
    public Diagnostic? Diagnostic { get; } = diagnostic;

    public static UnreadableException At(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        new(Diagnostic.Create(descriptor, location, arguments));
}
