using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>
/// M = L N L⁻¹ with L = diag(T, S, 1): T any invertible matrix, S a positive diagonal, and rows that are divided by a level. In floating
/// point: what it finds is verified elsewhere.
/// </summary>
internal sealed class ScaledMatrix
{
    private double[] matrix;

    private ScaledMatrix(int full, int diagonal, int rows, int columns, double[] matrix) =>
        (Full, Diagonal, Rows, Columns, this.matrix) = (full, diagonal, rows, columns, matrix);

    /// <summary>Order of T.</summary>
    public int Full { get; }

    /// <summary>Order of S.</summary>
    public int Diagonal { get; }

    /// <summary>Rows of M.</summary>
    public int Rows { get; }

    /// <summary>Columns of M.</summary>
    public int Columns { get; }

    /// <summary>M, row by row.</summary>
    public ReadOnlySpan<double> Entries => matrix;

    /// <summary>T, row by row.</summary>
    public required double[] T { get; init; }

    /// <summary>The diagonal of S.</summary>
    public required double[] S { get; init; }

    /// <summary>The rows that are divided by the level.</summary>
    public required (int Start, int Count) LevelRows { get; init; }

    /// <summary>The level.</summary>
    public double Level { get; private set; } = 1;

    /// <summary>Scales a matrix by a diagonal.</summary>
    /// <param name="matrix">N [rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="full">Order of T.</param>
    /// <param name="scales">Diagonals of T and of S.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    public static ScaledMatrix Of(double[] matrix, int rows, int full, double[] scales, (int Start, int Count) levelRows)
    {
        int columns = matrix.Length / rows;
        double[] t = new double[full * full];
        for (int k = 0; k < full; k++)
        {
            t[(k * full) + k] = scales[k];
        }

        double Scale(int k) => k < scales.Length ? scales[k] : 1;
        double[] scaled = [.. matrix.Select((value, k) => value * Scale(k / columns) / Scale(k % columns))];
        return new ScaledMatrix(full, scales.Length - full, rows, columns, scaled)
        {
            T = t,
            S = scales[full..],
            LevelRows = levelRows,
        };
    }

    /// <summary>Scales a matrix.</summary>
    /// <param name="matrix">N [rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="t">T.</param>
    /// <param name="inverse">Its inverse.</param>
    /// <param name="s">The diagonal S.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    public static ScaledMatrix Of(double[] matrix, int rows, double[] t, double[] inverse, double[] s, (int Start, int Count) levelRows)
    {
        int full = (int)Math.Sqrt(t.Length);
        double[] ones = [.. Enumerable.Repeat(1.0, full + s.Length)];
        return Of(matrix, rows, full, ones, levelRows).Moved(t, inverse, s);
    }

    /// <summary>The Frobenius norm of the level rows.</summary>
    public double LevelNorm() =>
        System.Numerics.Tensors.TensorPrimitives.Norm<double>(matrix.AsSpan(LevelRows.Start * Columns, LevelRows.Count * Columns));

    /// <summary>Divides by another level.</summary>
    public void SetLevel(double level)
    {
        Span<double> rows = matrix.AsSpan(LevelRows.Start * Columns, LevelRows.Count * Columns);
        System.Numerics.Tensors.TensorPrimitives.Multiply<double>(rows, Level / level, rows);
        Level = level;
    }

    /// <summary>The matrix after T has become root·T, and S diag·S.</summary>
    /// <param name="root">[full, full].</param>
    /// <param name="inverse">Its inverse.</param>
    /// <param name="factors">By what S is multiplied.</param>
    public ScaledMatrix Moved(double[] root, double[] inverse, double[] factors)
    {
        double[] moved = [.. matrix];
        double[] t = new double[T.Length];
        if (Full > 0)
        {
            Gemm.Add<double>(root, Full, 1, T, 1, t, Full, Full, Full, Full);
            moved.AsSpan(0, Full * Columns).Clear();
            Gemm.Add<double>(root, Full, 1, matrix.AsSpan(0, Full * Columns), 1, moved, Columns, Full, Full, Columns);
            double[] left = new double[Rows * Full];
            Gemm.Add<double>(moved, Columns, 1, inverse, 1, left, Full, Rows, Full, Full);
            for (int row = 0; row < Rows; row++)
            {
                left.AsSpan(row * Full, Full).CopyTo(moved.AsSpan(row * Columns));
            }
        }

        for (int row = 0; row < Rows; row++)
        {
            Span<double> own = moved.AsSpan((row * Columns) + Full, Diagonal);
            System.Numerics.Tensors.TensorPrimitives.Divide<double>(own, factors, own);
            if (row >= Full && row < Full + Diagonal)
            {
                Span<double> all = moved.AsSpan(row * Columns, Columns);
                System.Numerics.Tensors.TensorPrimitives.Multiply<double>(all, factors[row - Full], all);
            }
        }

        return new ScaledMatrix(Full, Diagonal, Rows, Columns, moved)
        {
            T = t,
            S = [.. S.Zip(factors, (a, b) => a * b)],
            LevelRows = LevelRows,
            Level = Level,
        };
    }
}
