using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The weights of a cell in double with their gradients, and what they do unit by unit, with adjoints. Allocates only when created.</summary>
public sealed class UnitwiseWeights : IUnitwiseKernels<Real>
{
    private readonly WeightSpec[] specs;
    private readonly double[][] values;
    private readonly double[][] absolute;
    private readonly double[][] gradients;
    private readonly double[] operandLow;
    private readonly double[] operandHigh;

    internal UnitwiseWeights(IReadOnlyList<WeightSpec> specs, double inputBound)
    {
        this.specs = [.. specs];
        InputBound = inputBound;
        double[] Entries(WeightSpec spec) => new double[spec.Rows * spec.Columns];
        values = [.. specs.Select(Entries)];
        absolute = [.. specs.Select(Entries)];
        gradients = [.. specs.Select(Entries)];
        int longest = specs.Select(s => Math.Max(s.Rows, s.Columns)).DefaultIfEmpty().Max();
        operandLow = new double[longest];
        operandHigh = new double[longest];
    }

    /// <inheritdoc/>
    public Real InputBound { get; }

    /// <inheritdoc/>
    public Real Scalar(int weight) => values[weight][0];

    /// <summary>target += source.</summary>
    public static void Add(Real[] target, Real[] source)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        for (int k = 0; k < target.Length; k++)
        {
            target[k] += source[k];
        }
    }

    /// <inheritdoc/>
    public void AbsoluteProduct(int weight, Real[] operand, Real[] result)
    {
        ArgumentNullException.ThrowIfNull(operand);
        ArgumentNullException.ThrowIfNull(result);
        Span<double> moved = Load(operand, operandLow);
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = IsDiagonal(weight) ? absolute[weight][row] * moved[row] : TensorPrimitives.Dot<double>(absolute[weight].AsSpan(row * moved.Length, moved.Length), moved);
        }
    }

    /// <summary>Adjoint of <see cref="AbsoluteProduct"/>; without <paramref name="operandAdjoint"/> the operand does not depend on weights.</summary>
    public void ReverseAbsoluteProduct(int weight, Real[] operand, Real[] resultAdjoint, Real[]? operandAdjoint)
    {
        ArgumentNullException.ThrowIfNull(operand);
        ArgumentNullException.ThrowIfNull(resultAdjoint);
        Span<double> moved = Load(operand, operandLow);
        for (int row = 0; row < resultAdjoint.Length; row++)
        {
            double adjoint = Real.ToDouble(resultAdjoint[row]);
            if (adjoint == 0)
            {
                continue;
            }

            for (int k = IsDiagonal(weight) ? row : 0; k < (IsDiagonal(weight) ? row + 1 : moved.Length); k++)
            {
                int at = IsDiagonal(weight) ? k : (row * moved.Length) + k;
                gradients[weight][at] += adjoint * Math.Sign(values[weight][at]) * moved[k];
                if (operandAdjoint is not null)
                {
                    operandAdjoint[k] += adjoint * absolute[weight][at];
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Rows(Real[] lower, Real[] upper, RowTerm<Real>[] terms, BiasTerm[] biases)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(biases);
        for (int row = 0; row < lower.Length; row++)
        {
            double bias = 0;
            foreach (BiasTerm term in biases)
            {
                bias += term.Coefficient * values[term.Weight][row];
            }

            (lower[row], upper[row]) = (bias, bias);
        }

        foreach (RowTerm<Real> term in terms)
        {
            Span<double> low = Load(term.Lower, operandLow);
            Span<double> high = Load(term.Upper, operandHigh);
            for (int row = 0; row < lower.Length; row++)
            {
                double from = 0;
                double to = 0;
                for (int k = IsDiagonal(term.Weight) ? row : 0; k < (IsDiagonal(term.Weight) ? row + 1 : low.Length); k++)
                {
                    double w = values[term.Weight][IsDiagonal(term.Weight) ? k : (row * low.Length) + k];
                    from += w == 0 ? 0 : w * (w > 0 ? low[k] : high[k]);
                    to += w == 0 ? 0 : w * (w > 0 ? high[k] : low[k]);
                }

                lower[row] += from;
                upper[row] += to;
            }
        }
    }

    /// <summary>Adjoint of <see cref="Rows"/>.</summary>
    public void ReverseRows(Real[] lowerAdjoint, Real[] upperAdjoint, RowTerm<Real>[] terms, RowTerm<Real>[] termAdjoints, BiasTerm[] biases)
    {
        ArgumentNullException.ThrowIfNull(lowerAdjoint);
        ArgumentNullException.ThrowIfNull(upperAdjoint);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(termAdjoints);
        ArgumentNullException.ThrowIfNull(biases);
        for (int row = 0; row < lowerAdjoint.Length; row++)
        {
            double below = Real.ToDouble(lowerAdjoint[row]);
            double above = Real.ToDouble(upperAdjoint[row]);
            if (below == 0 && above == 0)
            {
                continue;
            }

            foreach (BiasTerm term in biases)
            {
                gradients[term.Weight][row] += term.Coefficient * (below + above);
            }

            for (int t = 0; t < terms.Length; t++)
            {
                RowTerm<Real> term = terms[t];
                bool diagonal = IsDiagonal(term.Weight);
                for (int k = diagonal ? row : 0; k < (diagonal ? row + 1 : term.Lower.Length); k++)
                {
                    int at = diagonal ? k : (row * term.Lower.Length) + k;
                    double w = values[term.Weight][at];
                    (double atLower, double atUpper) = w > 0 ? (below, above) : (above, below); // whose end the lower and the upper end of the argument enter
                    gradients[term.Weight][at] += w == 0 ? 0 : (atLower * Real.ToDouble(term.Lower[k])) + (atUpper * Real.ToDouble(term.Upper[k]));
                    termAdjoints[t].Lower[k] += atLower * w;
                    termAdjoints[t].Upper[k] += atUpper * w;
                }
            }
        }
    }

    /// <summary>Adjoint of <see cref="Scalar"/>.</summary>
    public void ReverseScalar(int weight, Real adjoint) => gradients[weight][0] += Real.ToDouble(adjoint);

    internal void ClearGradients()
    {
        foreach (double[] gradient in gradients)
        {
            Array.Clear(gradient);
        }
    }

    internal void Set<T>(int weight, MatrixSpan<T> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(from, specs[weight].Rows, specs[weight].Columns, "weight", specs[weight].Name);
        for (int row = 0; row < from.Rows; row++)
        {
            for (int column = 0; column < from.Columns; column++)
            {
                Set(weight, (row * from.Columns) + column, double.CreateTruncating(from[row, column]));
            }
        }
    }

    internal void Set(int weight, int entry, double value)
    {
        WeightSpec spec = specs[weight];
        ShapeCheck.RequireFinite(value, spec.Name, spec.Kind == WeightKind.Matrix, entry / spec.Columns, entry % spec.Columns);
        values[weight][entry] = value;
        absolute[weight][entry] = Math.Abs(value);
    }

    internal ReadOnlySpan<double> Gradient(int weight) => gradients[weight];

    internal WeightSpec Spec(int weight) => specs[weight];

    private static Span<double> Load(Real[] from, double[] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = Real.ToDouble(from[k]);
        }

        return to.AsSpan(0, from.Length);
    }

    private bool IsDiagonal(int weight) => specs[weight].Kind == WeightKind.Diagonal;
}
