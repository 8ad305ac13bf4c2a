using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Reports;

namespace RegularizerGen;

/// <summary>A gain that was measured at every sequence of a batch.</summary>
/// <param name="Samples">The gain at each sequence.</param>
public sealed record MeasuredGain(IReadOnlyList<double> Samples)
{
    /// <summary>Mean over the batch.</summary>
    public double Mean { get; } = Samples.Average();

    /// <summary>The largest of the batch: what a certified gain must not fall below.</summary>
    public double Max { get; } = Samples.Max();
}

/// <summary>
/// Measured sensitivity of the last output y_T to the inputs x_1..x_T, at given input sequences: norms of the blocks J_t = ∂y_T/∂x_t that a
/// certificate over a horizon of T steps bounds for all admissible inputs at once. First order: what infinitesimal disturbances do.
/// </summary>
/// <param name="Cell">Name of the cell.</param>
/// <param name="WhiteNoise">sqrt(Σ_t ‖J_t‖_F²).</param>
/// <param name="Energy">Σ_t ‖J_t‖₂.</param>
/// <param name="Peak">Σ_t ‖J_t‖_∞, with the largest row sum.</param>
/// <param name="Steps">‖J_t‖_F per step t, oldest first.</param>
/// <param name="Channels">Per input channel, the root of the sum over steps of its squared derivatives.</param>
public sealed record SensitivityReport(
    string Cell,
    MeasuredGain WhiteNoise,
    MeasuredGain Energy,
    MeasuredGain Peak,
    IReadOnlyList<MeasuredGain> Steps,
    IReadOnlyList<MeasuredGain> Channels
)
{
    /// <summary>The gain of one kind of perturbation.</summary>
    /// <param name="perturbation">The kind of disturbance.</param>
    /// <exception cref="System.ArgumentException">It is none of the three that are measured.</exception>
    public MeasuredGain Of(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => WhiteNoise,
            Perturbation.Energy => Energy,
            Perturbation.Peak => Peak,
            _ => throw new ArgumentException(
                $"The perturbation is {perturbation}; WhiteNoise, Energy and Peak are measured.",
                nameof(perturbation)
            ),
        };

    /// <summary>What was measured, and the three gains: two lines.</summary>
    public override string ToString() => $"{SensitivityTables.Title(this)}\n{SensitivityTables.Sentence(this)}";

    /// <summary>All of it as tables for people, in plain text.</summary>
    public string ToReport() => ReportText.Write(SensitivityTables.Of(this));

    /// <summary>The same as one page of HTML that needs nothing else, with charts of the gain per step and per input channel.</summary>
    public string ToHtml() => ReportHtml.Write(SensitivityTables.Of(this));
}
