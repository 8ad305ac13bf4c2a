using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The weights of a cell in double with their gradients, and what they do unit by unit, with adjoints. Allocates only when
/// created.</summary>
internal sealed partial class UnitwiseWeights : IUnitwiseKernels<Real>
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
        AddScaled(product, factor, gradients[weight].AsSpan(from, vector.Length));
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
