using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The weights of a cell in double with their gradients, and what they do unit by unit, with adjoints. Allocates only when created.</summary>
internal sealed class UnitwiseWeights : IUnitwiseKernels<Real>
{
    private readonly WeightSpec[] specs;
    private readonly double[][] values;
    private readonly double[][] absolute;
    private readonly double[][] signs;
    private readonly double[][] gradients;
    private readonly double[] centre;
    private readonly double[] radius;
    private readonly double[] centreAdjoint;
    private readonly double[] radiusAdjoint;
    private readonly double[] signed;

    internal UnitwiseWeights(IReadOnlyList<WeightSpec> specs, double inputBound)
    {
        this.specs = [.. specs];
        InputBound = inputBound;
        double[] Entries(WeightSpec spec) => Sizes.Allocate<double>($"Weight '{spec.Name}' [rows, columns]", spec.Rows, spec.Columns);
        values = [.. specs.Select(Entries)];
        absolute = [.. specs.Select(Entries)];
        gradients = [.. specs.Select(Entries)];
        int longest = specs.Select(s => Math.Max(s.Rows, s.Columns)).DefaultIfEmpty().Max();
        signs = [.. specs.Select(Entries)];
        centre = new double[longest];
        radius = new double[longest];
        centreAdjoint = new double[longest];
        radiusAdjoint = new double[longest];
        signed = new double[longest];
    }

    /// <inheritdoc/>
    public Real InputBound { get; }

    /// <inheritdoc/>
    public Real Scalar(int weight) => values[weight][0];

    /// <inheritdoc/>
    public void AbsoluteProduct(int weight, Real[] operand, Real[] result)
    {
        Span<double> moved = Load(operand, centre);
        for (int row = 0; row < result.Length; row++)
        {
            (int at, int from, int count) = Row(weight, row, moved.Length);
            result[row] = TensorPrimitives.Dot<double>(absolute[weight].AsSpan(from, count), moved.Slice(at, count));
        }
    }

    /// <summary>Adjoint of <see cref="AbsoluteProduct"/>.</summary>
    public void ReverseAbsoluteProduct(int weight, Real[] operand, Real[] resultAdjoint, Real[] operandAdjoint)
    {
        Span<double> moved = Load(operand, centre);
        Span<double> movedAdjoint = Clear(centreAdjoint, moved.Length);
        for (int row = 0; row < resultAdjoint.Length; row++)
        {
            double adjoint = Real.ToDouble(resultAdjoint[row]);
            if (adjoint != 0)
            {
                (int at, int from, int count) = Row(weight, row, moved.Length);
                AddSigned(weight, from, moved.Slice(at, count), adjoint);
                AddScaled(absolute[weight].AsSpan(from, count), adjoint, movedAdjoint.Slice(at, count));
            }
        }

        for (int k = 0; k < moved.Length; k++)
        {
            operandAdjoint[k] += movedAdjoint[k];
        }
    }

    /// <inheritdoc/>
    public void Rows(Real[] lower, Real[] upper, RowTerm<Real>[] terms, BiasTerm[] biases)
    {
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
            // W [lo, hi] = W c ± |W| r with centre c and radius r.
            int columns = LoadRange(term);
            for (int row = 0; row < lower.Length; row++)
            {
                (int at, int from, int count) = Row(term.Weight, row, columns);
                double middle = TensorPrimitives.Dot<double>(values[term.Weight].AsSpan(from, count), centre.AsSpan(at, count));
                double spread = TensorPrimitives.Dot<double>(absolute[term.Weight].AsSpan(from, count), radius.AsSpan(at, count));
                lower[row] += middle - spread;
                upper[row] += middle + spread;
            }
        }
    }

    /// <summary>Adjoint of <see cref="Rows"/>.</summary>
    public void ReverseRows(Real[] lowerAdjoint, Real[] upperAdjoint, RowTerm<Real>[] terms, RowTerm<Real>[] termAdjoints, BiasTerm[] biases)
    {
        foreach (BiasTerm term in biases)
        {
            for (int row = 0; row < lowerAdjoint.Length; row++)
            {
                gradients[term.Weight][row] += term.Coefficient * Real.ToDouble(lowerAdjoint[row] + upperAdjoint[row]);
            }
        }

        for (int t = 0; t < terms.Length; t++)
        {
            int weight = terms[t].Weight;
            int columns = LoadRange(terms[t]);
            Span<double> ofCentre = Clear(centreAdjoint, columns);
            Span<double> ofRadius = Clear(radiusAdjoint, columns);
            for (int row = 0; row < lowerAdjoint.Length; row++)
            {
                double middle = Real.ToDouble(lowerAdjoint[row] + upperAdjoint[row]);
                double spread = Real.ToDouble(upperAdjoint[row] - lowerAdjoint[row]);
                if (middle == 0 && spread == 0)
                {
                    continue;
                }

                (int at, int from, int count) = Row(weight, row, columns);
                AddScaled(centre.AsSpan(at, count), middle, gradients[weight].AsSpan(from, count));
                AddSigned(weight, from, radius.AsSpan(at, count), spread);
                AddScaled(values[weight].AsSpan(from, count), middle, ofCentre.Slice(at, count));
                AddScaled(absolute[weight].AsSpan(from, count), spread, ofRadius.Slice(at, count));
            }

            for (int k = 0; k < columns; k++)
            {
                termAdjoints[t].Lower[k] += 0.5 * (ofCentre[k] - ofRadius[k]);
                termAdjoints[t].Upper[k] += 0.5 * (ofCentre[k] + ofRadius[k]);
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

    /// <summary>Whether the magnitude of every entry of every gradient is at most the given one.</summary>
    internal bool AreGradientsWithin(double largest)
    {
        foreach (double[] gradient in gradients)
        {
            if (!(Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= largest))
            {
                return false;
            }
        }

        return true;
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
        signs[weight][entry] = Math.Sign(value);
    }

    internal ReadOnlySpan<double> Gradient(int weight) => gradients[weight];

    internal WeightSpec Spec(int weight) => specs[weight];

    private static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> target) => TensorPrimitives.MultiplyAdd<double>(source, factor, target, target);

    private static Span<double> Clear(double[] vector, int length)
    {
        Span<double> part = vector.AsSpan(0, length);
        part.Clear();
        return part;
    }

    /// <summary>gradient += factor · sign(W)∘vector, on the entries from <paramref name="from"/> on.</summary>
    private void AddSigned(int weight, int from, ReadOnlySpan<double> vector, double factor)
    {
        Span<double> product = signed.AsSpan(0, vector.Length);
        TensorPrimitives.Multiply<double>(signs[weight].AsSpan(from, vector.Length), vector, product);
        AddScaled(product, factor, gradients[weight].AsSpan(from, vector.Length));
    }

    /// <summary>Where the entries of a row stand in the argument and in the weight: all of a matrix' row, one of a diagonal.</summary>
    private (int At, int From, int Count) Row(int weight, int row, int columns) => specs[weight].Kind == WeightKind.Diagonal ? (row, row, 1) : (0, row * columns, columns);

    private int LoadRange(RowTerm<Real> term)
    {
        for (int k = 0; k < term.Lower.Length; k++)
        {
            double lo = Real.ToDouble(term.Lower[k]);
            double hi = Real.ToDouble(term.Upper[k]);
            centre[k] = 0.5 * (lo + hi);
            radius[k] = 0.5 * (hi - lo);
        }

        return term.Lower.Length;
    }

    private static Span<double> Load(Real[] from, double[] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = Real.ToDouble(from[k]);
        }

        return to.AsSpan(0, from.Length);
    }
}
