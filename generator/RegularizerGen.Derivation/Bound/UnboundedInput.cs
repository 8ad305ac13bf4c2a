using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Tells whether a cell's bound is infinite unless inputs are bounded: the derived program is evaluated with unit weights and an
/// infinite input bound.</summary>
public static class UnboundedInput
{
    private const int Steps = 3;

    /// <summary>The inputs of which only a declared bound would make the bound finite, the others being bounded.</summary>
    public static IEnumerable<int> NeedingABound(CellModel model)
    {
        int[] open = [.. Enumerable.Range(0, model.Inputs.Count).Where(k => model.Inputs[k].Bound is null)];
        StepProgram? step = open.Length > 0 ? StepDerivation.Derive(model) : null;
        return open.Where(k => IsInfinite(model, step!, k));
    }

    private static bool IsInfinite(CellModel model, StepProgram step, int input)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [InputSymbols.Bound(model, input).Name] = double.PositiveInfinity,
        };
        foreach (StateModel state in model.States)
        {
            (Rational lo, Rational hi) = state.Ranges.Invariant ?? (state.Ranges.InitialMin, state.Ranges.InitialMax);
            values[state.Name + "Lo"] = lo.ToDouble();
            values[state.Name + "Hi"] = hi.ToDouble();
        }

        for (int k = 0; k < Steps; k++)
        {
            foreach (Statement statement in step.Statements)
            {
                Run(statement, values);
            }

            if (step.A.SelectMany(row => row).Concat(step.B).Any(e => !IsFinite(e.Evaluate(n => Value(n, values)))))
            {
                return true;
            }

            (double Lo, double Hi)[] next =
            [
                .. step.Next.Select(r => (r.Lo.Evaluate(n => Value(n, values)), r.Hi.Evaluate(n => Value(n, values)))),
            ];
            for (int state = 0; state < next.Length; state++)
            {
                values[model.States[state].Name + "Lo"] = next[state].Lo;
                values[model.States[state].Name + "Hi"] = next[state].Hi;
            }
        }

        return false;
    }

    private static void Run(Statement statement, Dictionary<string, double> values)
    {
        if (statement is ScalarStatement scalar)
        {
            values[scalar.Name.Name] = scalar.Value.Evaluate(n => Value(n, values));
        }
        else if (statement is RowStatement row)
        {
            // A row with one positive and one negative entry of size 1 per argument.
            double lo = 0;
            double hi = 0;
            foreach (Interval argument in row.Rows.Arguments)
            {
                double low = argument.Lo.Evaluate(n => Value(n, values));
                double high = argument.Hi.Evaluate(n => Value(n, values));
                lo += low - high;
                hi += high - low;
            }

            values[row.Lo.Name] = lo;
            values[row.Hi.Name] = hi;
        }
    }

    private static double Value(string name, Dictionary<string, double> values) =>
        values.TryGetValue(name, out double value) ? value
        : name == "isPeak" ? 0
        : 1;

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
