using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>The peak gain of a cell without roots and transcendental functions, and its Jacobians, in exact rational arithmetic.</summary>
internal static class ExactBound
{
    private static readonly Rational One = 1;

    /// <summary>The gain by the derived base rules.</summary>
    public static Rational PeakGain(CompiledCell cell, int[] sizes, Rational[] weights, int horizon)
    {
        CellModel model = cell.Model;
        StepProgram step = StepDerivation.Derive(model);
        var values = new Dictionary<string, Rational>
        {
            ["isPeak"] = 1,
            ["inputWidth"] = 1,
            ["inputBound"] = model.Inputs[0].Bound!.Value,
        };
        for (int w = 0; w < model.Weights.Count; w++)
        {
            Rational norm =
                model.Weights[w].Kind == Derivation.WeightKind.Matrix
                    ? Largest(Rows(model, sizes, weights, w).Select(row => row.Aggregate(Rational.Zero, (sum, e) => sum + Rational.Abs(e))))
                    : 0;
            values["norm" + model.Weights[w].Name] = norm;
            values["inputNorm" + model.Weights[w].Name] = norm;
        }

        foreach (StateModel state in model.States)
        {
            values[state.Name + "Lo"] = state.Ranges.InitialMin;
            values[state.Name + "Hi"] = state.Ranges.InitialMax;
        }

        Rational size = 0; // one state: the gain of h' = A h + B x is a sum of products
        for (int t = 0; t < horizon; t++)
        {
            foreach (Statement statement in step.Statements)
            {
                if (statement is ScalarStatement scalar)
                {
                    // Roots serve the Euclidean norms only, and are multiplied by 1 - isPeak = 0.
                    values[scalar.Name.Name] = scalar.Value is Power { Exponent.IsInteger: false } ? 0 : Value(scalar.Value, values);
                }
                else if (statement is RowStatement row)
                {
                    (values[row.Lo.Name], values[row.Hi.Name]) = Range(model, sizes, weights, row.Rows, values);
                }
            }

            size = (Value(step.A[0][0], values) * size) + Value(step.B[0], values);
            (Rational lo, Rational hi) = (Value(step.Next[0].Lo, values), Value(step.Next[0].Hi, values));
            values[model.States[0].Name + "Lo"] = lo;
            values[model.States[0].Name + "Hi"] = hi;
        }

        return size;
    }

    /// <summary>Σ_t of the largest absolute row sums of d h_T / d x_t of HardGru, in exact arithmetic.</summary>
    public static Rational HardGruSensitivity(int x, int h, Rational[] weights, Rational[][] inputs)
    {
        Rational[] Take(int at, int count) => weights.AsSpan(at, count).ToArray();
        Rational[] wz = Take(0, h * x),
            wn = Take(h * x, h * x),
            uz = Take(2 * h * x, h * h),
            un = Take((2 * h * x) + (h * h), h * h),
            bz = Take((2 * h * x) + (2 * h * h), h),
            bn = Take((2 * h * x) + (2 * h * h) + h, h);
        Rational[] state = [.. Enumerable.Repeat(Rational.Zero, h)];
        int width = inputs.Length * x;
        Rational[][] jacobian = [.. Enumerable.Range(0, h).Select(_ => Enumerable.Repeat(Rational.Zero, width).ToArray())];
        for (int t = 0; t < inputs.Length; t++)
        {
            var next = new Rational[h];
            var nextJacobian = new Rational[h][];
            for (int j = 0; j < h; j++)
            {
                Rational z = (Rational.Parse("1/4") * Affine(wz, uz, bz, j)) + Rational.Half;
                Rational zSlope = z.Sign > 0 && z < One ? Rational.Parse("1/4") : 0;
                z =
                    z.Sign < 0 ? 0
                    : z > One ? 1
                    : z;
                Rational n = Affine(wn, un, bn, j);
                Rational nSlope = Rational.Abs(n) < One ? 1 : 0;
                n =
                    n > One ? 1
                    : n < -One ? -1
                    : n;
                next[j] = (z * state[j]) + ((1 - z) * n);
                nextJacobian[j] = new Rational[width];
                for (int k = 0; k < width; k++)
                {
                    Rational zBy = zSlope * Derivative(wz, uz, j, k);
                    Rational nBy = nSlope * Derivative(wn, un, j, k);
                    nextJacobian[j][k] = (zBy * (state[j] - n)) + (z * jacobian[j][k]) + ((1 - z) * nBy);
                }
            }

            (state, jacobian) = (next, nextJacobian);

            Rational Affine(Rational[] w, Rational[] u, Rational[] b, int j) =>
                b[j] + Sum(x, k => w[(j * x) + k] * inputs[t][k]) + Sum(h, k => u[(j * h) + k] * state[k]);
            Rational Derivative(Rational[] w, Rational[] u, int j, int k) =>
                (k / x == t ? w[(j * x) + (k % x)] : 0) + Sum(h, i => u[(j * h) + i] * jacobian[i][k]);
        }

        return Sum(inputs.Length, t => Largest(jacobian.Select(row => Sum(x, k => Rational.Abs(row[(t * x) + k])))));
    }

    private static Rational Value(Expr expression, Dictionary<string, Rational> values)
    {
        Expr value = expression.Substitute(s => values.TryGetValue(s.Name, out Rational v) ? Expr.Number(v) : null);
        return value is Number number ? number.Value : throw new InvalidOperationException($"{expression} is {value}, no number.");
    }

    private static Rational[][] Rows(CellModel model, int[] sizes, Rational[] weights, int weight)
    {
        int Columns(WeightModel w) => w.Kind == Derivation.WeightKind.Matrix ? sizes[w.Columns] : 1;
        int offset = model.Weights.Take(weight).Sum(w => sizes[w.Rows] * Columns(w));
        int columns = Columns(model.Weights[weight]);
        return
        [
            .. Enumerable
                .Range(0, sizes[model.Weights[weight].Rows])
                .Select(row => weights.AsSpan(offset + (row * columns), columns).ToArray()),
        ];
    }

    private static (Rational Lo, Rational Hi) Range(
        CellModel model,
        int[] sizes,
        Rational[] weights,
        RowSumSpec rows,
        Dictionary<string, Rational> values
    )
    {
        int count = sizes[model.Weights[rows.Weights[0]].Rows];
        var los = new List<Rational>();
        var his = new List<Rational>();
        for (int j = 0; j < count; j++)
        {
            Rational lo = 0;
            Rational hi = 0;
            for (int k = 0; k < rows.Weights.Count; k++)
            {
                Rational from = Value(rows.Arguments[k].Lo, values);
                Rational to = Value(rows.Arguments[k].Hi, values);
                foreach (Rational entry in Rows(model, sizes, weights, rows.Weights[k])[j])
                {
                    lo += entry * (entry.Sign > 0 ? from : to);
                    hi += entry * (entry.Sign > 0 ? to : from);
                }
            }

            foreach ((int weight, Rational coefficient) in rows.Biases)
            {
                Rational bias = coefficient * Rows(model, sizes, weights, weight)[j][0];
                lo += bias;
                hi += bias;
            }

            los.Add(lo);
            his.Add(hi);
        }

        return (-Largest(los.Select(v => -v)), Largest(his));
    }

    private static Rational Sum(int count, Func<int, Rational> term) =>
        Enumerable.Range(0, count).Aggregate(Rational.Zero, (sum, k) => sum + term(k));

    private static Rational Largest(IEnumerable<Rational> values) => values.Aggregate((a, b) => a > b ? a : b);
}
