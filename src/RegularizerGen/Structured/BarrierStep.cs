using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>
/// A Newton step of the barrier in the scales, P ← Tᵀ(I + X)T and S² ← S(1 + l)S: with Ξ = diag(X, l), I - MᵀM becomes
/// I - MᵀM + Ξ - MᵀΞM, and the curvature is the block part of KΞK - JᵀΞJ - JΞJᵀ + (M K Mᵀ)Ξ(M K Mᵀ). Solved by conjugate gradients.
/// </summary>
internal sealed class BarrierStep
{
    private const int MostIterations = 40;

    private readonly int full;
    private readonly int diagonal;
    private readonly double[][] blocks = new double[4][];
    private readonly double[] rows;
    private readonly double[] signed;
    private readonly double[] squares;
    private readonly double[] slope;
    private readonly double[] curvature;

    public BarrierStep(ScaledMatrix scaled, BarrierPoint point)
    {
        (full, diagonal) = (scaled.Full, scaled.Diagonal);
        (int columns, int height) = (scaled.Columns, scaled.Rows);
        blocks[0] = Corner(point.Inner, columns, isTransposed: false);
        blocks[1] = Corner(point.Mixed, columns, isTransposed: true);
        blocks[2] = Corner(point.Mixed, columns, isTransposed: false);
        blocks[3] = Corner(point.Outer, height, isTransposed: false);
        rows = new double[4 * diagonal * full];
        signed = new double[rows.Length];
        squares = new double[diagonal * diagonal];
        for (int part = 0; part < 4; part++)
        {
            double sign = part is 0 or 3 ? 1 : -1;
            double[] from = part switch
            {
                0 => point.Inner,
                3 => point.Outer,
                _ => point.Mixed,
            };
            int stride = part == 3 ? height : columns;
            for (int j = 0; j < diagonal; j++)
            {
                for (int k = 0; k < full; k++)
                {
                    rows[(((part * diagonal) + j) * full) + k] =
                        part == 1 ? from[(k * stride) + full + j] : from[((full + j) * stride) + k];
                }

                for (int i = 0; i < diagonal; i++)
                {
                    double entry = part == 1 ? from[((full + i) * stride) + full + j] : from[((full + j) * stride) + full + i];
                    squares[(j * diagonal) + i] += sign * entry * entry;
                }
            }
        }

        slope = new double[(full * full) + diagonal];
        curvature = new double[slope.Length];
        for (int i = 0; i < full; i++)
        {
            for (int j = 0; j < full; j++)
            {
                double difference = point.Inner[(i * columns) + j] - point.Outer[(i * height) + j] - (i == j ? 1 : 0);
                slope[(i * full) + j] = difference;
                double size =
                    (point.Inner[(i * columns) + i] * point.Inner[(j * columns) + j])
                    + (point.Outer[(i * height) + i] * point.Outer[(j * height) + j])
                    - (2 * point.Mixed[(i * columns) + i] * point.Mixed[(j * columns) + j]);
                curvature[(i * full) + j] = size;
            }
        }

        for (int j = 0; j < diagonal; j++)
        {
            int k = full + j;
            slope[(full * full) + j] = point.Inner[(k * columns) + k] - point.Outer[(k * height) + k] - 1;
            curvature[(full * full) + j] = squares[(j * diagonal) + j];
        }
    }

    /// <summary>The direction (X, l), and how much the barrier falls along it at first.</summary>
    /// <param name="tolerance">Of the residual, relative.</param>
    public (double[] Direction, double Decrement) Find(double tolerance)
    {
        double[] direction = new double[slope.Length];
        double[] residual = [.. slope];
        double[] preconditioned = Preconditioned(residual);
        double[] search = [.. preconditioned];
        double product = TensorPrimitives.Dot<double>(residual, preconditioned);
        double first = product;
        for (int iteration = 0; iteration < MostIterations && product > tolerance * tolerance * first; iteration++)
        {
            double[] image = Curvature(search);
            double bend = TensorPrimitives.Dot<double>(search, image);
            if (!(bend > 0))
            {
                break;
            }

            double length = product / bend;
            TensorPrimitives.MultiplyAdd<double>(search, length, direction, direction);
            TensorPrimitives.MultiplyAdd<double>(image, -length, residual, residual);
            preconditioned = Preconditioned(residual);
            double next = TensorPrimitives.Dot<double>(residual, preconditioned);
            TensorPrimitives.MultiplyAdd<double>(search, next / product, preconditioned, search);
            product = next;
        }

        return (direction, Math.Sqrt(Math.Max(0, TensorPrimitives.Dot<double>(direction, slope))));
    }

    private double[] Preconditioned(double[] residual)
    {
        double[] result = new double[residual.Length];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = residual[k] / Math.Max(curvature[k], 1e-3);
        }

        return result;
    }

    private double[] Curvature(double[] of)
    {
        ReadOnlySpan<double> x = of.AsSpan(0, full * full);
        ReadOnlySpan<double> l = of.AsSpan(full * full);
        double[] result = new double[of.Length];
        double[] image = new double[rows.Length];
        Gemm.Add<double>(rows, full, 1, x, 1, image, full, 4 * diagonal, full, full);
        for (int k = 0; k < 4 * diagonal; k++)
        {
            double sign = k < diagonal || k >= 3 * diagonal ? 1 : -1;
            ReadOnlySpan<double> row = rows.AsSpan(k * full, full);
            result[(full * full) + (k % diagonal)] += sign * TensorPrimitives.Dot<double>(row, image.AsSpan(k * full, full));
            TensorPrimitives.Multiply<double>(row, sign * l[k % diagonal], signed.AsSpan(k * full, full));
        }

        for (int j = 0; j < diagonal; j++)
        {
            result[(full * full) + j] += TensorPrimitives.Dot<double>(squares.AsSpan(j * diagonal, diagonal), l);
        }

        Span<double> corner = result.AsSpan(0, full * full);
        Gemm.Add<double>(rows, 1, full, signed, 1, corner, full, full, 4 * diagonal, full);
        for (int part = 0; part < 4 && full > 0; part++)
        {
            double[] left = new double[full * full];
            Gemm.Add<double>(blocks[part], full, 1, x, 1, left, full, full, full, full);
            double[] transposed = SymmetricInverse.Transposed(blocks[part], full, full);
            Gemm.Add<double>(left, full, 1, transposed, part is 0 or 3 ? 1 : -1, corner, full, full, full, full);
        }

        return result;
    }

    private double[] Corner(double[] matrix, int stride, bool isTransposed)
    {
        double[] corner = new double[full * full];
        for (int k = 0; k < corner.Length; k++)
        {
            (int i, int j) = isTransposed ? (k % full, k / full) : (k / full, k % full);
            corner[k] = matrix[(i * stride) + j];
        }

        return corner;
    }
}
