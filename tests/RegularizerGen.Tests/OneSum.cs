using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>An affine signal with one term of a constant argument, some whose argument changes, and a bias; and what its range and adjoint
/// are by definition.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed class OneSum<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private const int Horizon = 40;
    private static readonly Range<TNumber> Constant = new(-1, 1);
    private static readonly TNumber Half = TNumber.Rounded(-0.5);
    private readonly WeightSlot bias;

    public OneSum(Random random, RowSumTests.Weights weights, int rows, int changing)
    {
        var options = new TikhonovOptions { Horizon = Horizon };
        Terms = [.. Enumerable.Range(0, changing + 1).Select(_ => Slot(WeightKind.Matrix))];
        bias = Slot(WeightKind.Bias);
        foreach (double[] values in Terms.SelectMany(t => new[] { t.Positive, t.Negative }).Append(bias.Positive))
        {
            double common = random.NextDouble();
            for (int row = 0; row < rows; row++)
            {
                values[row] = weights switch
                {
                    RowSumTests.Weights.NearlyEqual => common * (1 + (random.Next(5) * 1e-16)),
                    RowSumTests.Weights.Tied => random.Next(3),
                    RowSumTests.Weights.Zero => 0,
                    RowSumTests.Weights.Tiny => values == bias.Positive || Terms[0].Positive == values || Terms[0].Negative == values
                        ? 0
                        : 1e-200 * random.NextDouble(),
                    RowSumTests.Weights.Extreme => Math.Pow(10, (random.NextDouble() * 500) - 200),
                    _ => random.NextDouble() * 3,
                };
            }
        }

        for (int k = 0; weights == RowSumTests.Weights.Cancelling && k < rows; k++)
        {
            // P - N is nearly that of every row, but what both are, and how far they may be off, is not.
            bias.Positive[k] = 1;
            for (int term = 0; term < Terms.Length; term++)
            {
                Terms[term].Negative[k] = term == 0 ? 1 : random.Next(1, 5);
                Terms[term].Positive[k] = Terms[term].Negative[k] + 1 + (random.Next(5) * 1e-12);
            }
        }

        Rows = new RowSum<TNumber>(Terms, 1, [bias], [-0.5], Horizon);
        Prepare();

        WeightSlot Slot(WeightKind kind) =>
            new(new WeightSpec("W", kind, rows, kind == WeightKind.Bias ? 1 : 3, WeightUses.RowSums), options);
    }

    public WeightSlot[] Terms { get; }

    public RowSum<TNumber> Rows { get; }

    public void Prepare() => Rows.Prepare([Constant]);

    /// <summary>Row by row; of equal ends the first row counts.</summary>
    public (Range<TNumber> Range, int Low, int High) Reference(Range<TNumber>[] given)
    {
        Range<TNumber> range = new(double.PositiveInfinity, double.NegativeInfinity);
        (int low, int high) = (0, 0);
        for (int row = 0; row < bias.Positive.Length; row++)
        {
            TNumber lo = Half * Of(bias, bias.Positive[row]);
            TNumber hi = lo;
            for (int k = 0; k < Terms.Length; k++)
            {
                Range<TNumber> v = k == 0 ? Constant : given[k - 1];
                (TNumber p, TNumber n) = (Of(Terms[k], Terms[k].Positive[row]), Of(Terms[k], Terms[k].Negative[row]));
                lo += (p * v.Lo) - (n * v.Hi);
                hi += (p * v.Hi) - (n * v.Lo);
            }

            (low, high) = (lo < range.Lo ? row : low, hi > range.Hi ? row : high);
            range = new(TNumber.Min(range.Lo, lo), TNumber.Max(range.Hi, hi));
        }

        return (range, low, high);

        static TNumber Of(WeightSlot slot, double value) => TNumber.Measured(value, 0, Math.Abs(value) * slot.RelativeError);
    }

    /// <summary>The rows that a step's adjoint goes to.</summary>
    public (int Low, int High) Attaining(int step)
    {
        ClearAdjoints();
        Rows.Reverse(step, new(1, 10));
        Rows.FinishReverse();
        int Row(double share) => Array.FindIndex(bias.PositiveAdjoint, a => a == -0.5 * share || a == -0.5 * 11);
        return (Row(1), Row(10));
    }

    public void ClearAdjoints()
    {
        foreach (WeightSlot slot in Terms.Append(bias))
        {
            slot.ClearAdjoints();
        }
    }

    /// <summary>The adjoints by definition, step by step.</summary>
    public sealed class Adjoints(OneSum<TNumber> sum)
    {
        private readonly double[][] positive = [.. sum.Terms.Select(t => new double[t.Positive.Length])];
        private readonly double[][] negative = [.. sum.Terms.Select(t => new double[t.Positive.Length])];
        private readonly double[] ofBias = new double[sum.bias.Positive.Length];

        public Range<TNumber> Add(int term, int low, int high, Range<TNumber> adjoint, Range<TNumber> argument)
        {
            positive[term][low] += TNumber.ToDouble(adjoint.Lo * argument.Lo);
            negative[term][low] -= TNumber.ToDouble(adjoint.Lo * argument.Hi);
            positive[term][high] += TNumber.ToDouble(adjoint.Hi * argument.Hi);
            negative[term][high] -= TNumber.ToDouble(adjoint.Hi * argument.Lo);
            WeightSlot slot = sum.Terms[term];
            return new(
                (adjoint.Lo * slot.Positive[low]) - (adjoint.Hi * slot.Negative[high]),
                (adjoint.Hi * slot.Positive[high]) - (adjoint.Lo * slot.Negative[low])
            );
        }

        public void AddConstant(int low, int high, Range<TNumber> adjoint)
        {
            _ = Add(0, low, high, adjoint, Constant);
            ofBias[low] += -0.5 * TNumber.ToDouble(adjoint.Lo);
            ofBias[high] += -0.5 * TNumber.ToDouble(adjoint.Hi);
        }

        public IEnumerable<(double[] Expected, double[] Actual)> Compared() =>
            sum
                .Terms.SelectMany((t, k) => new[] { (positive[k], t.PositiveAdjoint), (negative[k], t.NegativeAdjoint) })
                .Append((ofBias, sum.bias.PositiveAdjoint));
    }
}
