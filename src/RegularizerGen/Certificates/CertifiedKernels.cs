using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>What weights do unit by unit, as outer bounds: sums over rows are taken in floating point and widened by their error bound γ_n
/// Σ|term| (Higham 2002).</summary>
internal sealed class CertifiedKernels(Certifier certifier) : IUnitwiseKernels<Enclosure>
{
    /// <inheritdoc/>
    public IReadOnlyList<Enclosure> InputBounds { get; } = [.. certifier.Inputs.Select(i => (Enclosure)i.Bound)];

    /// <inheritdoc/>
    public Enclosure Scalar(int weight) => certifier.Weight(weight).Values[0];

    /// <inheritdoc/>
    public void AbsoluteProduct(int weight, Enclosure[] operand, Enclosure[] result)
    {
        CertifiedWeight w = certifier.Weight(weight);
        double[] upper = new double[operand.Length];
        for (int k = 0; k < upper.Length; k++)
        {
            upper[k] = operand[k].Upper;
        }

        for (int row = 0; row < result.Length; row++)
        {
            result[row] = w.IsDiagonal
                ? RigorousNorms.SumOfProducts(w.Absolute.Slice(row, 1), upper.AsSpan(row, 1))
                : RigorousNorms.SumOfProducts(w.Absolute.Slice(row * upper.Length, upper.Length), upper);
        }
    }

    /// <inheritdoc/>
    public void Rows(Enclosure[] lower, Enclosure[] upper, RowTerm<Enclosure>[] terms, BiasTerm[] biases)
    {
        double[] ends = new double[3 * lower.Length]; // per row: lower end, upper end, and the sum of all magnitudes
        int count = 4;
        foreach ((int weight, double coefficient) in biases)
        {
            count += 3;
            for (int row = 0; row < lower.Length; row++)
            {
                double value = certifier.Weight(weight).Values[row];
                double bias = coefficient * value;
                Add(ends, row, bias, bias, bias == 0 && value != 0 ? double.Epsilon : Math.Abs(bias));
            }
        }

        foreach (RowTerm<Enclosure> term in terms)
        {
            count += 2 * term.Lower.Length;
            AddTo(ends, term, certifier.Weight(term.Weight));
        }

        for (int row = 0; row < lower.Length; row++)
        {
            // Relative to all magnitudes, and what every product and sum may underflow by; none where there is nothing to add.
            double size = ends[(3 * row) + 2];
            double error = size == 0 ? 0 : (size * RigorousNorms.Gamma(count) * 1.01) + (count * double.Epsilon);
            double from = ends[3 * row] - error;
            double to = ends[(3 * row) + 1] + error;
            lower[row] =
                double.IsNaN(from) ? double.NegativeInfinity
                : error == 0 ? from
                : Math.BitDecrement(from);
            upper[row] =
                double.IsNaN(to) ? double.PositiveInfinity
                : error == 0 ? to
                : Math.BitIncrement(to);
        }
    }

    private static void Add(double[] ends, int row, double low, double high, double size)
    {
        ends[3 * row] += low;
        ends[(3 * row) + 1] += high;
        ends[(3 * row) + 2] += size;
    }

    /// <summary>W [lo, hi] = W c ± |W| r with centre c and radius r, rounded up.</summary>
    private static void AddTo(double[] ends, RowTerm<Enclosure> term, CertifiedWeight weight)
    {
        int columns = term.Lower.Length;
        double[] centre = new double[columns];
        double[] radius = new double[columns];
        double[] size = new double[columns];
        for (int k = 0; k < columns; k++)
        {
            (double lo, double hi) = (term.Lower[k].Lower, term.Upper[k].Upper);
            centre[k] = double.IsFinite(lo) && double.IsFinite(hi) ? (lo / 2) + (hi / 2) : 0;
            double reach = Math.Max(hi - centre[k], centre[k] - lo);
            radius[k] = reach == 0 ? 0 : Math.BitIncrement(reach);
            size[k] = Math.Abs(centre[k]) + radius[k];
        }

        for (int row = 0; row < ends.Length / 3; row++)
        {
            int from = weight.IsDiagonal ? row : row * columns;
            int count = weight.IsDiagonal ? 1 : columns;
            int at = weight.IsDiagonal ? row : 0;
            ReadOnlySpan<double> absolute = weight.Absolute.Slice(from, count);
            double middle = TensorPrimitives.Dot<double>(weight.Values.Slice(from, count), centre.AsSpan(at, count));
            double spread = RigorousNorms.SumOfProducts(absolute, radius.AsSpan(at, count));
            double magnitude = RigorousNorms.SumOfProducts(absolute, size.AsSpan(at, count));
            if (weight.EntryError > 0)
            {
                // An entry wrong by e moves the row by at most e·|argument|.
                double error = 1.01 * weight.EntryError * TensorPrimitives.Sum<double>(size.AsSpan(at, count));
                spread += error;
                magnitude += error;
            }

            Add(ends, row, middle - spread, middle + spread, magnitude);
        }
    }
}
