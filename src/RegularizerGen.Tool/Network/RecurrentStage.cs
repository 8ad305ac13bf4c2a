using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Nodes;

namespace RegularizerGen.Tool.Network;

/// <summary>A recurrent node: its directions, each compiled from the source that was written for it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Directions">Its directions.</param>
internal sealed record RecurrentStage(RecurrentNode Node, IReadOnlyList<CompiledDirection> Directions) : IStage
{
    /// <summary>What was proved of its directions by <see cref="Bound"/>, in order.</summary>
    public IReadOnlyList<CellProof> Proofs { get; private set; } = [];

    /// <summary>The same node with the state c as its output; null where nothing in the graph uses that.</summary>
    public RecurrentStage? CellState { get; init; }

    /// <inheritdoc/>
    public string Title => Node.GivesCellState ? $"{Node.Title}, state c" : Node.Title;

    /// <inheritdoc/>
    public int OutputWidth => Node.OutputWidth;

    /// <inheritdoc/>
    public IEnumerable<double[]> Numbers => Directions.SelectMany(d => (double[][])[d.Parameters, .. d.Starts(0)]);

    /// <inheritdoc/>
    public Sequence Forward(Sequence input) => Forward(input, input.Rows, 0);

    /// <summary>The node's output Y of one sequence of a batch, zero beyond its length.</summary>
    public Sequence Forward(Sequence input, int length, int sequence)
    {
        Sequence whole = Each(
            input.Select(Enumerable.Range(0, length)),
            (direction, own) => new Sequence(Node.Units, direction.Forward(own, sequence))
        );
        double[] values = whole.Values;
        Array.Resize(ref values, input.Rows * OutputWidth);
        return new Sequence(OutputWidth, values);
    }

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient)
    {
        double[] total = new double[input.Values.Length];
        for (int k = 0; k < Directions.Count; k++)
        {
            CompiledDirection direction = Directions[k];
            Sequence own = outputGradient.Columns(k * Node.Units, Node.Units);
            Sequence gradient = direction.Turned(
                new Sequence(input.Width, direction.Backward(direction.Turned(input), direction.Turned(own)))
            );
            total = [.. total.Zip(gradient.Values, (a, b) => a + b)];
        }

        return input with
        {
            Values = total,
        };
    }

    /// <inheritdoc/>
    public Reach Bound(Reach input, ProofSettings settings)
    {
        double bound = input.Range.Magnitude;
        Proofs = [.. Directions.Select((d, k) => d.Certify(bound, settings, Name(k)))];
        return new Reach(
            new Box(
                new Sequence(
                    OutputWidth,
                    [.. Proofs.SelectMany(p => Enumerable.Repeat(Node.HasLengths ? Math.Min(p.Lower, 0) : p.Lower, Node.Units))]
                ),
                new Sequence(
                    OutputWidth,
                    [.. Proofs.SelectMany(p => Enumerable.Repeat(Node.HasLengths ? Math.Max(p.Upper, 0) : p.Upper, Node.Units))]
                )
            ),
            [.. Proofs.SelectMany(p => p.Gains.Through(input.Gains))]
        );
    }

    /// <inheritdoc/>
    public Box Around(Sequence nominal, Box input, ProofSettings settings)
    {
        TubeCertificate[] tubes = [.. Directions.Select((d, k) => d.Around(nominal, input, settings, Name(k)))];
        return new Box(Ends(t => t.Lower), Ends(t => t.Upper));

        Sequence Ends(Func<TubeCertificate, IReadOnlyList<double[]>> end) =>
            Sequence.Beside([
                .. tubes.Select((t, k) => Directions[k].Turned(new Sequence(Node.Units, [.. end(t).SelectMany(row => row)]))),
            ]);
    }

    /// <summary>A direction for people.</summary>
    public string Name(int direction) =>
        Directions.Count == 1 && !Directions[0].Cell.IsReverse
            ? Title
            : $"{Title} {(Directions[direction].Cell.IsReverse ? "reverse" : "forward")}";

    private Sequence Each(Sequence input, Func<CompiledDirection, Sequence, Sequence> run) =>
        Sequence.Beside([.. Directions.Select(d => d.Turned(run(d, d.Turned(input))))]);
}
