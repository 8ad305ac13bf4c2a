using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>
/// M = L N R⁻¹ with R = diag(T, S, 1) and L = diag(T, S, 1), but for columns of S that are tied: these stand for two rows each, which L
/// scales by 2 x 2 matrices (<see cref="TiedPoints"/>). T is any invertible matrix, S a positive diagonal; some rows are divided by a
/// level. In floating point: what it finds is verified elsewhere.
/// </summary>
internal sealed class ScaledMatrix
{
    private readonly double[] matrix;

    private ScaledMatrix(double[] matrix, int rows) => (this.matrix, Rows, Columns) = (matrix, rows, matrix.Length / rows);

    /// <summary>Rows of M.</summary>
    public int Rows { get; }

    /// <summary>Columns of M.</summary>
    public int Columns { get; }

    /// <summary>M, row by row.</summary>
    public ReadOnlySpan<double> Entries => matrix;

    /// <summary>Order of T.</summary>
    public required int Full { get; init; }

    /// <summary>T, row by row.</summary>
    public required double[] T { get; init; }

    /// <summary>The diagonal of S; tied columns last.</summary>
    public required double[] S { get; init; }

    /// <summary>What scales the two rows of every tied column.</summary>
    public TiedPoints Ties { get; init; } = TiedPoints.None;

    /// <summary>The rows that are divided by the level.</summary>
    public required (int Start, int Count) LevelRows { get; init; }

    /// <summary>The level; where there is a target, its Frobenius norm.</summary>
    public double Level { get; private set; } = 1;

    /// <summary>Rows V T⁻¹ that are to be small while ‖M‖ is at most 1, row by row; null where the level of rows of M is.</summary>
    public double[]? Target { get; private set; }

    /// <summary>Columns of S that are not tied.</summary>
    public int Singles => S.Length - Ties.Count;

    /// <summary>Scales a matrix by diagonals.</summary>
    /// <param name="matrix">N [rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="full">Order of T.</param>
    /// <param name="scales">Diagonals of T and of S.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    public static ScaledMatrix Of(double[] matrix, int rows, int full, double[] scales, (int Start, int Count) levelRows) =>
        Of(matrix, rows, full, scales, scales[full..], TiedPoints.None, levelRows);

    /// <summary>Scales a matrix by diagonals, tied columns by others than their rows.</summary>
    /// <param name="matrix">N [rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="full">Order of T.</param>
    /// <param name="left">By row, T and S.</param>
    /// <param name="s">The diagonal S.</param>
    /// <param name="ties">The tied columns, scaled accordingly.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    public static ScaledMatrix Of(
        double[] matrix,
        int rows,
        int full,
        double[] left,
        double[] s,
        TiedPoints ties,
        (int Start, int Count) levelRows
    )
    {
        int columns = matrix.Length / rows;
        double[] t = new double[full * full];
        for (int k = 0; k < full; k++)
        {
            t[(k * full) + k] = left[k];
        }

        double Left(int row) => row < left.Length ? left[row] : 1;
        double Right(int column) =>
            column < full ? left[column]
            : column - full < s.Length ? s[column - full]
            : 1;
        double[] scaled = [.. matrix.Select((value, k) => value * Left(k / columns) / Right(k % columns))];
        return new ScaledMatrix(scaled, rows)
        {
            Full = full,
            T = t,
            S = s,
            Ties = ties,
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
        return Of(matrix, rows, full, ones, levelRows).Moved(t, inverse, s, TiedPoints.None);
    }

    /// <summary>The Frobenius norm of the level rows.</summary>
    public double LevelNorm() => TensorPrimitives.Norm<double>(matrix.AsSpan(LevelRows.Start * Columns, LevelRows.Count * Columns));

    /// <summary>Aims at rows V instead of a level.</summary>
    /// <param name="rows">V T⁻¹ [any, full].</param>
    public void Aim(double[] rows) => (Target, Level) = (rows, TensorPrimitives.Norm<double>(rows));

    /// <summary>Divides by another level; a target is what T makes of it.</summary>
    public void SetLevel(double level)
    {
        if (Target is not null)
        {
            return;
        }

        Span<double> rows = matrix.AsSpan(LevelRows.Start * Columns, LevelRows.Count * Columns);
        TensorPrimitives.Multiply<double>(rows, Level / level, rows);
        Level = level;
    }

    /// <summary>The matrix after T and S have become as many times as large.</summary>
    public ScaledMatrix Grown(double factor)
    {
        double[] grown = [.. matrix];
        for (int row = 0; row < Rows; row++)
        {
            Span<double> inputs = grown.AsSpan((row * Columns) + Full + S.Length, Columns - Full - S.Length);
            TensorPrimitives.Multiply<double>(inputs, factor, inputs);
        }

        double[]? target = Target is null ? null : [.. Target.Select(x => x / factor)];
        return With(grown, [.. T.Select(x => x * factor)], [.. S.Select(x => x * factor)], Ties, target);
    }

    /// <summary>The matrix after T has become root·T, and S diag·S.</summary>
    /// <param name="root">[full, full].</param>
    /// <param name="inverse">Its inverse.</param>
    /// <param name="factors">By what S is multiplied.</param>
    /// <param name="ties">The ties after they have moved, with what their rows are multiplied by.</param>
    public ScaledMatrix Moved(double[] root, double[] inverse, double[] factors, TiedPoints ties)
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
            Span<double> own = moved.AsSpan((row * Columns) + Full, S.Length);
            TensorPrimitives.Divide<double>(own, factors, own);
            if (row >= Full && row < Full + Singles)
            {
                Span<double> all = moved.AsSpan(row * Columns, Columns);
                TensorPrimitives.Multiply<double>(all, factors[row - Full], all);
            }
        }

        ties.MultiplyRows(moved.AsSpan((Full + Singles) * Columns), Columns);
        double[]? target = Target is null ? null : new double[Target.Length];
        if (target is not null)
        {
            Gemm.Add<double>(Target, Full, 1, inverse, 1, target, Full, target.Length / Full, Full, Full);
        }

        return With(moved, t, [.. S.Zip(factors, (a, b) => a * b)], ties, target);
    }

    private ScaledMatrix With(double[] entries, double[] t, double[] s, TiedPoints ties, double[]? target)
    {
        var result = new ScaledMatrix(entries, Rows)
        {
            Full = Full,
            T = t,
            S = s,
            Ties = ties,
            LevelRows = LevelRows,
            Level = Level,
        };
        if (target is not null)
        {
            result.Aim(target);
        }

        return result;
    }
}
