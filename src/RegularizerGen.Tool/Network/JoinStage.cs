using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>Branches of a network from one value, added up or side by side: a residual connection, say. Each branch is bounded by itself,
/// so nothing that cancels between them is known.</summary>
/// <param name="Title">What reports call it.</param>
/// <param name="Branches">The branches, without the value that they begin at.</param>
/// <param name="IsSum">Whether they are added up.</param>
internal sealed record JoinStage(string Title, IReadOnlyList<Chain> Branches, bool IsSum) : IStage
{
    private int[] Widths => [.. Branches.Select(b => b.OutputWidth)];

    /// <inheritdoc/>
    public int OutputWidth => IsSum ? Widths[0] : Widths.Sum();

    /// <summary>Whether a node joins branches in one of these ways.</summary>
    public static bool Joins(NodeProto node) => node.Domain is "" or "ai.onnx" && node.OpType is "Add" or "Concat";

    /// <inheritdoc/>
    public Sequence Forward(Sequence input) => Join([.. Branches.Select(b => b.Forward(input))], (a, b) => a + b);

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient)
    {
        int start = 0;
        Sequence total = input.Map(_ => 0);
        foreach (Chain branch in Branches)
        {
            Sequence own = IsSum ? outputGradient : outputGradient.Columns(start, branch.OutputWidth);
            start += branch.OutputWidth;
            total = Sum([total, branch.Backward(input, own)], (a, b) => a + b);
        }

        return total;
    }

    /// <inheritdoc/>
    public Reach Bound(Reach input, ProofSettings settings)
    {
        Reach[] all = [.. Branches.Select(b => b.Stages.Aggregate(input, (reach, stage) => stage.Bound(reach, settings)))];
        return new Reach(
            Join([.. all.Select(r => r.Range)]),
            IsSum ? [.. all[0].Gains.Select((_, k) => all.Select(r => r.Gains[k]).Aggregate(Above))] : [.. all.SelectMany(r => r.Gains)]
        );
    }

    /// <inheritdoc/>
    public Box Around(Sequence nominal, Box input, ProofSettings settings) =>
        Join([
            .. Branches.Select(branch =>
            {
                (Box box, Sequence value) = (input, nominal);
                foreach (IStage stage in branch.Stages)
                {
                    box = stage.Around(value, box, settings);
                    value = stage.Forward(value);
                }

                return box;
            }),
        ]);

    private Box Join(Box[] boxes) => new(Join([.. boxes.Select(b => b.Lower)], Below), Join([.. boxes.Select(b => b.Upper)], Above));

    private Sequence Join(Sequence[] parts, Func<double, double, double> add) => IsSum ? Sum(parts, add) : Sequence.Beside(parts);

    private static Sequence Sum(Sequence[] parts, Func<double, double, double> add) =>
        parts.Aggregate((sum, part) => new Sequence(sum.Width, [.. sum.Values.Zip(part.Values, add)]));

    /// <summary>A sum from above; 0 where both are, and infinite where one is.</summary>
    private static double Above(double a, double b) =>
        a == 0 || b == 0 ? a + b
        : double.IsNaN(a + b) ? double.PositiveInfinity
        : Math.BitIncrement(a + b);

    private static double Below(double a, double b) => -Above(-a, -b);
}
