using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Certificates;
using RegularizerGen.Reports;

namespace RegularizerGen;

/// <summary>
/// What was proved about a cell with given weights. Every number is an upper bound (ranges: outer bounds) that survives rounding: matrix
/// norms are verified from above, all arithmetic is rounded outward, and the limit T → ∞ rests on ranges that were verified to map into
/// themselves. It certifies the real-arithmetic map of the given weights; an implementation in floating point adds its own rounding errors.
/// </summary>
/// <remarks>The rules and their proofs: docs/theory.md, docs/tight-rules.md; how rounding is treated: docs/certificates.md.</remarks>
public sealed record Certificate
{
    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>What was asked for.</summary>
    public required Perturbation Perturbation { get; init; }

    /// <summary>The rules that were used.</summary>
    public required BoundRules Rules { get; init; }

    /// <summary>The certificate holds for |x_t| ≤ this, elementwise; of several inputs the largest of their bounds.</summary>
    public required double InputBound { get; init; }

    /// <summary>The inputs: bounds that the certificate holds for, and what their disturbances count.</summary>
    public IReadOnlyList<CertifiedInput> Inputs { get; init; } = [];

    /// <summary>States whose range is assumed to be invariant because the cell declares it: the certificate holds under that
    /// assumption.</summary>
    public required IReadOnlyList<string> AssumedInvariant { get; init; }

    /// <summary>
    /// What the certificate rests on besides the weights, as sentences: declared invariant ranges, and what is declared of activations
    /// without having been proved from their formulas at compile time, e.g. "Act is 0.1-Lipschitz in [0, 0.5], declared". Empty where
    /// nothing is assumed.
    /// </summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Steps that <see cref="Finite"/> covers.</summary>
    public required int Horizon { get; init; }

    /// <summary>Over <see cref="Horizon"/> steps from the initial state.</summary>
    public required CertifiedGains Finite { get; init; }

    /// <summary>Ranges of every signal of the step, for all steps of the horizon and all admissible inputs.</summary>
    public required IReadOnlyList<CertifiedRange> Ranges { get; init; }

    /// <summary>Over any number of steps; null where no invariant ranges could be verified.</summary>
    public required CertifiedLimit? Limit { get; init; }

    /// <summary>Over any number of steps by blocks of several; null where sets had no budget, or where no
    /// block was proved to contract.</summary>
    public CertifiedBlocks? Blocks { get; init; }

    /// <summary>One norm in which every step contracts, or stretches by a known rate, and what follows; null where sets had no budget, or
    /// none was found.</summary>
    public CertifiedContraction? Contraction { get; init; }

    /// <summary>What each way of bounding gave by itself; <see cref="Finite"/> has the best of each figure.</summary>
    public IReadOnlyList<CertifiedMethod> Methods { get; init; } = [];

    /// <summary>What the coefficients of a step are made of, largest first: which weight to shrink.</summary>
    public required IReadOnlyList<Contribution> Contributions { get; init; }

    /// <summary>Whether the cell was proved to forget: a rate of decay below 1 for all steps to come (for an LSTM or GRU under <see
    /// cref="Perturbation.Peak"/> incremental input-to-state stability, δISS).</summary>
    public bool IsContractive => Limit is { DecayRate: < 1 } || Blocks is not null || Contraction is { Rate: < 1 };

    /// <summary>The gain over any number of steps, the best of <see cref="Limit"/>, <see cref="Blocks"/> and <see cref="Contraction"/>;
    /// infinite where there is none.</summary>
    public double AnyStepsGain => Least(Limit?.Gains.Gain, Blocks?.Gains.Gain, Contraction?.Gains.Gain);

    /// <summary>The least rate of decay per step that is proved; 1 or more where none is below 1.</summary>
    public double DecayRate => Least(Limit?.DecayRate, Blocks?.DecayRate, Contraction?.Rate);

    /// <summary>One sentence: what the certificate is worth, and where it is vacuous, what would make it informative.</summary>
    public required string Verdict { get; init; }

    /// <summary>The certificate as JSON; infinite numbers become null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CertificateJson.Default.Certificate);

    /// <summary>What was certified, and what it is worth: two lines.</summary>
    public override string ToString() => $"{CertificateReport.Title(this)}\n{Verdict}";

    /// <summary>The whole certificate as tables for people, in plain text; numbers have four digits, rounded outward.</summary>
    public string ToReport() => ReportText.Write(CertificateReport.Of(this));

    /// <summary>The same as one page of HTML that needs nothing else, with charts of gains, ranges and what limits.</summary>
    public string ToHtml() => ReportHtml.Write(CertificateReport.Of(this));

    private static double Least(params double?[] figures)
    {
        double least = double.PositiveInfinity;
        foreach (double? figure in figures)
        {
            least = figure < least ? figure.Value : least;
        }

        return least;
    }
}

/// <summary>Gains of the output (or of the read-out), from all inputs together, per output and per input channel.</summary>
/// <param name="Gain">The gain for the whole output; infinite where nothing bounds it.</param>
/// <param name="Outputs">For the single outputs: rows of the read-out, or units of the output signal. |y_j| moves by at most this (white
/// noise of unit variance: has at most this standard deviation).</param>
/// <param name="Channels">For the whole output where only one input channel is disturbed; several inputs one after the other, in
/// order.</param>
public sealed record CertifiedGains(double Gain, IReadOnlyList<double> Outputs, IReadOnlyList<double> Channels)
{
    /// <summary>By tight rules over a horizon: the gain where all inputs are disturbed at one step only; the last step comes first. Their
    /// sum (white noise: the root of the sum of their squares) is at least the gain unit by unit. Empty where they were not
    /// computed.</summary>
    public IReadOnlyList<double> Steps { get; init; } = [];

    /// <summary>Under <see cref="Perturbation.Peak"/>: the gains of the single outputs where one input channel is disturbed alone
    /// [inputs][outputs]. Empty where they were not computed.</summary>
    internal IReadOnlyList<double[]> ByChannel { get; init; } = [];

    /// <summary>The smaller of each figure of the same gains.</summary>
    internal static CertifiedGains Smaller(CertifiedGains a, CertifiedGains b) =>
        new(Math.Min(a.Gain, b.Gain), Least(a.Outputs, b.Outputs), Least(a.Channels, b.Channels))
        {
            Steps = a.Steps,
            ByChannel =
                a.ByChannel.Count == 0 ? b.ByChannel
                : b.ByChannel.Count == 0 ? a.ByChannel
                : [.. a.ByChannel.Zip(b.ByChannel, Least)],
        };

    private static double[] Least(IReadOnlyList<double> a, IReadOnlyList<double> b) => [.. a.Zip(b, Math.Min)];
}

/// <summary>An input.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Bound">The certificate holds for values of at most this size, elementwise.</param>
/// <param name="PerturbationScale">Size of its disturbance relative to the common one that gains are relative to.</param>
public sealed record CertifiedInput(string Name, double Bound, double PerturbationScale);

/// <summary>A verified range.</summary>
/// <param name="Signal">The user's name of the signal. What bears a state's name holds of that state before and after every step.</param>
/// <param name="Kind">What it is: "state" for the new value of a state, "output" or "output state" for the output, "previous" for a state
/// before the step that is no new value of another, or the operator that makes it (Sigmoid, Tanh, Blend, …).</param>
/// <param name="Lower">No unit is below this.</param>
/// <param name="Upper">No unit is above this.</param>
public sealed record CertifiedRange(string Signal, string Kind, double Lower, double Upper);

/// <summary>What holds for any number of steps.</summary>
/// <param name="Ranges">Ranges that the step maps into themselves, of every signal.</param>
/// <param name="Coefficients">A and B of one step at these ranges.</param>
/// <param name="SpectralRadius">Verified upper bound of ρ(A).</param>
/// <param name="DecayRate">
/// Disturbances of the states decay at this rate or faster, in some norm: <paramref name="SpectralRadius"/>, or under peak perturbations
/// the rate of the bound unit by unit, where that is smaller (it bounds the decay, but not ρ(A), which forgets which unit is large).
/// </param>
/// <param name="Gains">Gains over any number of steps; infinite where ρ(A) could not be bounded below 1.</param>
/// <param name="RecoveryTime">Steps until a disturbance of the states, of size 1 in each, moves the output by at most the chosen fraction,
/// for ever after; null where that is not certain.</param>
public sealed record CertifiedLimit(
    IReadOnlyList<CertifiedRange> Ranges,
    StepCoefficients Coefficients,
    double SpectralRadius,
    double DecayRate,
    CertifiedGains Gains,
    int? RecoveryTime
);

/// <summary>Deviation coefficients of one step, by name: rows are new states (and "output", where it is no state).</summary>
/// <param name="A">A[row][state] bounds the derivative of the row with respect to the previous state.</param>
/// <param name="B">B[row] bounds the derivative of the row with respect to the input.</param>
public sealed record StepCoefficients(
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> A,
    IReadOnlyDictionary<string, double> B
);

/// <summary>What one weight adds to one coefficient: by how much this would fall if the weight's norm were 0 and all ranges
/// stayed.</summary>
/// <param name="Coefficient">"A[c, h]" or "B[h]".</param>
/// <param name="Weight">The weight, or "direct" for what no weight causes (a gate times a state).</param>
/// <param name="Amount">The difference.</param>
/// <param name="Share">Its share of the coefficient.</param>
public sealed record Contribution(string Coefficient, string Weight, double Amount, double Share);
