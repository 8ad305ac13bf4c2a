using System.Collections.Generic;

namespace RegularizerGen.Sets.Gains;

/// <summary>How far an output moves with every input within a set: ∂y_T/∂x_t entry by entry, for all t.</summary>
internal static class SetGains
{
    /// <summary>From the last step back to the first: ∂y_T/∂x_t [outputs, channels], and then |∂y_T/∂s_0| [outputs, states].</summary>
    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">Rows of the output whose gain it is, as a matrix.</param>
    /// <param name="last">The step T at whose end the output stands, counted from 0.</param>
    public static (List<IntervalMatrix> Inputs, double[] States) Find(
        SetStep step,
        SetRanges ranges,
        SetWeights weights,
        OutputRows output,
        int last
    )
    {
        var jacobian = new StepJacobian(step, ranges);
        (IntervalMatrix states, IntervalMatrix inputs) = jacobian.OutputAt(last);
        return Carry(jacobian, output.Times(states, weights), output.Times(inputs, weights), last);
    }

    /// <summary>The same for all states after the last step: ∂s_T/∂x_t [states, channels], and |∂s_T/∂s_0| [states, states].</summary>
    public static (List<IntervalMatrix> Inputs, double[] States) OfStates(SetStep step, SetRanges ranges, int last)
    {
        var jacobian = new StepJacobian(step, ranges);
        (IntervalMatrix states, IntervalMatrix inputs) = jacobian.At(last);
        return Carry(jacobian, states, inputs, last);
    }

    private static (List<IntervalMatrix> Inputs, double[] States) Carry(
        StepJacobian jacobian,
        IntervalMatrix states,
        IntervalMatrix inputs,
        int last
    )
    {
        var rows = new SignedRows(states);
        var found = new List<IntervalMatrix> { inputs };
        for (int t = last - 1; t >= 0; t--)
        {
            (states, inputs) = jacobian.At(t);
            found.Add(rows.Times(inputs));
            rows.Multiply(states);
        }

        return (found, rows.Magnitudes());
    }
}
