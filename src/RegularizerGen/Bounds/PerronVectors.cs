using System;

namespace RegularizerGen.Bounds;

/// <summary>The spectral radius of a small non-negative matrix and its derivative u vᵀ / (uᵀ v) by the left and right Perron vectors;
/// allocates only when created.</summary>
internal sealed class PerronVectors(int size)
{
    private const int MostIterations = 20_000;
    private const double Filling = 1e-14;

    private readonly double[] left = new double[size];
    private readonly double[] right = new double[size];
    private readonly double[] image = new double[size];
    private double product;

    /// <summary>The matrix, row by row; to be filled before <see cref="Compute"/>, which changes it slightly.</summary>
    public double[] Matrix { get; } = new double[size * size];

    /// <summary>The spectral radius; infinite where an entry is infinite or undefined.</summary>
    public double Compute()
    {
        double largest = 0;
        foreach (double entry in Matrix)
        {
            largest = Math.Max(largest, entry);
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            Array.Clear(left);
            Array.Clear(right);
            product = 1;
            return double.IsNaN(largest) ? double.PositiveInfinity : largest;
        }

        // A little filling makes the vectors positive and unique where the matrix is reducible.
        for (int k = 0; k < Matrix.Length; k++)
        {
            Matrix[k] += Filling * largest;
        }

        double radius = Iterate(right, transposed: false, largest);
        Iterate(left, transposed: true, largest);
        product = 0;
        for (int k = 0; k < size; k++)
        {
            product += left[k] * right[k];
        }

        return radius;
    }

    /// <summary>d radius / d entry.</summary>
    public double Derivative(int row, int column) => left[row] * right[column] / product;

    /// <summary>Power iteration on A + s·I (no cycles) until the quotients of all entries agree.</summary>
    private double Iterate(double[] vector, bool transposed, double largest)
    {
        Array.Fill(vector, 1.0);
        double shift = 0.5 * largest;
        double radius = 0;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            double least = double.PositiveInfinity;
            double most = 0;
            for (int row = 0; row < size; row++)
            {
                image[row] = shift * vector[row];
                for (int column = 0; column < size; column++)
                {
                    image[row] += (transposed ? Matrix[(column * size) + row] : Matrix[(row * size) + column]) * vector[column];
                }

                least = Math.Min(least, image[row] / vector[row]);
                most = Math.Max(most, image[row] / vector[row]);
            }

            double norm = 0;
            for (int row = 0; row < size; row++)
            {
                norm = Math.Max(norm, image[row]);
            }

            for (int row = 0; row < size; row++)
            {
                vector[row] = image[row] / norm;
            }

            radius = most - shift;
            if (most - least <= 1e-15 * most)
            {
                break;
            }
        }

        return radius;
    }
}
