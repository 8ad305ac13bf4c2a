using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Conditional;

/// <summary>Derivatives of chosen signals of one step with respect to the states before it and to its inputs, on ranges of all signals,
/// entry by entry. They hold of differences of two trajectories, too: slopes are mean values then, and factors midpoints.</summary>
internal sealed class StepJacobian
{
    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals.</param>
    /// <param name="signals">The signals, one below the other.</param>
    public StepJacobian(SetStep step, SetRanges ranges, IReadOnlyList<int> signals)
    {
        int rows = signals.Sum(s => step.Widths[s]);
        int[] sources = [.. step.Sources];
        Inputs = new IntervalMatrix(rows, sources.Take(step.Inputs).Sum(s => step.Widths[s]));
        States = new IntervalMatrix(rows, sources.Skip(step.Inputs).Sum(s => step.Widths[s]));
        (int ofInputs, int ofStates) = (0, 0);
        for (int source = 0; source < sources.Length; source++)
        {
            Dictionary<int, IntervalMatrix> derivatives = Derivatives(step, ranges, sources[source]);
            bool isInput = source < step.Inputs;
            int row = 0;
            foreach (int signal in signals)
            {
                derivatives.GetValueOrDefault(signal)?.CopyTo(isInput ? Inputs : States, row, isInput ? ofInputs : ofStates);
                row += step.Widths[signal];
            }

            (ofInputs, ofStates) = isInput
                ? (ofInputs + step.Widths[sources[source]], ofStates)
                : (ofInputs, ofStates + step.Widths[sources[source]]);
        }
    }

    /// <summary>By the states [units of the signals, units of all states].</summary>
    public IntervalMatrix States { get; }

    /// <summary>By the inputs [units of the signals, channels].</summary>
    public IntervalMatrix Inputs { get; }

    private static Dictionary<int, IntervalMatrix> Derivatives(SetStep step, SetRanges ranges, int source)
    {
        int width = step.Widths[source];
        var derivatives = new Dictionary<int, IntervalMatrix> { [source] = IntervalMatrix.Identity(width) };
        foreach (SetNode node in step.Nodes.Where(n => n.Arguments.Any(derivatives.ContainsKey)))
        {
            var own = new IntervalMatrix(step.Widths[node.Number], width);
            node.AddDerivative(ranges, 0, a => derivatives.GetValueOrDefault(a), own);
            own.Close();
            derivatives[node.Number] = own;
        }

        return derivatives;
    }
}
