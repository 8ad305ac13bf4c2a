using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>Some channels, each at every step, or at the first or last one only.</summary>
/// <param name="Title">What reports call it.</param>
/// <param name="Channels">The channels that are taken.</param>
/// <param name="AtFirst">Per channel taken, whether it is taken at the first step instead of the last; null for all steps.</param>
internal sealed record SelectStage(string Title, IReadOnlyList<int> Channels, IReadOnlyList<bool>? AtFirst) : IStage
{
    /// <inheritdoc/>
    public int OutputWidth => Channels.Count;

    /// <inheritdoc/>
    public Sequence Forward(Sequence input)
    {
        int rows = AtFirst is null ? input.Rows : 1;
        double[] values = new double[rows * OutputWidth];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = input[Row(input, k), Channels[k % OutputWidth]];
        }

        return new Sequence(OutputWidth, values);
    }

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient)
    {
        double[] gradient = new double[input.Values.Length];
        for (int k = 0; k < outputGradient.Values.Length; k++)
        {
            gradient[(Row(input, k) * input.Width) + Channels[k % OutputWidth]] += outputGradient.Values[k];
        }

        return input with
        {
            Values = gradient,
        };
    }

    /// <inheritdoc/>
    public Reach Bound(Reach input, ProofSettings settings) =>
        new(
            input.Range.Map(end => new Sequence(OutputWidth, [.. Channels.Select(c => end[0, c])])),
            [.. Channels.Select(c => input.Gains[c])]
        );

    /// <inheritdoc/>
    public Box Around(Sequence nominal, Box input, ProofSettings settings) => input.Map(Forward);

    private int Row(Sequence input, int k) =>
        AtFirst is null ? k / OutputWidth
        : AtFirst[k % OutputWidth] ? 0
        : input.Rows - 1;
}
