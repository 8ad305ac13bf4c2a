using System.Collections.Generic;
using RegularizerGen.Evaluate;

namespace RegularizerGen.CellChecks;

/// <summary>What became of one source.</summary>
/// <param name="Source">The source.</param>
/// <param name="IsCSharp">Whether it compiles without the generator.</param>
/// <param name="Reported">Our diagnostics that are errors; each begins with its ID.</param>
/// <param name="Cells">The compiled cells, where they were accepted.</param>
/// <param name="Problem">What contradicts the rule that a cell is either refused with a diagnostic or compiled, whatever the source is;
/// null where nothing does.</param>
public sealed record Outcome(
    string Source,
    bool IsCSharp,
    IReadOnlyList<string> Reported,
    IReadOnlyList<CompiledCell> Cells,
    string? Problem
);
