using System;
using System.Collections.Generic;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>
/// What a step changes besides T: of a single column and its row the scale; of a tied pair the scale of its column, and Σ v_k q_k q_kᵀ of
/// its two rows, q = e_1, e_2, (e_1 + e_2)/√2. Every one is a column e (or none) and a combination q of rows (or none); with them come
/// slope and curvature of the barrier.
/// </summary>
internal sealed class ScaleVariables
{
    private readonly ScaledMatrix scaled;
    private readonly BarrierPoint point;
    private readonly int[] columns;
    private readonly (int First, int Second, double Weight)[] combinations;

    public ScaleVariables(ScaledMatrix scaled, BarrierPoint point)
    {
        (this.scaled, this.point) = (scaled, point);
        (int full, int singles, int pairs) = (scaled.Full, scaled.Singles, scaled.Ties.Count);
        Count = singles + (4 * pairs);
        columns = new int[Count];
        combinations = new (int, int, double)[Count];
        Array.Fill(columns, -1);
        Array.Fill(combinations, (-1, -1, 0));
        for (int k = 0; k < singles; k++)
        {
            (columns[k], combinations[k]) = (full + k, (full + k, -1, 1));
        }

        for (int pair = 0; pair < pairs; pair++)
        {
            int start = singles + (4 * pair);
            int row = full + singles + (2 * pair);
            columns[start] = full + singles + pair;
            (combinations[start + 1], combinations[start + 2]) = ((row, -1, 1), (row + 1, -1, 1));
            combinations[start + 3] = (row, row + 1, Math.Sqrt(0.5));
        }

        Squares = new double[Count * Count];
        Slope = new double[Count];
        Fill();
    }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The curvature between them.</summary>
    public double[] Squares { get; }

    /// <summary>The slope of the barrier, from below.</summary>
    public double[] Slope { get; }

    /// <summary>Rows v [entries, full] with Σ ± v vᵀ for the curvature between them and X.</summary>
    /// <param name="entries">Filled with the variable of every row, and its sign.</param>
    public double[] Rows(List<(int Variable, double Sign)> entries)
    {
        int full = scaled.Full;
        var rows = new List<double[]>();
        for (int k = 0; k < Count; k++)
        {
            int variable = k;
            if (columns[k] >= 0)
            {
                Add(1, i => point.Inner[(columns[variable] * scaled.Columns) + i]);
                Add(-1, i => point.Mixed[(i * scaled.Columns) + columns[variable]]);
            }

            if (combinations[k].First >= 0)
            {
                Add(-1, i => Combined(point.Mixed, scaled.Columns, variable, i));
                Add(1, i => Combined(point.Outer, scaled.Rows, variable, i));
            }

            void Add(double sign, Func<int, double> entry)
            {
                double[] row = new double[full];
                for (int i = 0; i < full; i++)
                {
                    row[i] = entry(i);
                }

                rows.Add(row);
                entries.Add((variable, sign));
            }
        }

        double[] all = new double[rows.Count * full];
        for (int k = 0; k < rows.Count; k++)
        {
            rows[k].CopyTo(all, k * full);
        }

        return all;
    }

    /// <summary>The curvature between X, these variables and v, and what level rows multiplied by 1 + v do.</summary>
    public double[] Level()
    {
        (int full, (int start, int rows)) = (scaled.Full, scaled.LevelRows);
        double[] level = new double[(full * full) + Count + 1];
        double[] outer = new double[full * rows];
        double[] mixed = new double[rows * full];
        double[] outerBack = new double[rows * full];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = point.Outer.AsSpan((start + row) * scaled.Rows, scaled.Rows);
            ReadOnlySpan<double> through = point.Mixed.AsSpan((start + row) * scaled.Columns, scaled.Columns);
            own[..full].CopyTo(outerBack.AsSpan(row * full));
            through[..full].CopyTo(mixed.AsSpan(row * full));
            for (int k = 0; k < Count; k++)
            {
                ref double sum = ref level[(full * full) + k];
                sum -= columns[k] < 0 ? 0 : through[columns[k]] * through[columns[k]];
                (int first, int second, double weight) = combinations[k];
                double entry = first < 0 ? 0 : weight * (own[first] + (second < 0 ? 0 : own[second]));
                sum += entry * entry;
            }

            ReadOnlySpan<double> square = own.Slice(start, rows);
            level[^1] += System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(square);
        }

        SymmetricInverse.Transposed(outerBack, rows, full).CopyTo(outer, 0);
        Gemm.Add<double>(outer, rows, 1, outerBack, 1, level, full, full, rows, full);
        Gemm.Add<double>(mixed, 1, full, mixed, -1, level, full, full, rows, full);
        return level;
    }

    private void Fill()
    {
        for (int k = 0; k < Count; k++)
        {
            for (int other = 0; other < Count; other++)
            {
                Squares[(k * Count) + other] = Square(k, other);
            }

            Slope[k] += columns[k] >= 0 ? point.Inner[(columns[k] * scaled.Columns) + columns[k]] - 1 : 0;
            Slope[k] -= combinations[k].First >= 0 ? Twice(k, k) : 0;
        }

        Span<double> own = stackalloc double[16];
        for (int pair = 0; pair < scaled.Ties.Count; pair++)
        {
            int start = scaled.Singles + (4 * pair);
            own.Clear();
            scaled.Ties.Add(pair, Slope.AsSpan(start, 4), own);
            for (int k = 0; k < 16; k++)
            {
                Squares[((start + (k / 4)) * Count) + start + (k % 4)] += own[k];
            }
        }
    }

    private double Square(int a, int b)
    {
        double sum = 0;
        if (columns[a] >= 0 && columns[b] >= 0)
        {
            double entry = point.Inner[(columns[a] * scaled.Columns) + columns[b]];
            sum += entry * entry;
        }

        if (combinations[a].First >= 0 && columns[b] >= 0)
        {
            double entry = Combined(point.Mixed, scaled.Columns, a, columns[b]);
            sum -= entry * entry;
        }

        if (combinations[b].First >= 0 && columns[a] >= 0)
        {
            double entry = Combined(point.Mixed, scaled.Columns, b, columns[a]);
            sum -= entry * entry;
        }

        if (combinations[a].First >= 0 && combinations[b].First >= 0)
        {
            double entry = Twice(a, b);
            sum += entry * entry;
        }

        return sum;
    }

    /// <summary>An entry of q times a matrix.</summary>
    private double Combined(double[] matrix, int stride, int variable, int column)
    {
        (int first, int second, double weight) = combinations[variable];
        double entry = matrix[(first * stride) + column];
        return weight * (second < 0 ? entry : entry + matrix[(second * stride) + column]);
    }

    /// <summary>qᵀ M K Mᵀ q.</summary>
    private double Twice(int a, int b)
    {
        (int first, int second, double weight) = combinations[b];
        double entry = Combined(point.Outer, scaled.Rows, a, first);
        return weight * (second < 0 ? entry : entry + Combined(point.Outer, scaled.Rows, a, second));
    }
}
