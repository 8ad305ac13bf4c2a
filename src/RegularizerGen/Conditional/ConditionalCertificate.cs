using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Certificates;
using RegularizerGen.Reports;

namespace RegularizerGen;

/// <summary>
/// What is proved about a cell on ranges that were observed or declared, not proved: it holds as far as a <see cref="RangeMonitor"/> that
/// watches the nominal sequence stays quiet, and for sequences that differ from it by at most the radii. None of its figures is a figure
/// of <see cref="Certificate"/>. All of them are upper bounds that survive rounding.
/// </summary>
/// <remarks>The theorem and its proof: docs/conditional.md.</remarks>
public sealed record ConditionalCertificate
{
    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>All that it is conditional on, as sentences.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>By channel of the inputs, how far they may differ from those of the watched sequence.</summary>
    public required IReadOnlyList<double> ChannelRadii { get; init; }

    /// <summary>How far every unit of a state may differ before the first step.</summary>
    public required double InitialRadius { get; init; }

    /// <summary>Steps from the start that it covers; null for any number.</summary>
    public required int? Steps { get; init; }

    /// <summary>α: on the ranges, every step stretches the curve of states between two sequences, inputs and start on a line, by at most
    /// this in one norm ‖T s‖ (docs/structured.md). At 1 or above it bounds growth, and only <see cref="Steps"/> steps are
    /// covered.</summary>
    public required double Rate { get; init; }

    /// <summary>What the gains bound.</summary>
    public required Perturbation Perturbation { get; init; }

    /// <summary>Steps that <see cref="Finite"/> covers.</summary>
    public required int Horizon { get; init; }

    /// <summary>Gains over the horizon, for any two sequences within the radii.</summary>
    public required CertifiedGains Finite { get; init; }

    /// <summary>Gains over any number of steps; infinite where the rate is not below 1.</summary>
    public required CertifiedGains Gains { get; init; }

    /// <summary>γ with Σ_t ‖δy_t‖² ≤ γ² Σ_t ‖δx_t‖² from equal states, disturbances in multiples of their scales; infinite where the rate
    /// is not below 1, or none was found in time.</summary>
    public required double FiniteEnergyGain { get; init; }

    /// <summary>No output, or row of the read-out, moves by more than this from the watched one, at any step that is covered; the initial
    /// difference included. Both are values of exact arithmetic.</summary>
    public required IReadOnlyList<double> Movement { get; init; }

    /// <summary>What is to be watched: values must stay between lower + margin + slack and upper - margin - slack.</summary>
    public required IReadOnlyList<WatchedRange> Watched { get; init; }

    /// <summary>What can never be fulfilled: ranges that are not wider than twice their margins. The certificate is void then.</summary>
    public required IReadOnlyList<NarrowRange> TooNarrow { get; init; }

    /// <summary>Whether the rate is below 1 and no range is too narrow: the cell forgets as long as the conditions hold.</summary>
    public bool IsConditionallyContractive => Rate < 1 && TooNarrow.Count == 0;

    /// <summary>The certificate as JSON; infinite numbers become null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CertificateJson.Default.ConditionalCertificate);

    /// <summary>A certificate from JSON, for a monitor where the network runs.</summary>
    /// <param name="json">What was written by ToJson.</param>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static ConditionalCertificate FromJson(string json) =>
        JsonSerializer.Deserialize(json, CertificateJson.Default.ConditionalCertificate)
            is { Conditions: not null, ChannelRadii: not null, Movement: not null, TooNarrow: not null, Watched: not null } read
        && read.Watched.All(w => w is { Signal: not null, Lower: not null, Upper: not null, Margin: not null })
        && read.Watched.All(w => w is { FloatSlack: not null, DoubleSlack: not null })
            ? read
            : throw new JsonException("There is no certificate, or some of it is missing.");

    /// <summary>That it is conditional, on how much, and what it is worth then: two lines.</summary>
    public override string ToString() => $"{ConditionalReport.Title(this)} ({Conditions.Count})\n{ConditionalReport.Verdict(this)}";

    /// <summary>The whole certificate for people, in plain text, the conditions first; numbers have four digits, rounded outward.</summary>
    public string ToReport() => ConditionalReport.Write(this);

    /// <summary>The same as one page of HTML that needs nothing else, the conditions first, with charts of movements and ranges.</summary>
    public string ToHtml() => ReportHtml.Write(ConditionalTables.Of(this));
}

/// <summary>The range of a signal, and how far within it watched values must stay.</summary>
/// <param name="Signal">Its name.</param>
/// <param name="Lower">Lower ends [units].</param>
/// <param name="Upper">Upper ends [units].</param>
/// <param name="Margin">How far a unit moves while inputs and initial states are off by at most the radii [units].</param>
/// <param name="FloatSlack">How far a pass in float is from exact arithmetic at most [units].</param>
/// <param name="DoubleSlack">The same of a pass in double.</param>
public sealed record WatchedRange(
    string Signal,
    IReadOnlyList<double> Lower,
    IReadOnlyList<double> Upper,
    IReadOnlyList<double> Margin,
    IReadOnlyList<double> FloatSlack,
    IReadOnlyList<double> DoubleSlack
);

/// <summary>A range that is too narrow for its margin, at one unit.</summary>
/// <param name="Signal">Name of the signal.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Width">How wide the range is.</param>
/// <param name="Margin">The margin on either side, rounding in double included.</param>
/// <param name="Missing">By how much the range must at least be wider.</param>
public sealed record NarrowRange(string Signal, int Unit, double Width, double Margin, double Missing);
