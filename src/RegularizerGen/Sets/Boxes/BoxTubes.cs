using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;

namespace RegularizerGen.Sets.Boxes;

/// <summary>The reach of a cell while its inputs stay in one box, from a box of states.</summary>
internal sealed class BoxTubes
{
    private readonly CellCore cell;
    private readonly SetWeights weights;
    private readonly BoundedInput[] inputs;
    private readonly Action afterStep;

    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="inputs">The bounds of the inputs.</param>
    /// <param name="afterStep">Called after every step: may end the computation.</param>
    public BoxTubes(CellCore cell, SetWeights weights, BoundedInput[] inputs, Action afterStep)
    {
        (this.cell, this.weights, this.inputs, this.afterStep) = (cell, weights, inputs, afterStep);
        Step = new SetStep(cell, weights);
        NextStates = [.. Enumerable.Range(0, cell.States.Count).Select(Step.Next)];
    }

    /// <summary>The step.</summary>
    public SetStep Step { get; }

    /// <summary>By state, the signal that is its new value.</summary>
    public int[] NextStates { get; }

    /// <summary>All states that a sequence may start from.</summary>
    public StateBox Start =>
        new([.. cell.States.Select(s => Constant(s.Node, s.Min.Value))], [.. cell.States.Select(s => Constant(s.Node, s.Max.Value))]);

    /// <summary>Ranges of all signals for some steps from a box of states; null where they cannot be bounded.</summary>
    public SetRanges? Run(int steps, StateBox from)
    {
        var tube = new Tube(Step, weights, steps) { KeepsInvariants = KeepsInvariants };
        tube.Walk.Take(TubeEffort.Normal);
        for (int t = 0; t < steps; t++)
        {
            for (int input = 0; input < inputs.Length; input++)
            {
                for (int channel = 0; channel < cell.Widths[cell.Inputs[input].Node]; channel++)
                {
                    tube.Ranges.Intersect(cell.Inputs[input].Node, t, channel, -inputs[input].Bound, inputs[input].Bound);
                }
            }
        }

        for (int state = 0; state < cell.States.Count; state++)
        {
            int node = cell.States[state].Node;
            for (int unit = 0; unit < cell.Widths[node]; unit++)
            {
                tube.Ranges.Intersect(node, 0, unit, from.Lower[state][unit], from.Upper[state][unit]);
            }
        }

        return tube.Run(_ => afterStep()) == steps ? tube.Ranges : null;
    }

    /// <summary>The states after a step.</summary>
    public StateBox After(SetRanges ranges, int t) => StateBox.Of(ranges, NextStates, t);

    /// <summary>Invariant ranges are declared for the declared bounds of inputs.</summary>
    private bool KeepsInvariants => cell.Inputs.Zip(inputs, (declared, bounded) => bounded.Bound <= declared.Bound).All(x => x);

    private double[] Constant(int node, double value) => [.. Enumerable.Repeat(value, cell.Widths[node])];
}
