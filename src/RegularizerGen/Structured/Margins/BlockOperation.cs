using System;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>What one block of differences adds to another, and its reverse.</summary>
/// <param name="target">The block that is added to.</param>
/// <param name="source">The block that it is made of.</param>
internal abstract class BlockOperation(Block target, Block source)
{
    protected Block Target { get; } = target;

    protected Block Source { get; } = source;

    /// <summary>Adds to the target's values.</summary>
    public abstract void Forward();

    /// <summary>Adds to the adjoint of the source, and to that of what it is multiplied by.</summary>
    public abstract void Reverse();
}

/// <summary>target += diag(factor) · source.</summary>
internal class ScaleOperation(Block target, Block source, double[] factor, double[] adjoint) : BlockOperation(target, source)
{
    public override void Forward()
    {
        for (int row = 0; row < factor.Length; row++)
        {
            if (Source.IsDiagonal)
            {
                Target.Values[At(row)] += factor[row] * Source.Values[row];
            }
            else
            {
                AddScaled(Row(Source, Source.Values, row), factor[row], Row(Target, Target.Values, row));
            }
        }
    }

    public override void Reverse()
    {
        for (int row = 0; row < factor.Length; row++)
        {
            if (Source.IsDiagonal)
            {
                double own = Target.Adjoint[At(row)];
                adjoint[row] += own * Source.Values[row];
                Source.Adjoint[row] += own * factor[row];
            }
            else
            {
                Span<double> own = Row(Target, Target.Adjoint, row);
                adjoint[row] += TensorPrimitives.Dot<double>(own, Row(Source, Source.Values, row));
                AddScaled(own, factor[row], Row(Source, Source.Adjoint, row));
            }
        }
    }

    private int At(int row) => Target.IsDiagonal ? row : (row * Target.Columns) + row;

    private static Span<double> Row(Block block, double[] entries, int row) => entries.AsSpan(row * block.Columns, block.Columns);

    private static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> y) =>
        TensorPrimitives.MultiplyAdd<double>(x, factor, y, y);
}

/// <summary>target += coefficient · w∘source with a diagonal or a trainable scalar w, or without one.</summary>
internal sealed class WeightedOperation : ScaleOperation
{
    private readonly UnitwiseWeights weights;
    private readonly int weight;
    private readonly double coefficient;
    private readonly double[] factor;
    private readonly double[] adjoint;

    public WeightedOperation(Block target, Block source, UnitwiseWeights weights, int weight, double coefficient)
        : this(target, source, weights, weight, coefficient, new double[target.Rows], new double[target.Rows]) { }

    private WeightedOperation(
        Block target,
        Block source,
        UnitwiseWeights weights,
        int weight,
        double coefficient,
        double[] factor,
        double[] adjoint
    )
        : base(target, source, factor, adjoint) =>
        (this.weights, this.weight, this.coefficient, this.factor, this.adjoint) = (weights, weight, coefficient, factor, adjoint);

    public override void Forward()
    {
        for (int row = 0; row < factor.Length; row++)
        {
            factor[row] = weight < 0 ? coefficient : coefficient * Entry(weights.Entries(weight), row);
        }

        base.Forward();
    }

    public override void Reverse()
    {
        Array.Clear(adjoint);
        base.Reverse();
        for (int row = 0; row < adjoint.Length && weight >= 0; row++)
        {
            Entry(weights.Gradient(weight), row) += coefficient * adjoint[row];
        }
    }

    private static ref double Entry(Span<double> entries, int row) => ref entries[entries.Length == 1 ? 0 : row];
}

/// <summary>target += coefficient · W source with a matrix W.</summary>
internal sealed class ProductOperation(Block target, Block source, UnitwiseWeights weights, int weight, double coefficient)
    : BlockOperation(target, source)
{
    private int Inner => Source.Rows;

    public override void Forward()
    {
        ReadOnlySpan<double> entries = weights.Entries(weight);
        if (!Source.IsDiagonal)
        {
            Gemm.Add<double>(
                entries,
                Inner,
                1,
                Source.Values,
                coefficient,
                Target.Values,
                Target.Columns,
                Target.Rows,
                Inner,
                Target.Columns
            );
            return;
        }

        for (int k = 0; k < entries.Length; k++)
        {
            Target.Values[k] += coefficient * entries[k] * Source.Values[k % Inner];
        }
    }

    public override void Reverse()
    {
        ReadOnlySpan<double> entries = weights.Entries(weight);
        Span<double> gradient = weights.Gradient(weight);
        int columns = Target.Columns;
        for (int k = 0; k < entries.Length && Source.IsDiagonal; k++)
        {
            double own = coefficient * Target.Adjoint[k];
            gradient[k] += own * Source.Values[k % Inner];
            Source.Adjoint[k % Inner] += own * entries[k];
        }

        if (Source.IsDiagonal)
        {
            return;
        }

        for (int k = 0; k < entries.Length; k++)
        {
            gradient[k] +=
                coefficient
                * TensorPrimitives.Dot<double>(
                    Target.Adjoint.AsSpan(k / Inner * columns, columns),
                    Source.Values.AsSpan(k % Inner * columns, columns)
                );
        }

        Gemm.Add<double>(entries, 1, Inner, Target.Adjoint, coefficient, Source.Adjoint, columns, Inner, Target.Rows, columns);
    }
}
