using System;
using System.Numerics.Tensors;
using RegularizerGen.Certificates;
using RegularizerGen.Kernels;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// Proves ‖L N L⁻¹‖ ≤ 1 with the level rows divided by a level, L = diag(T, S, 1), for every N within an interval matrix: that
/// LᵀL - (L N)ᵀ(L N) is positive semidefinite, where nothing is inverted. With Ĝ ± E for L N and any η > 0, (L N)ᵀ(L N) is at most
/// (1 + η) ĜᵀĜ + (1 + 1/η)‖E‖²; that the rest is positive is what a Cholesky factorization in floating point tells up to
/// γ/(1 - γ)·trace (Rump, BIT 46, 2006).
/// </summary>
internal sealed class ScaleProof
{
    private const double Eta = 1e-9;

    // Scales and entries are below Largest, so that all that underflows stays far below Lost.
    private const double Largest = 1e80;
    private const double Lost = 1e-200;

    private readonly int n;
    private readonly int terms;
    private readonly bool isInRange;
    private readonly double[] norms;
    private readonly double[] rest;
    private readonly double[] level;
    private readonly double restError;
    private readonly double levelError;

    /// <param name="matrix">N [rows, columns].</param>
    /// <param name="t">T, row by row; it belongs to the first rows and columns.</param>
    /// <param name="s">The diagonal S; it belongs to those that follow. What remains is not scaled.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    /// <param name="pairs">By tied column, of which there are two rows each at the end of those that are scaled, the 2 x 2 matrix that
    /// scales these; null for no ties.</param>
    public ScaleProof(IntervalMatrix matrix, double[] t, double[] s, (int Start, int Count) levelRows, double[][]? pairs = null)
    {
        pairs ??= [];
        (n, terms) = (matrix.Columns, matrix.Columns + matrix.Rows);
        isInRange =
            IsInRange(t)
            && IsInRange(s)
            && Array.TrueForAll(pairs, IsInRange)
            && IsInRange(matrix.Centre)
            && IsInRange(matrix.Radius)
            && Array.TrueForAll(s, x => x > 0);
        int full = (int)Math.Sqrt(t.Length);
        double[] scales = PowersOfTwo(t, s, full);
        norms = Squares(t, s, full, scales);
        IntervalMatrix scaled = Scaled(matrix, t, s, full, scales, pairs);
        (int start, int count) = levelRows;
        (level, levelError) = Gram(scaled, start, start + count);
        (double[] above, double aboveError) = Gram(scaled, 0, start);
        (rest, restError) = Gram(scaled, start + count, matrix.Rows);
        TensorPrimitives.Add<double>(rest, above, rest);
        restError += aboveError;
    }

    /// <summary>Whether it is proved at a level.</summary>
    public bool Holds(double at)
    {
        double square = Math.BitDecrement(at * at);
        if (!isInRange || !(square > 1 / Largest) || !(square < Largest))
        {
            return false;
        }

        double share = Math.BitIncrement((1 + Eta) / square);
        double[] negative = new double[n * n];
        double trace = 0;
        double sizes = 0;
        for (int k = 0; k < negative.Length; k++)
        {
            negative[k] = ((1 + Eta) * rest[k]) + (share * level[k]) - norms[k];
        }

        for (int k = 0; k < n; k++)
        {
            int diagonal = (k * n) + k;
            sizes += norms[diagonal] + ((1 + Eta) * rest[diagonal]) + (share * level[diagonal]);
            trace += Math.Abs(negative[diagonal]);
        }

        // Roundings of the three products and of their sum, each at most in proportion to the traces; then of the factorization.
        double gamma = RigorousNorms.Gamma(terms + 20);
        double slack = (2 * gamma * sizes) + (2 * RigorousNorms.Gamma(n + 2) * trace);
        slack += (1 + (1 / Eta)) * (restError + (share * levelError));
        slack = Outward.Sum(slack) + Lost;
        for (int k = 0; k < n; k++)
        {
            negative[(k * n) + k] += slack;
        }

        return double.IsFinite(slack)
            && Array.TrueForAll(negative, double.IsFinite)
            && ShiftedCholesky.FailingPivot(negative, n, 0, new double[n * n]) < 0;
    }

    private static bool IsInRange(double[] values) => Array.TrueForAll(values, x => Math.Abs(x) < Largest);

    /// <summary>By column of L, a power of two that makes it about 1: a congruence without rounding.</summary>
    private double[] PowersOfTwo(double[] t, double[] s, int full)
    {
        double[] scales = new double[n];
        Array.Fill(scales, 1);
        for (int k = 0; k < full + s.Length; k++)
        {
            double square = 0;
            for (int row = 0; row < full && k < full; row++)
            {
                square += t[(row * full) + k] * t[(row * full) + k];
            }

            double size = k < full ? Math.Sqrt(square) : s[k - full];
            scales[k] = size > 1 / Largest ? Math.ScaleB(1, -Math.ILogB(size)) : 1;
        }

        return scales;
    }

    /// <summary>LᵀL.</summary>
    private double[] Squares(double[] t, double[] s, int full, double[] scales)
    {
        double[] squares = new double[n * n];
        double[] scaled = [.. t];
        for (int k = 0; k < scaled.Length; k++)
        {
            scaled[k] *= scales[k % full];
        }

        Gemm.Add<double>(scaled, 1, full, scaled, 1, squares, n, full, full, full);
        for (int k = full; k < n; k++)
        {
            double size = k < full + s.Length ? s[k - full] * scales[k] : 1;
            squares[(k * n) + k] = size * size;
        }

        return squares;
    }

    /// <summary>L N with its columns by the powers of two; radii cover the rounding.</summary>
    private IntervalMatrix Scaled(IntervalMatrix matrix, double[] t, double[] s, int full, double[] scales, double[][] pairs)
    {
        var columns = new IntervalMatrix(matrix.Rows, n);
        for (int k = 0; k < columns.Centre.Length; k++)
        {
            columns.Centre[k] = matrix.Centre[k] * scales[k % n];
            columns.Radius[k] = matrix.Radius[k] * scales[k % n];
        }

        var product = new IntervalMatrix(matrix.Rows, n);
        if (full > 0)
        {
            IntervalMatrix top = new(full, n);
            columns.Centre.AsSpan(0, full * n).CopyTo(top.Centre);
            columns.Radius.AsSpan(0, full * n).CopyTo(top.Radius);
            top.Multiplied(t, full, Outward.Gamma(2L * (full + 8))).CopyTo(product, 0, 0);
        }

        for (int k = full * n; k < columns.Centre.Length; k++)
        {
            int row = k / n;
            int pair = row - full - s.Length + pairs.Length;
            if (pair >= 0 && pair < 2 * pairs.Length)
            {
                int first = k - (pair % 2 * n);
                ReadOnlySpan<double> by = pairs[pair / 2].AsSpan(2 * (pair % 2), 2);
                double size = Math.Abs(by[0] * columns.Centre[first]) + Math.Abs(by[1] * columns.Centre[first + n]);
                double open = (Math.Abs(by[0]) * columns.Radius[first]) + (Math.Abs(by[1]) * columns.Radius[first + n]);
                product.Centre[k] = (by[0] * columns.Centre[first]) + (by[1] * columns.Centre[first + n]);
                product.Radius[k] = Outward.Sum(open + (4 * Outward.UnitRoundoff * size)) + Lost;
                continue;
            }

            double scale = row < full + s.Length - pairs.Length ? s[row - full] : 1;
            product.Centre[k] = scale * columns.Centre[k];
            product.Radius[k] = Outward.Sum((scale * columns.Radius[k]) + (2 * Outward.UnitRoundoff * Math.Abs(product.Centre[k]))) + Lost;
        }

        return product;
    }

    /// <summary>ĜᵀĜ of some rows, and ‖E‖² from above.</summary>
    private (double[] Product, double Error) Gram(IntervalMatrix scaled, int from, int to)
    {
        double[] product = new double[n * n];
        ReadOnlySpan<double> rows = scaled.Centre.AsSpan(from * n, (to - from) * n);
        Gemm.Add<double>(rows, 1, n, rows, 1, product, n, n, to - from, n);
        double error = RigorousNorms.Euclidean(scaled.Radius.AsSpan(from * n, (to - from) * n));
        return (product, Math.BitIncrement(error * error));
    }
}
