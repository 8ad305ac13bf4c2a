using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests.Kernels;

/// <summary>What derived weights are made of against plain loops in double: row-major, transposed and within a larger matrix, for rows that
/// fill vectors and parts of rows and rows that do not.</summary>
public sealed class DerivedWeightsTests
{
    public static TheoryData<int, int> Sizes { get; } =
        new()
        {
            { 1, 1 },
            { 3, 2 },
            { 4, 17 },
            { 17, 4 },
            { 9, 64 },
            { 5, 65 },
            { 2, 130 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Add_AddsTheMultiple_OfEveryLayout(int rows, int columns)
    {
        Each<double>(rows, columns, Adds, 1e-14);
        Each<float>(rows, columns, Adds, 1e-6);

        static double Adds<T>(MatrixSpan<T> a, MatrixSpan<T> target, int row, int column)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            DerivedWeights.Add(T.CreateTruncating(-1.75), a, target);
            return -1.75 * double.CreateTruncating(a[row, column]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AddScaled_AddsTheMultiple_OfContiguousRows(int rows, int columns)
    {
        double[] a = Place<double>.Values(new Random(1), rows * columns);
        double[] target = Place<double>.Values(new Random(2), rows * (columns + 2));
        double[] expected = [.. target];
        DerivedWeights.AddScaled(0.3, 0.7, new MatrixSpan<double>(a, rows, columns), new(target, rows, columns, columns + 2, 1));
        for (int k = 0; k < a.Length; k++)
        {
            int at = (k / columns * (columns + 2)) + (k % columns);
            expected[at] = Math.FusedMultiplyAdd(0.3, 0.7 * a[k], expected[at]);
        }

        Assert.All(target.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.Throws<ArgumentException>(() =>
            DerivedWeights.AddScaled(1, 1, new MatrixSpan<double>(a, rows + 1, columns, 1, rows + 1), new(a, rows, columns))
        );
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Inner_IsTheSumOfProducts_OfEveryLayout(int rows, int columns)
    {
        double[] values = Place<double>.Values(new Random(rows), rows * columns);
        double[] others = Place<double>.Values(new Random(columns), rows * columns);
        double expected = values.Zip(others, (a, b) => a * b).Sum();
        Assert.Equal(expected, DerivedWeights.Inner(new MatrixSpan<double>(values, rows, columns), new(others, rows, columns)), 1e-13);
        double[] transposed = [.. Enumerable.Range(0, values.Length).Select(k => others[(k % rows * columns) + (k / rows)])];
        MatrixSpan<double> other = new MatrixSpan<double>(transposed, columns, rows).Transpose;
        Assert.Equal(expected, DerivedWeights.Inner(new MatrixSpan<double>(values, rows, columns), other), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AddProduct_AddsTheProduct_OfEveryLayout(int rows, int columns)
    {
        const int Inner = 37;
        double[] a = Place<double>.Values(new Random(rows), rows * Inner);
        double[] b = Place<double>.Values(new Random(columns), Inner * columns);
        double[] start = Place<double>.Values(new Random(3), rows * columns);
        for (int layout = 0; layout < 8; layout++)
        {
            MatrixSpan<double> left = Laid((layout & 1) > 0, [.. a], rows, Inner);
            MatrixSpan<double> right = Laid((layout & 2) > 0, [.. b], Inner, columns);
            MatrixSpan<double> target = Laid((layout & 4) > 0, [.. start], rows, columns);
            MatrixSpan<double> before = Laid((layout & 4) > 0, [.. start], rows, columns);
            DerivedWeights.AddProduct(-0.6, left, right, target);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int k = 0; k < Inner; k++)
                    {
                        sum += left[row, k] * right[k, column];
                    }

                    Assert.Equal(before[row, column] - (0.6 * sum), target[row, column], 1e-13);
                }
            }
        }
    }

    [Fact]
    public void AddProduct_Throws_WhenTheShapesDoNotFit()
    {
        double[] values = new double[12];
        Assert.Throws<ArgumentException>(() => DerivedWeights.AddProduct(1, Span(3, 4), Span(3, 4), Span(3, 4)));
        Assert.Throws<ArgumentException>(() => DerivedWeights.AddProduct(1, Span(3, 4), Span(4, 3), Span(3, 4)));
        Assert.Throws<ArgumentException>(() => DerivedWeights.Add(1, Span(3, 4), Span(4, 3)));

        MatrixSpan<double> Span(int rows, int columns) => new(values, rows, columns);
    }

    [Fact]
    public void FitIn_IsFalse_WhereverAValueDoesNot()
    {
        Assert.True(DerivedWeights.FitIn<float>([]));
        for (int k = 0; k < 40; k++)
        {
            double[] values = new double[40];
            values[k] = -float.MaxValue / 2.0;
            Assert.True(DerivedWeights.FitIn<float>(values));
            foreach (double value in (double[])[float.MaxValue, -float.MaxValue, double.NaN, double.NegativeInfinity])
            {
                values[k] = value;
                Assert.False(DerivedWeights.FitIn<float>(values));
            }
        }
    }

    private static void Each<T>(int rows, int columns, Func<MatrixSpan<T>, MatrixSpan<T>, int, int, double> add, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Place<T>.Values(new Random(1), rows * columns);
        T[] start = Place<T>.Values(new Random(2), rows * columns);
        for (int layout = 0; layout < 4; layout++)
        {
            for (int row = 0; row < rows; row++)
            {
                int column = (row + layout) % columns;
                MatrixSpan<T> target = Laid((layout & 2) > 0, [.. start], rows, columns);
                double before = double.CreateTruncating(target[row, column]);
                double added = add(Laid((layout & 1) > 0, values, rows, columns), target, row, column);
                Assert.Equal(before + added, double.CreateTruncating(target[row, column]), tolerance);
            }
        }
    }

    private static MatrixSpan<T> Laid<T>(bool isTransposed, T[] values, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        isTransposed ? new MatrixSpan<T>(values, columns, rows).Transpose : new(values, rows, columns);
}
