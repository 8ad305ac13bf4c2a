using System.Collections.Generic;

namespace RegularizerGen.Reports;

/// <summary>What a report says, however it is written.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Verdict">One sentence: what it is worth.</param>
/// <param name="Notes">What it rests on.</param>
/// <param name="Sections">Tables, in order.</param>
internal sealed record Report(string Title, string Verdict, IReadOnlyList<string> Notes, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>What the notes are, on a page.</summary>
    public string NotesHeading { get; init; } = "Assumed";

    /// <summary>Whether the verdict is worth nothing without the notes: on a page they come before it.</summary>
    public bool HasNotesFirst { get; init; }
}

/// <summary>A table with a heading.</summary>
/// <param name="Heading">What it shows.</param>
/// <param name="Unit">In what its numbers are, or how they are to be read; empty where there is nothing to say.</param>
/// <param name="Columns">Names of the columns; the first is the rows' own and may be empty.</param>
/// <param name="Rows">Cells, as many in each row as there are columns.</param>
/// <param name="Bars">What a chart of it shows; null for none.</param>
internal sealed record ReportSection(
    string Heading,
    string Unit,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<ReportBar>? Bars = null
)
{
    /// <summary>What a chart over steps shows; null for none.</summary>
    public ReportBand? Band { get; init; }
}

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end; infinite for one without an end.</param>
/// <param name="Text">The numbers.</param>
internal sealed record ReportBar(string Label, double From, double To, string Text);

/// <summary>A value over steps and the band in which it stays.</summary>
/// <param name="Lower">Lower ends [steps].</param>
/// <param name="Middle">Values [steps].</param>
/// <param name="Upper">Upper ends [steps].</param>
internal sealed record ReportBand(IReadOnlyList<double> Lower, IReadOnlyList<double> Middle, IReadOnlyList<double> Upper);
