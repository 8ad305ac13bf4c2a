using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>
/// A Newton step of the barrier in the scales, P ← Tᵀ(I + X)T and S² ← S(1 + l)S: with Ξ_c and Ξ_r the changes of columns and rows,
/// I - MᵀM becomes I - MᵀM + Ξ_c - MᵀΞ_r M, and the curvature is what KΞ_cK - JᵀΞ_rJ says of columns and -JΞ_cJᵀ + (M K Mᵀ)Ξ_r(M K Mᵀ)
/// of rows. All changes but X are terms v e eᵀ of a column and v q qᵀ of rows (<see cref="ScaleVariables"/>); the last is the logarithm
/// of the level, α² ← α² e^(-v), whose price is t ln α². Solved by conjugate gradients.
/// </summary>
internal sealed class BarrierStep
{
    private const int MostIterations = 15;

    private readonly int full;
    private readonly int count;
    private readonly double[][] blocks;
    private readonly double[][] transposed;
    private readonly List<(int Variable, double Sign)> entries = [];
    private readonly double[] rows;
    private readonly double[] signed;
    private readonly double[] squares;
    private readonly double[] level;
    private readonly double[] slope;
    private readonly double[] curvature;
    private readonly double[]? target;
    private readonly double price;

    /// <param name="scaled">The matrix.</param>
    /// <param name="point">The barrier there.</param>
    /// <param name="price">t.</param>
    public BarrierStep(ScaledMatrix scaled, BarrierPoint point, double price)
    {
        this.price = price;
        var variables = new ScaleVariables(scaled, point);
        (full, count, squares) = (scaled.Full, variables.Count, variables.Squares);
        (int columns, int height) = (scaled.Columns, scaled.Rows);
        blocks =
        [
            Corner(point.Inner, columns),
            SymmetricInverse.Transposed(Corner(point.Mixed, columns), full, full),
            Corner(point.Mixed, columns),
            Corner(point.Outer, height),
        ];
        transposed = [blocks[0], blocks[2], blocks[1], blocks[3]];
        rows = variables.Rows(entries);
        signed = new double[rows.Length];
        slope = new double[(full * full) + count + 1];
        level = variables.Level();
        curvature = new double[slope.Length];
        for (int k = 0; k < full * full; k++)
        {
            (int i, int j) = (k / full, k % full);
            slope[k] = blocks[0][k] - blocks[3][k] - (i == j ? 1 : 0);
            (int ii, int jj) = ((i * full) + i, (j * full) + j);
            curvature[k] = (blocks[0][ii] * blocks[0][jj]) + (blocks[3][ii] * blocks[3][jj]) - (2 * blocks[2][ii] * blocks[2][jj]);
        }

        variables.Slope.CopyTo(slope, full * full);
        for (int k = 0; k < count; k++)
        {
            curvature[(full * full) + k] = squares[(k * count) + k];
        }

        if (scaled.Target is not null)
        {
            target = TargetSquare(scaled, price);
            Add(target);
        }

        double trace = point.LevelTrace();
        slope[^1] = scaled.Target is null ? price - trace : 0;
        level[^1] += trace; // of e^v: lower levels and larger T together would leave all else as it is
        curvature[^1] = level[^1];
    }

    /// <summary>The direction: X, the other variables, and v; and how much the barrier falls along it at first.</summary>
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
        ReadOnlySpan<double> l = of.AsSpan(full * full, count);
        double[] result = [.. level];
        TensorPrimitives.Multiply<double>(result, of[^1], result);
        result[^1] = TensorPrimitives.Dot<double>(level, of);
        double[] image = new double[rows.Length];
        Gemm.Add<double>(rows, full, 1, x, 1, image, full, entries.Count, full, full);
        for (int k = 0; k < entries.Count; k++)
        {
            (int variable, double sign) = entries[k];
            ReadOnlySpan<double> row = rows.AsSpan(k * full, full);
            result[(full * full) + variable] += sign * TensorPrimitives.Dot<double>(row, image.AsSpan(k * full, full));
            TensorPrimitives.Multiply<double>(row, sign * l[variable], signed.AsSpan(k * full, full));
        }

        for (int k = 0; k < count; k++)
        {
            result[(full * full) + k] += TensorPrimitives.Dot<double>(squares.AsSpan(k * count, count), l);
        }

        Span<double> corner = result.AsSpan(0, full * full);
        Gemm.Add<double>(rows, 1, full, signed, 1, corner, full, full, entries.Count, full);
        for (int part = 0; part < 4; part++)
        {
            double[] left = new double[full * full];
            Gemm.Add<double>(blocks[part], full, 1, x, 1, left, full, full, full, full);
            Gemm.Add<double>(left, full, 1, transposed[part], part is 0 or 3 ? 1 : -1, corner, full, full, full, full);
        }

        if (target is not null)
        {
            Gemm.Add<double>(target, full, 1, x, 1, corner, full, full, full, full);
            Gemm.Add<double>(x, full, 1, target, 1, corner, full, full, full, full);
            TensorPrimitives.MultiplyAdd<double>(target, -TensorPrimitives.Dot<double>(target, x) / price, corner, corner);
        }

        return result;
    }

    /// <summary>t QᵀQ/‖Q‖² of the target Q: the slope of t ln‖Q‖², and G of its curvature, X ↦ G X + X G - ⟨G, X⟩G/t.</summary>
    private static double[] TargetSquare(ScaledMatrix scaled, double price)
    {
        double[] square = new double[scaled.Full * scaled.Full];
        (double[] rows, int full) = (scaled.Target!, scaled.Full);
        Gemm.Add<double>(rows, 1, full, rows, price / (scaled.Level * scaled.Level), square, full, full, rows.Length / full, full);
        return square;
    }

    private void Add(double[] square)
    {
        for (int k = 0; k < square.Length; k++)
        {
            slope[k] += square[k];
            curvature[k] += square[(k / full * full) + (k / full)] + square[(k % full * full) + (k % full)];
            curvature[k] -= square[k] * square[k] / price;
        }
    }

    private double[] Corner(double[] matrix, int stride)
    {
        double[] corner = new double[full * full];
        for (int row = 0; row < full; row++)
        {
            matrix.AsSpan(row * stride, full).CopyTo(corner.AsSpan(row * full));
        }

        return corner;
    }
}
