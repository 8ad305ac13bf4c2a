using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets.Gains;

/// <summary>The derivatives of one step within a set, entry by entry: of the new states and of the output, with respect to the states
/// before the step and to the input.</summary>
internal sealed class StepJacobian
{
    private readonly SetStep step;
    private readonly SetRanges ranges;
    private readonly IntervalMatrix?[,] blocks;

    public StepJacobian(SetStep step, SetRanges ranges)
    {
        (this.step, this.ranges) = (step, ranges);
        blocks = new IntervalMatrix?[step.Widths.Count, step.Sources.Count];
        StateWidth = step.Sources.Skip(step.Inputs).Sum(s => step.Widths[s]);
        for (int source = 0; source < step.Sources.Count; source++)
        {
            blocks[step.Sources[source], source] = IntervalMatrix.Identity(step.Widths[step.Sources[source]]);
        }
    }

    /// <summary>Units of all states together.</summary>
    public int StateWidth { get; }

    /// <summary>Finds the derivatives at a step: new states by states, and by input.</summary>
    public (IntervalMatrix States, IntervalMatrix Inputs) At(int t)
    {
        Derive(t);
        return Assemble(Enumerable.Range(0, step.Cell.States.Count).Select(step.Next));
    }

    /// <summary>The derivatives of the output at the step that was asked for last.</summary>
    public (IntervalMatrix States, IntervalMatrix Inputs) Output() => Assemble([step.Output]);

    private void Derive(int t)
    {
        foreach (SetNode node in step.Nodes)
        {
            for (int source = 0; source < step.Sources.Count; source++)
            {
                int current = source;
                if (node.Arguments.All(a => blocks[a, current] is null))
                {
                    continue;
                }

                var own = new IntervalMatrix(step.Widths[node.Number], step.Widths[step.Sources[source]]);
                node.AddDerivative(ranges, t, a => blocks[a, current], own);
                own.Close();
                blocks[node.Number, source] = own;
            }
        }
    }

    private (IntervalMatrix States, IntervalMatrix Inputs) Assemble(IEnumerable<int> signals)
    {
        int[] rows = [.. signals];
        int height = rows.Sum(r => step.Widths[r]);
        var states = new IntervalMatrix(height, StateWidth);
        var inputs = new IntervalMatrix(height, step.Cell.InputWidth);
        int row = 0;
        foreach (int signal in rows)
        {
            int column = 0;
            for (int source = 0; source < step.Sources.Count; source++)
            {
                column = source == step.Inputs ? 0 : column;
                blocks[signal, source]?.CopyTo(source < step.Inputs ? inputs : states, row, column);
                column += step.Widths[step.Sources[source]];
            }

            row += step.Widths[signal];
        }

        return (states, inputs);
    }
}
