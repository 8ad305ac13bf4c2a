using System;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Norms of small row-major matrices, computed plainly.</summary>
public static class Norms
{
    public static double Squares(ReadOnlySpan<double> block)
    {
        double sum = 0;
        foreach (double value in block)
        {
            sum += value * value;
        }

        return sum;
    }

    public static double LargestRowSum(ReadOnlySpan<double> block, int columns)
    {
        double largest = 0;
        for (int start = 0; start < block.Length; start += columns)
        {
            double sum = 0;
            foreach (double value in block.Slice(start, columns))
            {
                sum += Math.Abs(value);
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    /// <summary>Power iteration: from below, as a search for violations should be.</summary>
    public static double Spectral(ReadOnlySpan<double> block, int rows, int columns)
    {
        double[] v = new double[columns];
        Array.Fill(v, 1 / Math.Sqrt(columns));
        double sigma = 0;
        for (int iteration = 0; iteration < 40; iteration++)
        {
            double[] next = new double[columns];
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double product = 0;
                for (int column = 0; column < columns; column++)
                {
                    product += block[(row * columns) + column] * v[column];
                }

                squares += product * product;
                for (int column = 0; column < columns; column++)
                {
                    next[column] += product * block[(row * columns) + column];
                }
            }

            sigma = Math.Sqrt(squares);
            double norm = Math.Sqrt(Squares(next));
            for (int column = 0; column < columns && norm > 0; column++)
            {
                v[column] = next[column] / norm;
            }
        }

        return sigma;
    }
}
