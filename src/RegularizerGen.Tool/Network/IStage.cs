using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>A part of a network: a map of sequences, and what is proved of it.</summary>
internal interface IStage : ISequenceMap
{
    /// <summary>What reports call it.</summary>
    string Title { get; }

    /// <summary>Width of its output.</summary>
    int OutputWidth { get; }

    /// <summary>Its weights, and whatever else of numbers it is made of.</summary>
    IEnumerable<double[]> Numbers => [];

    /// <summary>What is proved for all inputs of a box, one pair of ends by channel for all steps.</summary>
    /// <param name="input">What is known of its input.</param>
    /// <param name="settings">How much is asked for.</param>
    Reach Bound(Reach input, ProofSettings settings);

    /// <summary>What is proved for all inputs within boxes row by row.</summary>
    /// <param name="nominal">The sequence that the boxes lie around.</param>
    /// <param name="input">The boxes.</param>
    /// <param name="settings">How much is asked for.</param>
    Box Around(Sequence nominal, Box input, ProofSettings settings);
}

/// <summary>What is known of a value of the network.</summary>
/// <param name="Range">Ends by channel, for all steps.</param>
/// <param name="Gains">By channel, how far it moves at any step at most, in multiples of how far the network's inputs are off in any
/// element at any step.</param>
internal sealed record Reach(Box Range, double[] Gains)
{
    /// <summary>The network's inputs within ± a bound.</summary>
    public static Reach Within(double bound, int width) => new(Box.Within(bound, width), [.. Enumerable.Repeat(1.0, width)]);
}

/// <summary>How much is asked of proofs.</summary>
/// <param name="Horizon">Steps of the sequences at most.</param>
/// <param name="Budget">Time for every cell beyond what always runs.</param>
/// <param name="Progress">Receives what is being done, and the share of it that is.</param>
internal sealed record ProofSettings(int Horizon, System.TimeSpan Budget, System.Action<string, double> Progress);
