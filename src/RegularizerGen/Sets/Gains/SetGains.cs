using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Structured;

namespace RegularizerGen.Sets.Gains;

/// <summary>How far functions of outputs move with every input within a set: ∂y/∂x_t entry by entry, for all t, and |∂y/∂s_0|.</summary>
internal static class SetGains
{
    /// <summary>From the last step back to the first: ∂y_T/∂x_t [outputs, channels], and then |∂y_T/∂s_0| [outputs, states].</summary>
    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="output">Rows of the output whose gain it is, as a matrix.</param>
    /// <param name="last">The step T at whose end the output stands, counted from 0.</param>
    /// <param name="afterStep">Called after every step: may end the computation.</param>
    public static (List<IntervalMatrix> Inputs, double[] States) Find(
        SetStep step,
        SetRanges ranges,
        SetWeights weights,
        OutputRows output,
        int last,
        Action? afterStep = null
    ) => Find(step, ranges, output.Count, last, t => t == last ? units => output.Times(units, weights) : null, afterStep);

    /// <summary>The same for a function of the outputs at all steps.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals.</param>
    /// <param name="height">Number of functions.</param>
    /// <param name="last">The last step, counted from 0.</param>
    /// <param name="output">By step, what multiplies a matrix, whose rows belong to the output's units, by the function's derivatives with
    /// respect to these; null where it does not depend on them.</param>
    /// <param name="afterStep">Called after every step: may end the computation.</param>
    public static (List<IntervalMatrix> Inputs, double[] States) Find(
        SetStep step,
        SetRanges ranges,
        int height,
        int last,
        Func<int, Func<IntervalMatrix, IntervalMatrix>?> output,
        Action? afterStep = null
    ) => Carry(step, ranges, new SignedRows(height, StateWidth(step)), last, output, afterStep);

    /// <summary>The same for all states after the last step: ∂s_T/∂x_t [states, channels], and |∂s_T/∂s_0| [states, states].</summary>
    public static (List<IntervalMatrix> Inputs, double[] States) OfStates(SetStep step, SetRanges ranges, int last, Action? afterStep) =>
        Carry(step, ranges, new SignedRows(IntervalMatrix.Identity(StateWidth(step))), last, _ => null, afterStep);

    private static int StateWidth(SetStep step) => step.Sources.Skip(step.Inputs).Sum(s => step.Widths[s]);

    private static (List<IntervalMatrix> Inputs, double[] States) Carry(
        SetStep step,
        SetRanges ranges,
        SignedRows rows,
        int last,
        Func<int, Func<IntervalMatrix, IntervalMatrix>?> output,
        Action? afterStep
    )
    {
        var found = new List<IntervalMatrix>();
        for (int t = last; t >= 0; t--)
        {
            found.Add(rows.Back(new StructuredStep(step, ranges, t).Blocks, output(t)));
            afterStep?.Invoke();
        }

        return (found, rows.Magnitudes());
    }
}
