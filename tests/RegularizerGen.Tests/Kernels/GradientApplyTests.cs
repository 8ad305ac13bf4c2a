using System;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests.Kernels;

/// <summary>The gradient of a matrix against its formula, entry by entry.</summary>
public sealed class GradientApplyTests
{
    [Theory]
    [InlineData(RecurrentNorm.Spectral, false)]
    [InlineData(RecurrentNorm.Spectral, true)]
    [InlineData(RecurrentNorm.Frobenius, false)]
    [InlineData(RecurrentNorm.Frobenius, true)]
    public void Matrix_AddsEveryTermOnce(RecurrentNorm norm, bool hasSigns)
    {
        Check<float>(1e-6);
        Check<double>(1e-14);

        void Check<T>(double tolerance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach ((int rows, int columns) in Views<T>.Shapes)
            {
                Views<T> weight = Views<T>.Of(rows, columns, 1);
                WeightSlot slot = Measured(weight, norm);
                slot.Operator.Adjoint = 0.7;
                for (int row = 0; row < rows && hasSigns; row += 1 + (row % 5))
                {
                    slot.PositiveAdjoint[row] = row % 2 == 0 ? 0.25 + row : 0;
                    slot.NegativeAdjoint[row] = row % 3 == 0 ? 0.125 - row : 0;
                }

                for (int kind = 0; kind < Views<T>.Kinds * Views<T>.Kinds; kind++)
                {
                    Views<T> before = Views<T>.Of(rows, columns, 1, seed: 2);
                    MatrixSpan<T> gradient = before.As(kind / Views<T>.Kinds);
                    T[] memory = gradient.Data.ToArray();
                    new GradientApply<T>(columns + 2).Matrix(slot, weight.As(kind % Views<T>.Kinds), gradient);
                    AssertAdded(gradient, (r, k) => before[r, k] + Term(slot, weight, r, k), (r, k) => rows * tolerance);
                    AssertNothingElse(memory, gradient);
                }
            }
        }
    }

    [Fact]
    public void Matrix_OfTinyWeights_HasAGradientWhereItsFactorIsBeyondTheElementType()
    {
        // Every entry is 1e-25: its multiple, adjoint over norm, is beyond float, their product is not.
        Views<float> weight = Views<float>.Of(5, 19, 0);
        weight.Entries.Fill(1e-25f);
        WeightSlot slot = Measured(weight, RecurrentNorm.Frobenius);
        slot.Operator.Adjoint = 1e20;
        MatrixSpan<float> gradient = Views<float>.Of(5, 19, 0).As(0);
        new GradientApply<float>(19).Matrix(slot, weight.As(0), gradient);
        AssertAdded(gradient, (_, _) => 1e20 / Math.Sqrt(95), (_, _) => 1e14);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Matrix_OfScaledWeights_HasTheGradientOfItsNorm(double unit)
    {
        Views<double> weight = Views<double>.Of(6, 11, unit);
        WeightSlot slot = Measured(weight, RecurrentNorm.Frobenius);
        Assert.NotEqual(0, slot.Exponent);
        slot.Operator.Adjoint = 3;
        slot.PositiveAdjoint[2] = 0.5;
        MatrixSpan<double> gradient = Views<double>.Of(6, 11, 0).As(0);
        new GradientApply<double>(11).Matrix(slot, weight.As(0), gradient);
        double squares = 0;
        foreach (double entry in weight.Entries)
        {
            squares += entry / unit * (entry / unit);
        }

        AssertAdded(
            gradient,
            (r, k) => (3 * (weight[r, k] / unit) / Math.Sqrt(squares)) + (r == 2 && weight[r, k] > 0 ? 0.5 : 0),
            (_, _) => 1e-14
        );
    }

    private static double Term<T>(WeightSlot slot, Views<T> weight, int row, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double w = weight[row, column];
        double sign =
            w > 0 ? slot.PositiveAdjoint[row]
            : w < 0 ? -slot.NegativeAdjoint[row]
            : 0;
        double norm =
            slot.Operator.Kind == NormKind.Spectral ? slot.Left[row] * slot.Right[column]
            : slot.Operator.Value == 0 ? 0
            : w / slot.Operator.Value;
        return sign + (slot.Operator.Adjoint * norm);
    }

    private static void AssertAdded<T>(MatrixSpan<T> gradient, Func<int, int, double> expected, Func<int, int, double> tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < gradient.Rows; row++)
        {
            for (int column = 0; column < gradient.Columns; column++)
            {
                double error = Math.Abs(double.CreateTruncating(gradient[row, column]) - expected(row, column));
                Assert.True(error <= tolerance(row, column), $"[{row}, {column}] of {gradient.Rows} x {gradient.Columns}: {error}");
            }
        }
    }

    private static void AssertNothingElse<T>(T[] before, MatrixSpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var own = new MatrixSpan<T>(before, gradient.Rows, gradient.Columns, gradient.RowStride, gradient.ColumnStride);
        for (int row = 0; row < gradient.Rows; row++)
        {
            for (int column = 0; column < gradient.Columns; column++)
            {
                own[row, column] = gradient[row, column];
            }
        }

        Assert.Equal(before, gradient.Data.ToArray());
    }

    private static WeightSlot Measured<T>(Views<T> weight, RecurrentNorm norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var spec = new WeightSpec("W", WeightKind.Matrix, weight.Rows, weight.Columns, WeightUses.OperatorNorm | WeightUses.RowSums);
        var slot = new WeightSlot(spec, new TikhonovOptions { RecurrentNorm = norm });
        new WeightMeasure<T>(weight.Rows, weight.Columns, SpectralMode.Converged).Matrix(slot, weight.As(0));
        return slot;
    }
}
