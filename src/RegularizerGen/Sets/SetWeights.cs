using System;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;
using RegularizerGen.Weights;

namespace RegularizerGen.Sets;

/// <summary>The weights of a cell as sets see them: their entries in double, their absolute values, and the errors of the matrices that are
/// derived from others.</summary>
internal sealed class SetWeights
{
    private readonly CellCore cell;
    private readonly WeightMemory<double> values;
    private readonly double[]?[] absolute;
    private double[] errors;

    public SetWeights(CellCore cell)
    {
        this.cell = cell;
        values = new WeightMemory<double>(cell);
        absolute = new double[cell.Weights.Count][];
        errors = new double[cell.Weights.Count];
        long longest = cell.Weights.Select(w => (long)w.Columns).DefaultIfEmpty().Max() + cell.Widths.Max();
        Gamma = Outward.Gamma(2 * (longest + 8) * (cell.Widths.Count + cell.Weights.Count + 4));
    }

    /// <summary>The relative error of all that one step of a walk adds up for one coefficient, and of a row of a sum.</summary>
    public double Gamma { get; }

    /// <summary>Takes a weight of the cell's own.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    public void Take<T>(int weight, WeightSpan<T> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WeightSpec spec = cell.Weights[weight];
        from.Require(spec, "weight");
        from.RequireFinite(spec);
        from.CopyTo(spec, values.Entries(weight));
        WeightSpan<double>.Over(values.Entries(weight), spec).RequireFinite(spec); // the sum of a bias of two vectors
    }

    /// <summary>Computes what follows from the weights, once all are taken.</summary>
    /// <exception cref="ArgumentException">A matrix derived from weights is not finite.</exception>
    public void Complete()
    {
        values.Derive();
        errors = cell.OwnWeights < cell.Weights.Count ? values.EntryErrors() : errors;
        for (int weight = 0; weight < absolute.Length; weight++)
        {
            double[] entries = absolute[weight] = values.Entries(weight).ToArray();
            TensorPrimitives.Abs<double>(entries, entries);
            for (int k = 0; k < entries.Length && errors[weight] > 0; k++)
            {
                entries[k] = Outward.Add(entries[k], errors[weight]);
            }
        }
    }

    /// <summary>What a weight is.</summary>
    public WeightSpec Spec(int weight) => cell.Weights[weight];

    /// <summary>Its entries, row by row.</summary>
    public ReadOnlySpan<double> Entries(int weight) => values.Entries(weight);

    /// <summary>What a unit is multiplied by: an entry of a diagonal, or the scalar, with its error.</summary>
    public Enclosure Range(int weight, int unit)
    {
        ReadOnlySpan<double> entries = values.Entries(weight);
        return Enclosure.Measured(entries[entries.Length == 1 ? 0 : unit], 0, errors[weight]);
    }

    /// <summary>|entry| and its error, row by row.</summary>
    public ReadOnlySpan<double> Absolute(int weight) => absolute[weight];

    /// <summary>A bound of the error of every entry; 0 but for matrices derived from others.</summary>
    public double Error(int weight) => errors[weight];

    /// <summary>target [rows, columns] += coefficient · rows [rows, weight's rows] W; the coefficient last, so that what underflows is not
    /// multiplied by entries.</summary>
    public void AddTransposed(int weight, double coefficient, ReadOnlySpan<double> from, Span<double> target, int rows)
    {
        WeightSpec spec = cell.Weights[weight];
        ReadOnlySpan<double> entries = values.Entries(weight);
        switch (spec.Kind)
        {
            case WeightKind.Matrix:
                Gemm.Add<double>(from, spec.Rows, 1, entries, coefficient, target, spec.Columns, rows, spec.Rows, spec.Columns);
                break;
            case WeightKind.Diagonal:
                for (int row = 0; row < rows; row++)
                {
                    Span<double> own = target.Slice(row * spec.Rows, spec.Rows);
                    for (int k = 0; k < own.Length; k++)
                    {
                        own[k] += coefficient * (from[(row * spec.Rows) + k] * entries[k]);
                    }
                }

                break;
            default:
                for (int k = 0; k < from.Length; k++)
                {
                    target[k] += coefficient * (from[k] * entries[0]);
                }

                break;
        }
    }

    /// <summary>y += coefficient · W x, or |coefficient| |W| x.</summary>
    public void Add(int weight, double coefficient, ReadOnlySpan<double> x, Span<double> y, bool isAbsolute)
    {
        WeightSpec spec = cell.Weights[weight];
        ReadOnlySpan<double> entries = isAbsolute ? absolute[weight] : values.Entries(weight);
        coefficient = isAbsolute ? Math.Abs(coefficient) : coefficient;
        for (int row = 0; row < y.Length; row++)
        {
            y[row] +=
                coefficient
                * spec.Kind switch
                {
                    WeightKind.Matrix => TensorPrimitives.Dot<double>(entries.Slice(row * spec.Columns, spec.Columns), x),
                    WeightKind.Diagonal => entries[row] * x[row],
                    _ => entries[0] * x[row],
                };
        }
    }

    /// <summary>y [rows, columns] += coefficient · W x, or |coefficient| |W| x; without a weight, coefficient · x.</summary>
    public void AddProduct(int weight, double coefficient, ReadOnlySpan<double> x, Span<double> y, int columns, bool isAbsolute)
    {
        coefficient = isAbsolute ? Math.Abs(coefficient) : coefficient;
        if (weight < 0)
        {
            TensorPrimitives.MultiplyAdd<double>(x, coefficient, y, y);
            return;
        }

        WeightSpec spec = cell.Weights[weight];
        ReadOnlySpan<double> entries = isAbsolute ? absolute[weight] : values.Entries(weight);
        if (spec.Kind == WeightKind.Matrix)
        {
            Gemm.Add<double>(entries, spec.Columns, 1, x, coefficient, y, columns, spec.Rows, spec.Columns, columns);
            return;
        }

        for (int row = 0; row < y.Length / columns; row++)
        {
            double entry = entries[spec.Kind == WeightKind.Diagonal ? row : 0];
            for (int k = row * columns; k < (row + 1) * columns; k++)
            {
                y[k] += coefficient * (entry * x[k]);
            }
        }
    }
}
