using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Kernels;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets.Boxes;

/// <summary>
/// What holds for any number of steps because N of them contract although one may not: with |∂s_N/∂s_0| ≤ M and |∂s_N/∂x_t| ≤ B_t on steady
/// ranges, blocks are counted from the end, so that the output depends on inputs k blocks ago by at most V M^k B_t, and on those before the
/// ranges became steady by at most V M^k E_t. All matrices are non-negative, rounded up.
/// </summary>
internal sealed class BlockContraction
{
    private const int MostBlocks = 2000;
    private const double Negligible = 1e-4;

    private readonly int states;
    private readonly int inputs;
    private readonly double[] matrix;
    private readonly double[] vector;
    private readonly double[][] block;
    private readonly double[][] start;

    private BlockContraction(SetStep step, SteadyRanges steady, int length, double[] scales, Action check)
    {
        inputs = scales.Length;
        Length = length;
        Ranges = Repeated(step, steady.Last, length);
        (List<IntervalMatrix> derivatives, matrix) = SetGains.OfStates(step, Ranges, length - 1, check);
        states = (int)Math.Sqrt(matrix.Length);
        block = Scaled(derivatives, scales);
        (Ratio, vector) = new NonNegativeMatrix(matrix, new double[states], states, 0).Perron();
        SetRanges before = FiniteGains.FromTheEnd(step, steady.Reach, steady.From - 1, steady.From + length - 2);
        start = Ratio < 1 ? Scaled(SetGains.OfStates(step, before, steady.From + length - 2, check).Inputs, scales) : [];
    }

    /// <summary>Number of steps N of a block.</summary>
    public int Length { get; }

    /// <summary>Upper bound of ρ(M).</summary>
    public double Ratio { get; }

    /// <summary>The rate per step, rounded up.</summary>
    public double DecayRate => Math.BitIncrement(Math.Pow(Ratio, 1.0 / Length) * (1 + 1e-14));

    /// <summary>The steady ranges, for N steps.</summary>
    private SetRanges Ranges { get; }

    /// <summary>The block's matrices on steady ranges.</summary>
    public static BlockContraction On(SetStep step, SteadyRanges steady, int length, double[] scales, Action check) =>
        new(step, steady, length, scales, check);

    /// <summary>The gains of rows of the output over any number of steps from <see cref="SteadyRanges.From"/> + N on, where ρ(M) is below
    /// 1.</summary>
    public GainSums Gains(SetStep step, SetWeights weights, OutputRows rows, double[] scales, Action check)
    {
        (List<IntervalMatrix> last, double[] row) = SetGains.Find(step, Ranges, weights, rows, Length - 1, check);
        GainSums sum = FiniteGains.Sum(last.Select(d => d.ScaledColumns(scales)));
        GainSums worst = GainSums.None(rows.Count, inputs);
        for (int k = 0; ; k++)
        {
            check();
            worst = worst.Max(sum.Plus(Through(row, start)));
            sum = sum.Plus(Through(row, block));
            row = Product(row, matrix, states);
            GainSums tail = Tail(row, block).Geometric(Ratio);
            if (k == MostBlocks || tail.Whole.Energy <= Negligible * sum.Whole.Energy)
            {
                return worst.Max(sum.Plus(tail).Plus(Tail(row, start)));
            }
        }
    }

    /// <summary>The norms of rows times the derivatives of all steps.</summary>
    private GainSums Through(double[] rows, double[][] derivatives) =>
        FiniteGains.Sum(derivatives.Select(d => NonNegative(Product(rows, d, inputs))));

    /// <summary>The same with rows M^j for whatever j ≥ 0, without the factor ρ^j: columns are at most β w, and M w ≤ ρ w.</summary>
    private GainSums Tail(double[] rows, double[][] derivatives)
    {
        double[] output = Product(rows, vector, 1);
        return FiniteGains.Sum(
            derivatives.Select(d =>
            {
                double[] share = new double[inputs];
                for (int k = 0; k < d.Length; k++)
                {
                    double own = d[k] == 0 ? 0 : Outward.Sum(Math.BitIncrement(d[k] / vector[k / inputs])); // 0 only where d is
                    share[k % inputs] = Math.Max(share[k % inputs], own);
                }

                return NonNegative([
                    .. output.SelectMany(o => share.Select(s => o == 0 || s == 0 ? 0 : Outward.Sum(o * s) + Outward.Underflow)),
                ]);
            })
        );
    }

    private IntervalMatrix NonNegative(double[] entries)
    {
        var result = new IntervalMatrix(entries.Length / inputs, inputs);
        entries.CopyTo(result.Radius, 0);
        return result;
    }

    /// <summary>rows [n, states] times right [states, columns], rounded up.</summary>
    private double[] Product(double[] rows, double[] right, int columns)
    {
        int height = rows.Length / states;
        double[] product = new double[height * columns];
        Gemm.Add<double>(rows, states, 1, right, 1, product, columns, height, states, columns);
        for (int k = 0; k < product.Length; k++)
        {
            product[k] = double.IsNaN(product[k]) ? double.PositiveInfinity : Outward.Sum(product[k]) + Outward.Underflow;
        }

        return product;
    }

    private static double[][] Scaled(List<IntervalMatrix> derivatives, double[] scales) =>
        [.. derivatives.Select(d => d.ScaledColumns(scales).Magnitudes())];

    private static SetRanges Repeated(SetStep step, SetRanges ranges, int steps)
    {
        var result = new SetRanges(step.Widths, steps);
        for (int t = 0; t < steps; t++)
        {
            result.Include(t, ranges, 0, isFirst: true);
        }

        return result;
    }
}
