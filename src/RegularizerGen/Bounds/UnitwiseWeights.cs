using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;
using RegularizerGen.Weights;

namespace RegularizerGen.Bounds;

/// <summary>The weights of a cell in double with their gradients, and what they do unit by unit, with adjoints. Allocates only when
/// created.</summary>
internal sealed partial class UnitwiseWeights : IUnitwiseKernels<Real>
{
    private readonly IReadOnlyList<WeightSpec> specs;
    private readonly int own;
    private readonly WeightMemory<double> values;
    private readonly double[][] absolute;
    private readonly double[][] signs;
    private readonly WeightMemory<double> gradients;
    private readonly double[] centre;
    private readonly double[] radius;
    private readonly double[] centreAdjoint;
    private readonly double[] radiusAdjoint;
    private readonly double[] signed;

    internal UnitwiseWeights(CellCore cell, IEnumerable<BoundedInput> inputs)
    {
        (specs, own) = (cell.Weights, cell.OwnWeights);
        InputBounds = [.. inputs.Select(i => (Real)i.Bound)];
        values = new WeightMemory<double>(cell);
        gradients = new WeightMemory<double>(cell);
        double[] Entries(WeightSpec spec) => Sizes.Allocate<double>($"Weight '{spec.Name}' [rows, columns]", spec.Rows, spec.Columns);
        absolute = [.. specs.Select(Entries)];
        signs = [.. specs.Select(Entries)];
        int longest = specs.Select(s => Math.Max(s.Rows, s.Columns)).DefaultIfEmpty().Max();
        centre = new double[longest];
        radius = new double[longest];
        centreAdjoint = new double[longest];
        radiusAdjoint = new double[longest];
        signed = new double[longest];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Real> InputBounds { get; }

    /// <inheritdoc/>
    public Real Scalar(int weight) => values.Entries(weight)[0];

    /// <inheritdoc/>
    public void AbsoluteProduct(int weight, Real[] operand, Real[] result)
    {
        Span<double> moved = Load(operand, centre);
        for (int row = 0; row < result.Length; row++)
        {
            (int at, int from, int count) = Row(weight, row, moved.Length);
            ReadOnlySpan<double> entries = absolute[weight].AsSpan(from, count);
            double sum = TensorPrimitives.Dot<double>(entries, moved.Slice(at, count));
            result[row] = sum > 0 && double.IsFinite(sum) ? sum : Exact(entries, operand.AsSpan(at, count));
        }
    }

    /// <summary>The same by the rules of the bound: a zero takes part in nothing, and nothing underflows to it.</summary>
    private static Real Exact(ReadOnlySpan<double> entries, ReadOnlySpan<Real> operand)
    {
        Real sum = 0;
        for (int k = 0; k < entries.Length; k++)
        {
            sum += entries[k] * operand[k];
        }

        return sum;
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

    /// <summary>Adjoint of <see cref="Scalar"/>.</summary>
    public void ReverseScalar(int weight, Real adjoint) => gradients.Entries(weight)[0] += AddsGradients ? Real.ToDouble(adjoint) : 0;

    /// <summary>Takes a weight of the cell's own, whose shape was checked.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    internal void Set<T>(int weight, WeightSpan<T> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        from.CopyTo(specs[weight], values.Entries(weight));
        Prepare(weight);
    }

    /// <summary>Computes the matrices derived from the others.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    internal void Derive()
    {
        values.Derive();
        for (int weight = own; weight < specs.Count; weight++)
        {
            Prepare(weight);
        }
    }

    internal void ClearGradients() => gradients.Clear();

    /// <summary>Spreads the gradients of derived matrices over what they are made of. False where a gradient exceeds the given
    /// magnitude.</summary>
    internal bool TryFinishGradients(double largest)
    {
        if (!IsWithin(gradients.Own, largest) || !IsWithin(gradients.Derived, largest))
        {
            return false;
        }

        values.Backpropagate(gradients);
        return IsWithin(gradients.Own, largest);

        static bool IsWithin(ReadOnlySpan<double> entries, double largest) =>
            entries.IsEmpty || Math.Abs(TensorPrimitives.MaxMagnitude(entries)) <= largest;
    }

    /// <summary>The entries of a weight, row by row.</summary>
    internal Span<double> Entries(int weight) => values.Entries(weight);

    /// <summary>Their gradients.</summary>
    internal Span<double> Gradient(int weight) => gradients.Entries(weight);

    /// <summary>Whether reverse passes add to the gradients of weights; false while only the adjoints of signals are wanted.</summary>
    internal bool AddsGradients { get; set; } = true;

    private void Prepare(int weight)
    {
        ReadOnlySpan<double> entries = values.Entries(weight);
        WeightSpec spec = specs[weight];
        for (int k = 0; k < entries.Length; k++)
        {
            ShapeCheck.RequireFinite(entries[k], spec.Name, spec.Kind == WeightKind.Matrix, k / spec.Columns, k % spec.Columns);
            absolute[weight][k] = Math.Abs(entries[k]);
            signs[weight][k] = Math.Sign(entries[k]);
        }
    }

    private static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> target) =>
        TensorPrimitives.MultiplyAdd<double>(source, factor, target, target);

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
        AddScaled(product, factor, gradients.Entries(weight).Slice(from, vector.Length));
    }

    /// <summary>Where the entries of a row stand in the argument and in the weight: all of a matrix' row, one of a diagonal.</summary>
    private (int At, int From, int Count) Row(int weight, int row, int columns) =>
        specs[weight].Kind == WeightKind.Diagonal ? (row, row, 1) : (0, row * columns, columns);

    private static Span<double> Load(Real[] from, double[] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = Real.ToDouble(from[k]);
        }

        return to.AsSpan(0, from.Length);
    }
}
