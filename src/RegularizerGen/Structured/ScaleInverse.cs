using System;
using RegularizerGen.Certificates;
using RegularizerGen.Kernels;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>An approximate inverse X of T, and a bound of ‖(T X)⁻¹‖: with ρ = ‖I - T X‖ below 1 it is at most 1/(1 - ρ), and T is
/// invertible. Hence ‖v T⁻¹‖ = ‖v X (T X)⁻¹‖ ≤ ‖v X‖/(1 - ρ).</summary>
internal sealed class ScaleInverse
{
    /// <param name="t">T, row by row.</param>
    /// <param name="order">Its order.</param>
    public ScaleInverse(double[] t, int order)
    {
        Matrix = new IntervalMatrix(order, order);
        Invert(t, order).CopyTo(Matrix.Centre, 0);
        IntervalMatrix product = Matrix.Multiplied(t, order, Outward.Gamma(2L * (order + 8)));
        double[] rest = product.Centre;
        for (int k = 0; k < order; k++)
        {
            rest[(k * order) + k] -= 1;
        }

        for (int k = 0; k < rest.Length; k++)
        {
            rest[k] = Outward.Sum(Math.Abs(rest[k]) + product.Radius[k] + (2 * Outward.UnitRoundoff));
        }

        double error = Array.TrueForAll(rest, double.IsFinite) ? RigorousNorms.Euclidean(rest) : double.PositiveInfinity;
        Factor = error < 0.5 ? Outward.Sum(1 / (1 - error)) : double.PositiveInfinity;
    }

    /// <summary>X, without radii.</summary>
    public IntervalMatrix Matrix { get; }

    /// <summary>1/(1 - ρ), rounded up; infinite where T was not proved to be invertible.</summary>
    public double Factor { get; }

    /// <summary>Rows R of derivatives as R X, grown so that norms of them are at least those of R T⁻¹.</summary>
    public IntervalMatrix Through(SignedRows rows)
    {
        IntervalMatrix scaled = rows.Times(Matrix);
        for (int k = 0; k < scaled.Centre.Length; k++)
        {
            double more = (scaled.Radius[k] * Factor) + (Math.Abs(scaled.Centre[k]) * Math.BitIncrement(Factor - 1));
            scaled.Radius[k] = Outward.Sum(more) + Outward.Underflow;
        }

        return scaled;
    }

    /// <summary>The inverse in floating point: by (TᵀT)⁻¹Tᵀ, once refined.</summary>
    public static double[] Invert(double[] t, int order)
    {
        double[] square = new double[order * order];
        Gemm.Add<double>(t, 1, order, t, 1, square, order, order, order, order);
        double[] inner = new double[square.Length];
        double[] inverse = new double[square.Length];
        if (!SymmetricInverse.TryFind(square, order, inner, out _))
        {
            return inverse;
        }

        Gemm.Add<double>(inner, order, 1, SymmetricInverse.Transposed(t, order, order), 1, inverse, order, order, order, order);
        for (int refinement = 0; refinement < 2; refinement++)
        {
            double[] rest = new double[square.Length];
            Gemm.Add<double>(t, order, 1, inverse, -1, rest, order, order, order, order);
            for (int k = 0; k < order; k++)
            {
                rest[(k * order) + k] += 1;
            }

            double[] better = [.. inverse];
            Gemm.Add<double>(inverse, order, 1, rest, 1, better, order, order, order, order);
            inverse = better;
        }

        return inverse;
    }
}
