using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets.Gains;

/// <summary>A matrix that is known entry by entry: centre ± radius.</summary>
internal sealed class IntervalMatrix(int rows, int columns)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public double[] Centre { get; } = new double[rows * columns];

    public double[] Radius { get; } = new double[rows * columns];

    public static IntervalMatrix Identity(int size)
    {
        var identity = new IntervalMatrix(size, size);
        for (int k = 0; k < size; k++)
        {
            identity.Centre[(k * size) + k] = 1;
        }

        return identity;
    }

    /// <summary>The sum of two.</summary>
    public static IntervalMatrix Sum(IntervalMatrix a, IntervalMatrix b)
    {
        var sum = new IntervalMatrix(a.Rows, a.Columns);
        for (int k = 0; k < sum.Centre.Length; k++)
        {
            sum.Centre[k] = a.Centre[k] + b.Centre[k];
            sum.Radius[k] = a.Radius[k] + b.Radius[k] + (2 * Outward.UnitRoundoff * Math.Abs(sum.Centre[k]));
        }

        sum.Close();
        return sum;
    }

    /// <summary>A block of columns.</summary>
    public IntervalMatrix ColumnBlock(int start, int count)
    {
        var block = new IntervalMatrix(Rows, count);
        for (int row = 0; row < Rows; row++)
        {
            Centre.AsSpan((row * Columns) + start, count).CopyTo(block.Centre.AsSpan(row * count));
            Radius.AsSpan((row * Columns) + start, count).CopyTo(block.Radius.AsSpan(row * count));
        }

        return block;
    }

    /// <summary>Adds coefficient · W · other.</summary>
    public void AddProduct(SetWeights weights, int weight, double coefficient, IntervalMatrix other)
    {
        double[] spread = new double[other.Centre.Length];
        TensorPrimitives.Abs<double>(other.Centre, spread);
        TensorPrimitives.Multiply<double>(spread, weights.Gamma, spread);
        TensorPrimitives.Add<double>(spread, other.Radius, spread);
        weights.AddProduct(weight, coefficient, other.Centre, Centre, Columns, isAbsolute: false);
        weights.AddProduct(weight, coefficient, spread, Radius, Columns, isAbsolute: true);
        double error = weight < 0 ? 0 : Math.Abs(coefficient) * weights.Error(weight);
        if (error == 0)
        {
            return;
        }

        for (int column = 0; column < Columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < other.Rows; row++)
            {
                sum += Math.Abs(other.Centre[(row * Columns) + column]);
            }

            for (int row = 0; row < Rows; row++)
            {
                Radius[(row * Columns) + column] += Outward.Sum(error * sum);
            }
        }
    }

    /// <summary>Adds factor_row · row of other, for every row.</summary>
    public void AddScaled(Func<int, Enclosure> factor, IntervalMatrix other)
    {
        for (int row = 0; row < Rows; row++)
        {
            Enclosure slope = factor(row);
            double middle = slope.Lower + (0.5 * (slope.Upper - slope.Lower));
            double reach = Math.BitIncrement(Math.Max(slope.Upper - middle, middle - slope.Lower));
            for (int k = row * Columns; k < (row + 1) * Columns; k++)
            {
                double size = Math.Abs(other.Centre[k]);
                Centre[k] += middle * other.Centre[k];
                Radius[k] += (Math.Abs(middle) * other.Radius[k]) + (reach * (size + other.Radius[k]));
                Radius[k] += 4 * Outward.UnitRoundoff * ((Math.Abs(middle) * size) + Math.Abs(Centre[k]));
            }
        }
    }

    /// <summary>Rows of numbers [height, rows] times this.</summary>
    public IntervalMatrix Multiplied(double[] left, int height, double gamma)
    {
        var product = new IntervalMatrix(height, Columns);
        double[] spread = new double[Centre.Length];
        TensorPrimitives.Abs<double>(Centre, spread);
        TensorPrimitives.Multiply<double>(spread, gamma, spread);
        TensorPrimitives.Add<double>(spread, Radius, spread);
        double[] sizes = new double[left.Length];
        TensorPrimitives.Abs<double>(left, sizes);
        Gemm.Add<double>(left, Rows, 1, Centre, 1, product.Centre, Columns, height, Rows, Columns);
        Gemm.Add<double>(sizes, Rows, 1, spread, 1, product.Radius, Columns, height, Rows, Columns);
        product.Close();
        return product;
    }

    /// <summary>Every column times a number that is not negative.</summary>
    public IntervalMatrix ScaledColumns(double[] scales)
    {
        var scaled = new IntervalMatrix(Rows, Columns);
        for (int k = 0; k < Centre.Length; k++)
        {
            double scale = scales[k % Columns];
            scaled.Centre[k] = scale * Centre[k];
            scaled.Radius[k] =
                scale == 0 ? 0 : (scale * Radius[k]) + (scale == 1 ? 0 : 4 * Outward.UnitRoundoff * Math.Abs(scaled.Centre[k]));
            scaled.Radius[k] = scale == 1 ? Radius[k] : Outward.Sum(scaled.Radius[k]) + (scale == 0 ? 0 : Outward.Underflow);
        }

        return scaled;
    }

    /// <summary>The largest absolute value of every entry.</summary>
    public double[] Magnitudes()
    {
        double[] sizes = new double[Centre.Length];
        for (int k = 0; k < sizes.Length; k++)
        {
            double size = Outward.Add(Math.Abs(Centre[k]), Radius[k]);
            sizes[k] = double.IsNaN(size) ? double.PositiveInfinity : size; // what overflowed on the way
        }

        return sizes;
    }

    /// <summary>Covers the rounding of the radii themselves and underflow, once all is added.</summary>
    public void Close()
    {
        for (int k = 0; k < Radius.Length; k++)
        {
            Radius[k] = Outward.Sum(Radius[k]) + Outward.Underflow;
        }
    }

    /// <summary>Copies into a larger matrix.</summary>
    public void CopyTo(IntervalMatrix target, int row, int column)
    {
        for (int r = 0; r < Rows; r++)
        {
            Centre.AsSpan(r * Columns, Columns).CopyTo(target.Centre.AsSpan(((row + r) * target.Columns) + column));
            Radius.AsSpan(r * Columns, Columns).CopyTo(target.Radius.AsSpan(((row + r) * target.Columns) + column));
        }
    }
}
