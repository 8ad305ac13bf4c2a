using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using RegularizerGen.Kernels;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Tests.Kernels;

/// <summary>The kernels of every width against exact sums and plain loops: for every length of rows, at every place in memory, with
/// neighbours that must neither be read into a figure nor written. Widths that this processor has not run by software.</summary>
public sealed class RowKernelTests
{
    private const int MostColumns = 70;

    public static TheoryData<int> Columns { get; } = new(Enumerable.Range(1, MostColumns));

    [Theory]
    [MemberData(nameof(Columns))]
    public void Measure_IsTheExactSumUpToRounding(int columns)
    {
        Measure<float>(columns);
        Measure<double>(columns);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Track_IsTheExactProductUpToRounding(int columns)
    {
        Track<float>(columns);
        Track<double>(columns);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Add_ReachesEveryElementOnceAndNoNeighbour(int columns)
    {
        Add<float>(columns);
        Add<double>(columns);
    }

    [Fact]
    public void Measure_IsNotFinite_WhereverAnEntryIsNot()
    {
        NotFinite<float>();
        NotFinite<double>();
    }

    private static void Measure<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = 1 + (columns % 9);
        Place<T> place = new(columns, rows, columns);
        (ExactSum[] positive, ExactSum[] negative, ExactSum squares) = Exact(place);
        foreach ((RowKernel<T> kernel, int digits) in Kernels<T>(columns))
        {
            double[] p = Surrounded(rows);
            double[] n = Surrounded(rows);
            double total = kernel.Measure(place.Matrix, new RowSums(p.AsSpan(1, rows), n.AsSpan(1, rows), []));
            Assert.True(squares.IsWithin(total, columns + rows, digits), $"{kernel.GetType()}");
            for (int row = 0; row < rows; row++)
            {
                Assert.True(positive[row].IsWithin(p[row + 1], columns, digits), $"{kernel.GetType()}, row {row}");
                Assert.True(negative[row].IsWithin(n[row + 1], columns, digits), $"{kernel.GetType()}, row {row}");
            }

            AssertSurrounded(p, n);
            Assert.Equal(total, kernel.Measure(place.Matrix, new RowSums([], [], [])));
        }
    }

    private static void Track<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = 1 + (columns % 9);
        Place<T> place = new(columns, rows, columns);
        (ExactSum[] positive, ExactSum[] negative, ExactSum squares) = Exact(place);
        T[] v = Place<T>.Values(new Random(columns), columns);
        T[] start = Place<T>.Values(new Random(columns + 1), columns);
        foreach ((RowKernel<T> kernel, int digits) in Kernels<T>(columns))
        {
            double[] p = Surrounded(rows);
            double[] n = Surrounded(rows);
            double[] left = Surrounded(rows);
            T[] z = [T.NaN, .. start, T.NaN];
            var sums = new RowSums(p.AsSpan(1, rows), n.AsSpan(1, rows), left.AsSpan(1, rows));
            double total = kernel.Track(place.Matrix, v, z.AsSpan(1, columns), sums);
            Assert.True(squares.IsWithin(total, columns + rows, digits), $"{kernel.GetType()}");
            for (int row = 0; row < rows; row++)
            {
                var product = new ExactSum();
                for (int k = 0; k < columns; k++)
                {
                    product.Add(place[row, k], double.CreateTruncating(v[k]));
                }

                Assert.True(positive[row].IsWithin(p[row + 1], columns, digits), $"{kernel.GetType()}, row {row}");
                Assert.True(negative[row].IsWithin(n[row + 1], columns, digits), $"{kernel.GetType()}, row {row}");
                Assert.True(product.IsWithin(left[row + 1], columns + 1, digits), $"{kernel.GetType()}, row {row}");
            }

            for (int k = 0; k < columns; k++)
            {
                var transposed = new ExactSum();
                transposed.Add(double.CreateTruncating(start[k]));
                for (int row = 0; row < rows; row++)
                {
                    transposed.Add(place[row, k], left[row + 1]);
                }

                int own = typeof(T) == typeof(float) ? 24 : 53;
                Assert.True(transposed.IsWithin(double.CreateTruncating(z[k + 1]), rows + 8, own), $"{kernel.GetType()}, column {k}");
            }

            AssertSurrounded(p, n, left);
            Assert.True(T.IsNaN(z[0]) && T.IsNaN(z[^1]));
        }
    }

    private static void Add<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = 1 + (columns % 5);
        double[] left = [.. Enumerable.Range(1, rows).Select(k => 0.7 / k)];
        T[] right = Place<T>.Values(new Random(2), columns);
        var terms = new RowTerms(Scale: 0.5, Multiple: 0.3, Positive: 0.25, Negative: -0.75, Left: 0.6);
        Place<T> weight = new(columns, rows, columns);
        foreach ((RowKernel<T> kernel, _) in Kernels<T>(columns))
        {
            Check(g => kernel.AddOuter(0.9, left, right, g.Matrix), (r, k) => 0.9 * left[r] * double.CreateTruncating(right[k]));
            Check(g => kernel.AddMultiple(0.9, weight.Matrix.Row(0), g.Matrix.Row(0)), (r, k) => r == 0 ? 0.9 * weight[0, k] : 0);
            Check(g => kernel.AddTerms(terms, weight.Matrix.Row(0), [], g.Matrix.Row(0)), (r, k) => r == 0 ? Terms(k) : 0);
            Check(
                g => kernel.AddTerms(terms, weight.Matrix.Row(0), right, g.Matrix.Row(0)),
                (r, k) => r == 0 ? Terms(k) + (0.6 * double.CreateTruncating(right[k])) : 0
            );

            void Check(Action<Place<T>> add, Func<int, int, double> expected)
            {
                // Every place relative to a cache line.
                for (int offset = 0; offset < 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>(); offset++)
                {
                    Place<T> gradient = new(offset, rows, columns);
                    Place<T> before = new(offset, rows, columns);
                    add(gradient);
                    gradient.AssertIs(before, expected, $"{kernel.GetType()}");
                }
            }

            double Terms(int k) =>
                (0.15 * weight[0, k])
                + (
                    weight[0, k] > 0 ? 0.25
                    : weight[0, k] < 0 ? -0.75
                    : 0
                );
        }
    }

    private static void NotFinite<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 6;
        foreach (int columns in (int[])[1, 3, 8, 21, 32, 47])
        {
            foreach ((RowKernel<T> kernel, _) in Kernels<T>(columns))
            {
                for (int position = 0; position < Rows * columns; position++)
                {
                    foreach (T value in (T[])[T.NaN, -T.NaN, T.PositiveInfinity, T.NegativeInfinity])
                    {
                        Place<T> place = new(1, Rows, columns);
                        place.Matrix[position / columns, position % columns] = value;
                        Assert.False(double.IsFinite(kernel.Measure(place.Matrix, new RowSums([], [], []))));
                        T[] v = new T[columns];
                        double[] left = new double[Rows];
                        Assert.False(double.IsFinite(kernel.Track(place.Matrix, v, new T[columns], new RowSums([], [], left))));
                    }
                }
            }
        }
    }

    private static (ExactSum[] Positive, ExactSum[] Negative, ExactSum Squares) Exact<T>(Place<T> place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ExactSum[] positive = [.. Enumerable.Range(0, place.Rows).Select(_ => new ExactSum())];
        ExactSum[] negative = [.. Enumerable.Range(0, place.Rows).Select(_ => new ExactSum())];
        var squares = new ExactSum();
        for (int row = 0; row < place.Rows; row++)
        {
            for (int k = 0; k < place.Columns; k++)
            {
                positive[row].Add(Math.Max(place[row, k], 0));
                negative[row].Add(Math.Max(-place[row, k], 0));
                squares.Add(place[row, k], place[row, k]);
            }
        }

        return (positive, negative, squares);
    }

    /// <summary>Every kernel that rows of a length fill, with the binary digits that it computes with.</summary>
    private static IEnumerable<(RowKernel<T> Kernel, int Digits)> Kernels<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int own = typeof(T) == typeof(float) ? 24 : 53;
        (int Count, RowKernel<T> Kernel, int Digits)[] all =
        [
            (1, new RowKernel<SingleLane, double, T>(), 53),
            (Vector128<T>.Count, new RowKernel<Lane128<T>, T, T>(), own),
            (Vector256<T>.Count, new RowKernel<Lane256<T>, T, T>(), own),
            (Vector512<T>.Count, new RowKernel<Lane512<T>, T, T>(), own),
            (Vector128<double>.Count, new RowKernel<Lane128<double>, double, T>(), 53),
            (Vector256<double>.Count, new RowKernel<Lane256<double>, double, T>(), 53),
            (Vector512<double>.Count, new RowKernel<Lane512<double>, double, T>(), 53),
        ];
        return all.Where(k => k.Count <= length).Select(k => (k.Kernel, k.Digits));
    }

    private static double[] Surrounded(int length)
    {
        double[] values = new double[length + 2];
        (values[0], values[^1]) = (double.NaN, double.NaN);
        return values;
    }

    private static void AssertSurrounded(params double[][] arrays) =>
        Assert.All(arrays, a => Assert.True(double.IsNaN(a[0]) && double.IsNaN(a[^1])));
}
