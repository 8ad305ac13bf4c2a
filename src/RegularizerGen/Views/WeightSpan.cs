using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;

namespace RegularizerGen;

/// <summary>Any weight over any memory: a matrix, or a vector (bias, diagonal, scalar).</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WeightSpan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private WeightSpan(MatrixSpan<T> matrix) => Matrix = matrix;

    private WeightSpan(BiasSpan<T> vector) => Vector = vector;

    /// <summary>The matrix, where it is one.</summary>
    public MatrixSpan<T> Matrix { get; }

    /// <summary>The vector, where it is one.</summary>
    public BiasSpan<T> Vector { get; }

    /// <summary>A matrix.</summary>
    public static implicit operator WeightSpan<T>(MatrixSpan<T> matrix) => new(matrix);

    /// <summary>A bias.</summary>
    public static implicit operator WeightSpan<T>(BiasSpan<T> vector) => new(vector);

    /// <summary>A diagonal or scalar.</summary>
    public static implicit operator WeightSpan<T>(Span<T> vector) => new(new BiasSpan<T>(vector));

    /// <summary>A weight over its entries, row by row.</summary>
    internal static WeightSpan<T> Over(Span<T> entries, WeightSpec spec) =>
        spec.Kind == WeightKind.Matrix ? new MatrixSpan<T>(entries, spec.Rows, spec.Columns) : entries;

    /// <summary>Checks the shape.</summary>
    /// <exception cref="ArgumentException">It is not the cell's; the message names the weight and both shapes.</exception>
    internal void Require(WeightSpec spec, string role)
    {
        if (spec.Kind == WeightKind.Matrix)
        {
            ShapeCheck.Require(Matrix, spec.Rows, spec.Columns, role, spec.Name);
        }
        else
        {
            ShapeCheck.Require(Vector.Length, spec.Rows, role, spec.Name);
        }
    }

    /// <summary>Checks that all entries are finite; the shape was checked.</summary>
    /// <exception cref="ArgumentException">One is not; the message names the weight and the entry.</exception>
    internal void RequireFinite(WeightSpec spec)
    {
        if (spec.Kind == WeightKind.Matrix)
        {
            FiniteCheck.Require(Matrix, spec.Name);
        }
        else
        {
            FiniteCheck.Require(Vector, spec.Name);
        }
    }

    /// <summary>Copies all entries, row by row; of a bias of two vectors their sum. The shape was checked.</summary>
    internal void CopyTo(WeightSpec spec, Span<T> entries)
    {
        if (spec.Kind == WeightKind.Matrix)
        {
            Linear.Pack(Matrix, entries);
            return;
        }

        Vector.First.CopyTo(entries);
        if (!Vector.Second.IsEmpty)
        {
            TensorPrimitives.Add(entries, Vector.Second, entries);
        }
    }

    /// <summary>Copies all entries to double, row by row; of a bias of two vectors their sum, rounded once. The shape was
    /// checked.</summary>
    internal void CopyTo(WeightSpec spec, Span<double> entries)
    {
        for (int k = 0; k < entries.Length; k++)
        {
            entries[k] =
                spec.Kind == WeightKind.Matrix ? double.CreateTruncating(Matrix[k / spec.Columns, k % spec.Columns])
                : Vector.Second.IsEmpty ? double.CreateTruncating(Vector.First[k])
                : double.CreateTruncating(Vector.First[k]) + double.CreateTruncating(Vector.Second[k]);
        }
    }

    /// <summary>Adds to all entries, in a bias of two vectors to both. The shape was checked.</summary>
    internal void Add(WeightSpec spec, Span<T> entries)
    {
        if (spec.Kind == WeightKind.Matrix)
        {
            GradientStage.Add(new MatrixSpan<T>(entries, spec.Rows, spec.Columns), Matrix);
        }
        else
        {
            GradientStage.Add(new BiasSpan<T>(entries), Vector);
        }
    }

    /// <summary>Adds to all entries from double, rounded once. The shape was checked.</summary>
    internal void Add(WeightSpec spec, ReadOnlySpan<double> entries)
    {
        for (int k = 0; k < entries.Length; k++)
        {
            T value = T.CreateTruncating(entries[k]);
            if (spec.Kind == WeightKind.Matrix)
            {
                Matrix[k / spec.Columns, k % spec.Columns] += value;
            }
            else
            {
                Vector.Add(k, value);
            }
        }
    }
}
