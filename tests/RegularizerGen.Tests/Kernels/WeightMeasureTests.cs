using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests.Kernels;

/// <summary>What the slot of a matrix gets: from every kind of memory, of every size of number, and what is refused.</summary>
public sealed class WeightMeasureTests
{
    [Theory]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Frobenius)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Frobenius)]
    public void Matrix_GivesTheSameFromEveryKindOfMemory(SpectralMode mode, RecurrentNorm norm)
    {
        Check<float>(1e-6);
        Check<double>(1e-14);

        void Check<T>(double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach ((int rows, int columns) in Views<T>.Shapes)
            {
                Views<T> weight = Views<T>.Of(rows, columns, 1);
                WeightSlot expected = Measured(weight.As(0), mode, norm);
                for (int kind = 0; kind < Views<T>.Kinds; kind++)
                {
                    WeightSlot slot = Measured(weight.As(kind), mode, norm);
                    Assert.Equal(expected.Positive, slot.Positive);
                    Assert.Equal(expected.Negative, slot.Negative);
                    Assert.Equal(expected.Operator.Value, slot.Operator.Value, tolerance * expected.Operator.Value);
                    Assert.Equal(expected.Left, slot.Left, (x, y) => Math.Abs(x - y) <= tolerance * 10);
                    Assert.Equal(expected.Right, slot.Right, (x, y) => Math.Abs(x - y) <= tolerance * 10);
                }
            }
        }
    }

    [Theory]
    [InlineData(SpectralMode.Converged, 53)]
    [InlineData(SpectralMode.Tracking, 24)]
    public void Matrix_OfFloats_CountsInDoubleExceptWhereItTracks(SpectralMode mode, int digits)
    {
        foreach ((int rows, int columns) in Views<float>.Shapes)
        {
            Views<float> weight = Views<float>.Of(rows, columns, 1);
            WeightSlot slot = Measured(weight.As(0), mode, RecurrentNorm.Frobenius);
            var squares = new ExactSum();
            for (int row = 0; row < rows; row++)
            {
                (ExactSum positive, ExactSum negative) = (new(), new());
                for (int k = 0; k < columns; k++)
                {
                    positive.Add(Math.Max(weight[row, k], 0));
                    negative.Add(Math.Max(-weight[row, k], 0));
                    squares.Add(weight[row, k], weight[row, k]);
                }

                Assert.True(positive.IsWithin(slot.Positive[row], columns, digits));
                Assert.True(negative.IsWithin(slot.Negative[row], columns, digits));
            }

            double norm = slot.Operator.Value;
            Assert.True(squares.IsWithin(norm * norm, columns + rows + 4, digits));
        }
    }

    [Theory]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Frobenius)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Frobenius)]
    public void Matrix_NamesTheEntryThatIsNotFinite(SpectralMode mode, RecurrentNorm norm)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach ((int rows, int columns) in Views<T>.Shapes)
            {
                for (int kind = 0; kind < Views<T>.Kinds; kind++)
                {
                    foreach (int position in (int[])[0, columns - 1, rows * columns / 2, (rows * columns) - 1])
                    {
                        (int row, int column) = (position / columns, position % columns);
                        AssertNamed(kind, row, column, T.NaN, $"'W' is NaN at [{row}, {column}]");
                        AssertNamed(kind, row, column, T.NegativeInfinity, $"'W' is infinite at [{row}, {column}]");
                    }
                }

                void AssertNamed(int kind, int row, int column, T value, string named)
                {
                    Views<T> weight = Views<T>.Of(rows, columns, 1);
                    weight.Entries[(row * columns) + column] = value;
                    ArgumentException problem = Assert.Throws<ArgumentException>(() => Measured(weight.As(kind), mode, norm));
                    Assert.Contains(named, problem.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Frobenius)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Frobenius)]
    public void Matrix_OfAnySizeOfNumber_HasItsNormsAndSums(SpectralMode mode, RecurrentNorm norm)
    {
        Check<float>([-38, -36, -20, -13, -11, -1, 0, 11, 13, 20, 36, 38], 1e-5);
        Check<double>([-300, -200, -121, -119, -20, 0, 20, 119, 121, 200, 300], 1e-12);

        void Check<T>(int[] exponents, double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach (int exponent in exponents)
            {
                double unit = double.Parse($"1e{exponent}", System.Globalization.CultureInfo.InvariantCulture);
                Views<T> weight = Views<T>.Of(9, 21, unit);
                WeightSlot slot = Measured(weight.As(0), mode, norm);

                // One factor in two: its square root might leave the range.
                double back = Math.ScaleB(1, slot.Exponent / 2) / Math.Sqrt(unit);
                double rest = Math.ScaleB(1, slot.Exponent - (slot.Exponent / 2)) / Math.Sqrt(unit);
                double squares = 0;
                for (int row = 0; row < 9; row++)
                {
                    double positive = Enumerable.Range(0, 21).Sum(k => Math.Max(weight[row, k] / unit, 0));
                    Assert.Equal(positive, slot.Positive[row] * back * rest, tolerance * positive);
                    squares += Enumerable.Range(0, 21).Sum(k => Math.Pow(weight[row, k] / unit, 2));
                }

                double figure = slot.Operator.Value * back * rest;
                double frobenius = Math.Sqrt(squares);
                Assert.InRange(
                    figure,
                    norm == RecurrentNorm.Spectral ? frobenius / 3 : frobenius * (1 - tolerance),
                    frobenius * (1 + tolerance)
                );
            }
        }
    }

    [Theory]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Converged, RecurrentNorm.Frobenius)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Spectral)]
    [InlineData(SpectralMode.Tracking, RecurrentNorm.Frobenius)]
    public void Matrix_WithZeroRows_HasZeroSumsThere(SpectralMode mode, RecurrentNorm norm)
    {
        foreach ((int rows, int columns) in Views<float>.Shapes)
        {
            for (int row = 0; row < rows; row++)
            {
                Views<float> weight = Views<float>.Of(rows, columns, 0);
                weight.Entries.Slice(row * columns, columns).Fill(-2);
                WeightSlot slot = Measured(weight.As(0), mode, norm);
                Assert.All(slot.Positive, p => Assert.Equal(0, p));
                Assert.All(slot.Negative, (n, k) => Assert.Equal(k == row ? 2 * columns : 0, n));
                Assert.Equal(2 * Math.Sqrt(columns), slot.Operator.Value, 1e-6 * columns);
                Assert.All(slot.Left, (u, k) => Assert.Equal(k == row ? 1 : 0, Math.Abs(u), 1e-6));
            }

            WeightSlot zero = Measured(Views<float>.Of(rows, columns, 0).As(0), mode, norm);
            Assert.Equal(0, zero.Operator.Value);
            Assert.All([.. zero.Positive, .. zero.Negative, .. zero.Left], x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void Tracking_RepeatsToTheBitFromTheSameStart()
    {
        foreach ((int rows, int columns) in Views<float>.Shapes)
        {
            Views<float> weight = Views<float>.Of(rows, columns, 1);
            var measure = new WeightMeasure<float>(rows, columns, SpectralMode.Tracking);
            WeightSlot first = Slot(rows, columns, SpectralMode.Tracking, RecurrentNorm.Spectral);
            measure.Matrix(first, weight.As(0));
            WeightSlot second = Slot(rows, columns, SpectralMode.Tracking, RecurrentNorm.Spectral);
            measure.Matrix(second, weight.As(0));
            Assert.Equal(first.Operator.Value, second.Operator.Value);
            Assert.Equal(first.Left, second.Left);
            Assert.Equal(first.Right, second.Right);
        }
    }

    [Fact]
    public void Tracking_FromAVectorThatTheMatrixMapsToZero_FindsTheNormInstead()
    {
        Views<double> weight = Views<double>.Of(5, 9, 0);
        weight.Entries[3] = 2;
        WeightSlot slot = Slot(5, 9, SpectralMode.Tracking, RecurrentNorm.Spectral);
        slot.Right[7] = 1;
        new WeightMeasure<double>(5, 9, SpectralMode.Tracking).Matrix(slot, weight.As(0));
        Assert.Equal(2, slot.Operator.Value, 1e-12);
        Assert.Equal(1, Math.Abs(slot.Right[3]), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bias_TakesItsSum_AndNamesWhatIsNotFinite(bool hasTwo)
    {
        var options = new TikhonovOptions();
        for (int length = 1; length <= 20; length++)
        {
            var slot = new WeightSlot(new WeightSpec("b", WeightKind.Bias, length, 1, WeightUses.RowSums), options);
            float[] first = [.. Enumerable.Range(1, length).Select(k => 1f / k)];
            float[] second = [.. Enumerable.Range(1, length).Select(k => -0.3f * k)];
            WeightMeasure<float>.Bias(slot, hasTwo ? new BiasSpan<float>(first, second) : new BiasSpan<float>(first));
            Assert.Equal(first.Zip(second, (a, b) => hasTwo ? a + b : a), slot.Positive.Select(x => (float)x));
            first[length - 1] = float.PositiveInfinity;
            ArgumentException problem = Assert.Throws<ArgumentException>(() =>
                WeightMeasure<float>.Bias(slot, hasTwo ? new BiasSpan<float>(first, second) : new BiasSpan<float>(first))
            );
            Assert.Contains($"'b' is infinite at [{length - 1}]", problem.Message, StringComparison.Ordinal);
        }
    }

    private static WeightSlot Measured<T>(MatrixSpan<T> weight, SpectralMode mode, RecurrentNorm norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WeightSlot slot = Slot(weight.Rows, weight.Columns, mode, norm);
        new WeightMeasure<T>(weight.Rows + 2, weight.Columns + 3, mode).Matrix(slot, weight);
        return slot;
    }

    private static WeightSlot Slot(int rows, int columns, SpectralMode mode, RecurrentNorm norm) =>
        new(
            new WeightSpec("W", WeightKind.Matrix, rows, columns, WeightUses.OperatorNorm | WeightUses.RowSums),
            new TikhonovOptions { SpectralMode = mode, RecurrentNorm = norm }
        );
}
