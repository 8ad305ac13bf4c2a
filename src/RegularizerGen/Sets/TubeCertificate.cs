using System.Collections.Generic;
using RegularizerGen.Reports;

namespace RegularizerGen;

/// <summary>
/// What was proved about a cell around one nominal input sequence: for every input sequence within the given distance of it. All bounds
/// survive rounding; they hold for the real-arithmetic map of the given weights (an implementation in floating point adds its own rounding
/// errors).
/// </summary>
/// <remarks>The method and its proofs: docs/sets.md.</remarks>
public sealed record TubeCertificate
{
    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Steps of the sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>The largest distance of an input from the nominal one.</summary>
    public required double Radius { get; init; }

    /// <summary>Steps for which everything is bounded; less than <see cref="Steps"/> only where numbers leave the range of
    /// double.</summary>
    public required int BoundedSteps { get; init; }

    /// <summary>The nominal output, or read-out of it, [steps][outputs]: the middle of what encloses it.</summary>
    public required IReadOnlyList<double[]> Nominal { get; init; }

    /// <summary>No admissible sequence takes the output below this [steps][outputs].</summary>
    public required IReadOnlyList<double[]> Lower { get; init; }

    /// <summary>No admissible sequence takes the output above this [steps][outputs].</summary>
    public required IReadOnlyList<double[]> Upper { get; init; }

    /// <summary>No admissible sequence moves the output from its nominal value by more than this [steps][outputs].</summary>
    public required IReadOnlyList<double[]> Movement { get; init; }

    /// <summary>Ranges of every signal of the step, at every step.</summary>
    public required IReadOnlyList<SignalReach> Reach { get; init; }

    /// <summary>How strongly the last output depends on the inputs, anywhere within the set; null where they were not asked for (<see
    /// cref="TubeOptions.WithGains"/>), and in certificates of a search for a radius.</summary>
    public required TubeGains? Gains { get; init; }

    /// <summary>Which output is the largest at the last step, and by how much it stays so; null for a single output.</summary>
    public required TubeMargins? Margins { get; init; }

    /// <summary>What the certificate rests on besides the weights, as sentences: declared invariant ranges, and what is declared of
    /// activations without having been proved.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>What was certified, and what it is worth: two lines.</summary>
    public override string ToString() => $"{TubeReport.Title(this)}\n{TubeReport.Sentence(this)}";

    /// <summary>The whole certificate as tables for people, in plain text; numbers have four digits, rounded outward.</summary>
    public string ToReport() => ReportText.Write(TubeReport.Of(this));

    /// <summary>The same as one page of HTML that needs nothing else, with charts of outputs and their bands, gains and ranges.</summary>
    public string ToHtml() => ReportHtml.Write(TubeReport.Of(this));
}

/// <summary>The range of a signal at every step.</summary>
/// <param name="Signal">The user's name of the signal.</param>
/// <param name="Kind">What it is: "state" for the new value of a state, "output", or the operator that makes it.</param>
/// <param name="Lower">No unit is below this [steps][units].</param>
/// <param name="Upper">No unit is above this [steps][units].</param>
public sealed record SignalReach(string Signal, string Kind, IReadOnlyList<double[]> Lower, IReadOnlyList<double[]> Upper);

/// <summary>Gains of the last output y_T on a set: as of the scalar bound (docs/theory.md), with suprema over the set instead of over all
/// inputs. Inputs count by the scales that the cell declares for them.</summary>
public sealed record TubeGains
{
    /// <summary>A bound of sup |∂y_T/∂x_t|, without scales, [steps][outputs · inputs], output by output.</summary>
    public required IReadOnlyList<double[]> Entries { get; init; }

    /// <summary>A bound of sup |∂y_T/∂s_0|, [outputs · units of all states], output by output.</summary>
    public required IReadOnlyList<double> InitialStates { get; init; }

    /// <summary>sqrt(Σ_t,i sup ‖∂y_T/∂x_t,i‖²).</summary>
    public required double WhiteNoise { get; init; }

    /// <summary>Σ_t sup ‖∂y_T/∂x_t‖₂.</summary>
    public required double Energy { get; init; }

    /// <summary>Σ_t sup ‖∂y_T/∂x_t‖_∞.</summary>
    public required double Peak { get; init; }

    /// <summary>What every step contributes to <see cref="WhiteNoise"/> (squared), <see cref="Energy"/> and <see cref="Peak"/>
    /// [steps].</summary>
    public required IReadOnlyList<(double WhiteNoise, double Energy, double Peak)> BySteps { get; init; }

    /// <summary>The same where only one input channel is disturbed [inputs].</summary>
    public required IReadOnlyList<(double WhiteNoise, double Energy, double Peak)> ByChannels { get; init; }

    /// <summary>For the single outputs [outputs]: |y_j| moves by at most Peak · radius.</summary>
    public required IReadOnlyList<(double WhiteNoise, double Energy, double Peak)> ByOutputs { get; init; }
}

/// <summary>Distances between the largest output of the nominal sequence and the others, at the last step.</summary>
/// <param name="Label">The output that is the largest for the nominal sequence.</param>
/// <param name="Least">y_label - y_k is at least this, by output; 0 for the label itself.</param>
public sealed record TubeMargins(int Label, IReadOnlyList<double> Least)
{
    /// <summary>Whether the label is the same for every admissible sequence.</summary>
    public bool IsCertain
    {
        get
        {
            for (int k = 0; k < Least.Count; k++)
            {
                if (k != Label && !(Least[k] > 0))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
