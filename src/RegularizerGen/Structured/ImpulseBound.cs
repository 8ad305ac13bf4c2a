using System;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// How far the states move, in the norm of a contraction, where inputs move once: ‖T δs'‖ ≤ b ‖δx‖ from equal states, by scales of its
/// own, ‖[[S D S⁻¹, S D_x], [T B S⁻¹/b, T B_x/b]]‖ ≤ 1; and b_i where channel i moves alone.
/// </summary>
internal sealed class ImpulseBound
{
    /// <param name="contraction">The norm.</param>
    /// <param name="direct">The derivative of the new states with respect to the inputs, entry by entry.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: may end the search.</param>
    public ImpulseBound(StructuredContraction contraction, IntervalMatrix direct, double[] scales, Action check)
    {
        StructuredStep step = contraction.Step;
        IntervalMatrix moved = direct.ScaledColumns(scales).Multiplied(contraction.T, step.States, Gamma(step));
        double[] sizes = moved.Magnitudes();
        int inputs = scales.Length;
        Channels =
        [
            .. Enumerable
                .Range(0, inputs)
                .Select(i => RigorousNorms.Euclidean([.. Enumerable.Range(0, step.States).Select(row => sizes[(row * inputs) + i])])),
        ];
        Whole = RigorousNorms.Euclidean(Channels);
        if (Search(contraction, scales, check) is { } found)
        {
            Whole = Math.Min(Whole, found);
            Channels = [.. Channels.Select(c => Math.Min(c, Whole))];
        }
    }

    /// <summary>b.</summary>
    public double Whole { get; }

    /// <summary>By channel, b_i.</summary>
    public double[] Channels { get; }

    private static double Gamma(StructuredStep step) => Outward.Gamma(2L * (step.States + 8));

    private static double? Search(StructuredContraction contraction, double[] scales, Action check)
    {
        StructuredStep step = contraction.Step;
        int[] channels = step.ChannelsBetween(withOutput: false, fromStates: false, fromInputs: true);
        int[] columns = [.. channels.Select(c => step.States + c), .. scales.Select((_, i) => step.States + step.Channels + i)];
        double[] factors = [.. channels.Select(_ => 1.0), .. scales];
        int width = columns.Length;
        var matrix = new IntervalMatrix(channels.Length + step.States, width);
        step.Part([.. channels.Select(c => step.States + c)], columns).ScaledColumns(factors).CopyTo(matrix, 0, 0);
        IntervalMatrix states = step.Part([.. Enumerable.Range(0, step.States)], columns).ScaledColumns(factors);
        states.Multiplied(contraction.T, step.States, Gamma(step)).CopyTo(matrix, channels.Length, 0);
        (int, int) levelRows = (channels.Length, step.States);
        return StartingScales.Find(matrix, 0, channels.Length, levelRows) is { } start && ScalingSearch.Find(start, check) is { } found
            ? LevelProof.Least(matrix, found)
            : null;
    }
}
