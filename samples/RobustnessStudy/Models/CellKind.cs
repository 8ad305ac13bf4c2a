using System;
using System.Collections.Generic;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>A kind of cell that the study trains.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Create">Makes one of so many inputs and units, for windows of a length, and so many of them.</param>
/// <param name="ForgetBias">The bias that starts at 1 (Jozefowicz, Zaremba and Sutskever 2015); null where there is none.</param>
public sealed record CellKind(string Name, Func<int, int, int, int, ICell> Create, string? ForgetBias = null)
{
    /// <summary>All kinds: two gated ones, and one whose states move by a residual.</summary>
    public static IReadOnlyList<CellKind> All { get; } =
    [
        new("lstm", (inputs, units, length, batch) => new LstmCell(inputs, units, length, batch), nameof(Lstm.View<>.bf)),
        new("gru", (inputs, units, length, batch) => new GruCell(inputs, units, length, batch)),
        new("lem", (inputs, units, length, batch) => new LemCell(inputs, units, length, batch)),
    ];
}
