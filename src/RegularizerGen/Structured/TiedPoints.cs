using System;
using System.Linq;
using System.Numerics.Tensors;

namespace RegularizerGen.Structured;

/// <summary>
/// Two factors of one signal that are functions of the same gate, as one channel: w = d_1 z_1 + d_2 z_2 with d = (d_1, d_2) in the hull of
/// some points. With a 2 x 2 matrix U for the rows and s for the column, s² w² ≤ |U z|² wherever s² d dᵀ ≤ UᵀU at every point, that is
/// |U⁻ᵀ d s| ≤ 1. In floating point, for searches.
/// </summary>
internal sealed class TiedPoints
{
    // Of the barrier -ln(1 - |U⁻ᵀ d s|²), beside the one of the matrix: all points of a pair together.
    private const double Weight = 0.5;

    private readonly double[][] points;
    private readonly double[][] last;

    private TiedPoints(double[][] points, double[][] rows, double[][] last) => (this.points, Rows, this.last) = (points, rows, last);

    /// <summary>No ties.</summary>
    public static TiedPoints None { get; } = new([], [], []);

    /// <summary>Number of pairs.</summary>
    public int Count => points.Length;

    /// <summary>By pair, U row by row.</summary>
    public double[][] Rows { get; }

    /// <summary>Pairs whose rows are scaled by diagonals.</summary>
    /// <param name="raw">By pair, d_1 and d_2 of every point, one after the other.</param>
    /// <param name="rows">By pair, the two scales of the rows.</param>
    /// <param name="columns">By pair, s.</param>
    public static TiedPoints Of(double[][] raw, (double First, double Second)[] rows, double[] columns) =>
        new(
            [.. raw.Select((d, p) => d.Select((x, k) => x * columns[p] / (k % 2 == 0 ? rows[p].First : rows[p].Second)).ToArray())],
            [.. rows.Select(r => new[] { r.First, 0, 0, r.Second })],
            []
        );

    /// <summary>The barrier; infinite where a point is outside.</summary>
    public double Barrier()
    {
        double sum = 0;
        foreach (double[] own in points)
        {
            for (int k = 0; k < own.Length; k += 2)
            {
                double rest = 1 - (own[k] * own[k]) - (own[k + 1] * own[k + 1]);
                sum = rest > 0 ? sum - (Weight * 2 / own.Length * Math.Log(rest)) : double.PositiveInfinity;
            }
        }

        return sum;
    }

    /// <summary>Adds its slope, from below, and its curvature in s² (1 + l) and UᵀU + Σ v_k q_k q_kᵀ, q = e_1, e_2, (e_1 +
    /// e_2)/√2.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="slope">l, v_1, v_2, v_3.</param>
    /// <param name="curvature">4 x 4.</param>
    public void Add(int pair, Span<double> slope, Span<double> curvature)
    {
        double[] own = points[pair];
        double weight = Weight * 2 / own.Length;
        double half = Math.Sqrt(0.5);
        for (int k = 0; k < own.Length; k += 2)
        {
            // The inverse of I - d dᵀ is I + d dᵀ/(1 - |d|²).
            (double x, double y) = (own[k], own[k + 1]);
            double rest = 1 - (x * x) - (y * y);
            (double xx, double xy, double yy) = (1 + (x * x / rest), x * y / rest, 1 + (y * y / rest));
            ReadOnlySpan<double> vectors = [x, y, 1, 0, 0, 1, half, half];
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    double form =
                        (vectors[2 * i] * ((xx * vectors[2 * j]) + (xy * vectors[(2 * j) + 1])))
                        + (vectors[(2 * i) + 1] * ((xy * vectors[2 * j]) + (yy * vectors[(2 * j) + 1])));
                    curvature[(4 * i) + j] += ((i == 0) == (j == 0) ? weight : -weight) * form * form;
                    if (i == j)
                    {
                        slope[i] += i == 0 ? -weight * form : weight * (form - 1);
                    }
                }
            }
        }
    }

    /// <summary>The ties after a step; null where it leads too far.</summary>
    /// <param name="direction">l, v_1, v_2, v_3 of every pair.</param>
    /// <param name="length">By how much of it.</param>
    public TiedPoints? Moved(ReadOnlySpan<double> direction, double length)
    {
        double[][] moved = new double[Count][];
        double[][] rows = new double[Count][];
        double[][] by = new double[Count][];
        for (int pair = 0; pair < Count; pair++)
        {
            ReadOnlySpan<double> own = direction.Slice(4 * pair, 4);
            double mixed = length * own[3] / 2;
            (double a, double b) = (1 + (length * own[1]) + mixed, 1 + (length * own[2]) + mixed);
            double scale = 1 + (length * own[0]);
            double rest = b - (mixed * mixed / a);
            if (!(a > 0) || !(rest > 0) || !(scale > 0))
            {
                return null;
            }

            // I + Υ = L Lᵀ; U becomes Lᵀ U, and U⁻ᵀ d s becomes L⁻¹ U⁻ᵀ d s √(1 + l).
            (double p, double q, double r) = (Math.Sqrt(a), mixed / Math.Sqrt(a), Math.Sqrt(rest));
            by[pair] = [p, q, 0, r];
            double[] u = Rows[pair];
            rows[pair] = [(p * u[0]) + (q * u[2]), (p * u[1]) + (q * u[3]), r * u[2], r * u[3]];
            double[] d = moved[pair] = [.. points[pair]];
            TensorPrimitives.Multiply<double>(d, Math.Sqrt(scale), d);
            for (int k = 0; k < d.Length; k += 2)
            {
                d[k] /= p;
                d[k + 1] = (d[k + 1] - (q * d[k])) / r;
            }
        }

        var result = new TiedPoints(moved, rows, by);
        return double.IsFinite(result.Barrier()) ? result : null;
    }

    /// <summary>Multiplies the two rows of every pair by what the last step did.</summary>
    public void MultiplyRows(Span<double> matrix, int columns)
    {
        for (int pair = 0; pair < last.Length; pair++)
        {
            Span<double> first = matrix.Slice(2 * pair * columns, columns);
            Span<double> second = matrix.Slice(((2 * pair) + 1) * columns, columns);
            TensorPrimitives.Multiply<double>(first, last[pair][0], first);
            TensorPrimitives.MultiplyAdd<double>(second, last[pair][1], first, first);
            TensorPrimitives.Multiply<double>(second, last[pair][3], second);
        }
    }
}
