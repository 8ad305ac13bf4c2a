using System;
using RegularizerGen.Kernels;
using static RegularizerGen.Structured.SymmetricInverse;

namespace RegularizerGen.Structured;

/// <summary>K = (I - MᵀM)⁻¹, J = M K and M K Mᵀ of a matrix with ‖M‖ below 1: what the barrier -ln det(I - MᵀM), its slope and its
/// curvature are made of.</summary>
internal sealed class BarrierPoint
{
    private readonly ScaledMatrix scaled;
    private double[]? mixed;
    private double[]? outer;

    private BarrierPoint(ScaledMatrix scaled, double[] inner, double value) => (this.scaled, Inner, Value) = (scaled, inner, value);

    /// <summary>The barrier.</summary>
    public double Value { get; }

    /// <summary>K [columns, columns].</summary>
    public double[] Inner { get; }

    /// <summary>J = M K [rows, columns].</summary>
    public double[] Mixed => mixed ??= Times(scaled);

    /// <summary>M K Mᵀ [rows, rows].</summary>
    public double[] Outer => outer ??= Around(scaled);

    /// <summary>Null where ‖M‖ is not below 1.</summary>
    public static BarrierPoint? At(ScaledMatrix scaled)
    {
        (int rows, int columns) = (scaled.Rows, scaled.Columns);
        double[] rest = new double[columns * columns];
        Gemm.Add<double>(scaled.Entries, 1, columns, scaled.Entries, -1, rest, columns, columns, rows, columns);
        for (int k = 0; k < columns; k++)
        {
            rest[(k * columns) + k] += 1;
        }

        double[] inner = new double[columns * columns];
        double ofTies = scaled.Ties.Barrier();
        return double.IsFinite(ofTies) && TryFind(rest, columns, inner, out double logDeterminant)
            ? new BarrierPoint(scaled, inner, ofTies - logDeterminant)
            : null;
    }

    private double[] Times(ScaledMatrix by)
    {
        double[] product = new double[by.Rows * by.Columns];
        Gemm.Add<double>(by.Entries, by.Columns, 1, Inner, 1, product, by.Columns, by.Rows, by.Columns, by.Columns);
        return product;
    }

    private double[] Around(ScaledMatrix by)
    {
        double[] product = new double[by.Rows * by.Rows];
        double[] transposed = Transposed(by.Entries, by.Rows, by.Columns);
        Gemm.Add<double>(Mixed, by.Columns, 1, transposed, 1, product, by.Rows, by.Rows, by.Columns, by.Rows);
        return product;
    }

    /// <summary>The trace of M K Mᵀ over the level rows.</summary>
    public double LevelTrace()
    {
        (int start, int count) = scaled.LevelRows;
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            sum += Outer[(row * scaled.Rows) + row];
        }

        return sum;
    }

    /// <summary>The least level that these scales allow: ‖M‖ = 1 there.</summary>
    public double LeastLevel()
    {
        (int start, int count) = scaled.LevelRows;
        double[] vector = new double[count];
        double[] next = new double[count];
        Array.Fill(vector, 1 / Math.Sqrt(count));
        double largest = 0;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            for (int row = 0; row < count; row++)
            {
                next[row] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(
                    Outer.AsSpan(((start + row) * scaled.Rows) + start, count),
                    vector
                );
            }

            largest = System.Numerics.Tensors.TensorPrimitives.Norm<double>(next);
            if (!(largest > 0))
            {
                return 0;
            }

            System.Numerics.Tensors.TensorPrimitives.Divide<double>(next, largest, vector);
        }

        return scaled.Level / Math.Sqrt(1 + (1 / largest));
    }
}
