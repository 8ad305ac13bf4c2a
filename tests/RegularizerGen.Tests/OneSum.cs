using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>An affine signal with one term of a constant argument, some whose argument changes, and a bias; and what its range and adjoint
/// are by definition.</summary>
internal sealed class OneSum
{
    private const int Horizon = 40;
    private static readonly Range<Real> Constant = new(-1, 1);
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

        Rows = new RowSum<Real>(Terms, 1, [bias], [-0.5], Horizon);
        Prepare();

        WeightSlot Slot(WeightKind kind) =>
            new(new WeightSpec("W", kind, rows, kind == WeightKind.Bias ? 1 : 3, WeightUses.RowSums), options);
    }

    public WeightSlot[] Terms { get; }

    public RowSum<Real> Rows { get; }

    public void Prepare() => Rows.Prepare([Constant]);

    /// <summary>Row by row; of equal ends the first row counts.</summary>
    public (Range<Real> Range, int Low, int High) Reference(Range<Real>[] given)
    {
        Range<Real> range = new(double.PositiveInfinity, double.NegativeInfinity);
        (int low, int high) = (0, 0);
        for (int row = 0; row < bias.Positive.Length; row++)
        {
            Real lo = -0.5 * (Real)bias.Positive[row];
            Real hi = lo;
            for (int k = 0; k < Terms.Length; k++)
            {
                (Real p, Real n, Range<Real> v) = (Terms[k].Positive[row], Terms[k].Negative[row], k == 0 ? Constant : given[k - 1]);
                lo += (p * v.Lo) - (n * v.Hi);
                hi += (p * v.Hi) - (n * v.Lo);
            }

            (low, high) = (lo < range.Lo ? row : low, hi > range.Hi ? row : high);
            range = new(Real.Min(range.Lo, lo), Real.Max(range.Hi, hi));
        }

        return (range, low, high);
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
    public sealed class Adjoints(OneSum sum)
    {
        private readonly double[][] positive = [.. sum.Terms.Select(t => new double[t.Positive.Length])];
        private readonly double[][] negative = [.. sum.Terms.Select(t => new double[t.Positive.Length])];
        private readonly double[] ofBias = new double[sum.bias.Positive.Length];

        public Range<Real> Add(int term, int low, int high, Range<Real> adjoint, Range<Real> argument)
        {
            positive[term][low] += Real.ToDouble(adjoint.Lo * argument.Lo);
            negative[term][low] -= Real.ToDouble(adjoint.Lo * argument.Hi);
            positive[term][high] += Real.ToDouble(adjoint.Hi * argument.Hi);
            negative[term][high] -= Real.ToDouble(adjoint.Hi * argument.Lo);
            WeightSlot slot = sum.Terms[term];
            return new(
                (adjoint.Lo * slot.Positive[low]) - (adjoint.Hi * slot.Negative[high]),
                (adjoint.Hi * slot.Positive[high]) - (adjoint.Lo * slot.Negative[low])
            );
        }

        public void AddConstant(int low, int high, Range<Real> adjoint)
        {
            _ = Add(0, low, high, adjoint, Constant);
            ofBias[low] += -0.5 * Real.ToDouble(adjoint.Lo);
            ofBias[high] += -0.5 * Real.ToDouble(adjoint.Hi);
        }

        public IEnumerable<(double[] Expected, double[] Actual)> Compared() =>
            sum
                .Terms.SelectMany((t, k) => new[] { (positive[k], t.PositiveAdjoint), (negative[k], t.NegativeAdjoint) })
                .Append((ofBias, sum.bias.PositiveAdjoint));
    }
}
