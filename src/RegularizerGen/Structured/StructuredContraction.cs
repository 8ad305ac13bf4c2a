using System;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// A norm ‖T s‖ of the states in which one step stretches differences by at most a proved rate, for any two trajectories within ranges:
/// with M = [[T A T⁻¹/α, T B S⁻¹/α], [S C T⁻¹, S D S⁻¹]] and ‖M‖ ≤ 1, ‖T δs'‖²/α² + ‖S z‖² ≤ ‖T δs‖² + ‖S w‖² and ‖S w‖ ≤ ‖S z‖.
/// </summary>
internal sealed class StructuredContraction
{
    private StructuredContraction(StructuredStep step, int[] channels, double[] t, double[] s, double rate)
    {
        (Step, Channels, T, S, Rate) = (step, channels, t, s, rate);
        Inverse = new ScaleInverse(t, step.States);
    }

    /// <summary>The step between two trajectories.</summary>
    public StructuredStep Step { get; }

    /// <summary>Channels that matter to the states; none where they are tied.</summary>
    public int[] Channels { get; }

    /// <summary>T, row by row.</summary>
    public double[] T { get; }

    /// <summary>The diagonal S, one entry per channel that matters; empty where they are tied.</summary>
    public double[] S { get; }

    /// <summary>α, proved: ‖T δs'‖ ≤ α ‖T δs‖. At 1 or above it bounds growth.</summary>
    public double Rate { get; }

    /// <summary>
    /// Whether it was proved of derivatives: on ranges that hold for all inputs of a box and all initial states of one, any two of these
    /// sequences are the ends of a curve of sequences (inputs and start on a line), whose length in the norm of T shrinks at the rate.
    /// </summary>
    public bool IsOfDerivatives { get; private init; }

    /// <summary>T⁻¹, nearly.</summary>
    public ScaleInverse Inverse { get; }

    /// <summary>Finds and proves one; null where ranges are not finite, or nothing was found or proved.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals.</param>
    /// <param name="t">The step of the ranges.</param>
    /// <param name="check">Called often: may end the search by <see cref="Sets.Boxes.Budget.Exceeded"/>; what was found until then is
    /// proved.</param>
    public static StructuredContraction? Find(SetStep step, SetRanges ranges, int t, Action check)
    {
        var structured = new StructuredStep(step, ranges, t);
        int[] channels = structured.ChannelsBetween(withOutput: false, fromStates: true, fromInputs: false);
        IntervalMatrix matrix = Matrix(structured, channels);
        return
            Start(structured, matrix) is { } start
            && ScalingSearch.Find(start, check) is { } found
            && LevelProof.Least(matrix, found) is { } rate
            ? Invertible(new StructuredContraction(structured, channels, found.T, found.S, rate))
            : null;
    }

    /// <summary>The same for derivatives, with factors tied in which one gate occurs twice; null also where there are none.</summary>
    /// <inheritdoc cref="Find"/>
    public static StructuredContraction? FindTied(SetStep step, SetRanges ranges, int t, Action check)
    {
        var structured = new StructuredStep(step, ranges, t);
        int[] channels = structured.ChannelsBetween(withOutput: false, fromStates: true, fromInputs: false);
        if (Start(structured, Matrix(structured, channels)) is not { } start)
        {
            return null;
        }

        var scales = new TiedScales(structured, channels, new TiedFactors(structured, ranges, t));
        return
            scales.IsConsistent
            && ScalingSearch.Find(scales.Start(start, channels), check) is { } found
            && scales.Holds(found)
            && LevelProof.Least(scales.Matrix, found) is { } rate
            ? Invertible(new StructuredContraction(structured, [], found.T, [], rate) { IsOfDerivatives = true })
            : null;
    }

    /// <summary>[[A, B], [C, D]] for the channels that matter.</summary>
    public static IntervalMatrix Matrix(StructuredStep step, int[] channels)
    {
        int[] kept = [.. Enumerable.Range(0, step.States), .. channels.Select(c => step.States + c)];
        return step.Part(kept, kept);
    }

    private static ScaledMatrix? Start(StructuredStep step, IntervalMatrix matrix) =>
        step.IsFinite ? StartingScales.Find(matrix, step.States, matrix.Rows - step.States, (0, step.States)) : null;

    private static StructuredContraction? Invertible(StructuredContraction contraction) =>
        double.IsFinite(contraction.Inverse.Factor) ? contraction : null;
}
