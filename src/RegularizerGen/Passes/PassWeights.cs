using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes;

/// <summary>What the weights do in the passes, for n signals at once (rows of a row-major [n, width] array).</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class PassWeights<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<WeightSpec> specs;
    private readonly PanelMatrix<T>?[] forward; // of the matrices that act on a signal, their transposes
    private readonly PanelMatrix<T>?[] backward; // themselves

    public PassWeights(CellCore cell)
    {
        specs = cell.Weights;
        Values = new WeightMemory<T>(cell);
        forward = new PanelMatrix<T>?[specs.Count];
        backward = new PanelMatrix<T>?[specs.Count];
    }

    /// <summary>All weights.</summary>
    public WeightMemory<T> Values { get; }

    /// <summary>Reserves memory for a weight that acts on a signal.</summary>
    public void Use(int weight)
    {
        if (specs[weight].Kind == WeightKind.Matrix)
        {
            WeightSpec spec = specs[weight];
            forward[weight] ??= new PanelMatrix<T>(spec.Columns, spec.Rows, spec.Name);
            backward[weight] ??= new PanelMatrix<T>(spec.Rows, spec.Columns, spec.Name);
        }
    }

    /// <summary>Prepares what <see cref="Add"/> and <see cref="AddTransposed"/> use, after the values have changed.</summary>
    public void Pack()
    {
        for (int weight = 0; weight < forward.Length; weight++)
        {
            if (forward[weight] is { } transposed)
            {
                transposed.Set(Values.Matrix(weight).Transpose);
                backward[weight]!.Set(Values.Matrix(weight));
            }
        }
    }

    /// <summary>y += coefficient · W x.</summary>
    public void Add(int weight, ReadOnlySpan<T> x, T coefficient, Span<T> y, int n) =>
        Multiply(forward[weight], weight, x, coefficient, y, n);

    /// <summary>dx += coefficient · Wᵀ dy.</summary>
    public void AddTransposed(int weight, ReadOnlySpan<T> dy, T coefficient, Span<T> dx, int n) =>
        Multiply(backward[weight], weight, dy, coefficient, dx, n);

    /// <summary>y += coefficient · b; a trainable scalar is added to all elements.</summary>
    public void AddBias(int weight, T coefficient, Span<T> y)
    {
        if (specs[weight].Kind == WeightKind.Scalar)
        {
            Arithmetic.Add(coefficient * Values.Entries(weight)[0], y);
        }
        else
        {
            Linear.AddBias(Values.Entries(weight), coefficient, y);
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n]ᵀ x[n] to the gradient of W.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(int weight, ReadOnlySpan<T> dy, ReadOnlySpan<T> x, T coefficient, WeightMemory<T> gradients, int n)
    {
        if (specs[weight].Kind == WeightKind.Matrix)
        {
            Linear.AddMatrixGradient(dy, x, coefficient, gradients.Entries(weight), n, specs[weight].Rows, specs[weight].Columns);
        }
        else if (specs[weight].Kind == WeightKind.Scalar)
        {
            gradients.Entries(weight)[0] += coefficient * TensorPrimitives.Dot(dy, x);
        }
        else
        {
            Linear.AddDiagonalGradient(dy, x, coefficient, gradients.Entries(weight));
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n] to the gradient of b; that of a scalar adds up the elements, too.</summary>
    public void AddBiasGradient(int weight, ReadOnlySpan<T> dy, T coefficient, WeightMemory<T> gradients)
    {
        if (specs[weight].Kind == WeightKind.Scalar)
        {
            gradients.Entries(weight)[0] += coefficient * TensorPrimitives.Sum(dy);
        }
        else
        {
            Linear.AddBiasGradient(dy, coefficient, gradients.Entries(weight));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(PanelMatrix<T>? matrix, int weight, ReadOnlySpan<T> x, T coefficient, Span<T> y, int n)
    {
        if (matrix is not null)
        {
            matrix.AddProduct(x, coefficient, y, n);
        }
        else if (specs[weight].Kind == WeightKind.Scalar)
        {
            Arithmetic.AddMultiple(x, coefficient * Values.Entries(weight)[0], y);
        }
        else
        {
            Linear.AddDiagonal(Values.Entries(weight), x, coefficient, y);
        }
    }
}
