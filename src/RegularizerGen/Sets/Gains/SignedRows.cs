using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Sets.Gains;

/// <summary>
/// Rows ∂y/∂s that keep their signs over many steps: v + Σ_k η_k M_k with |η_k| ≤ e_k entry by entry. Exact centres are multiplied
/// through; what a step leaves open becomes a term of its own, whose matrix starts as the identity.
/// </summary>
internal sealed class SignedRows
{
    /// <summary>Terms that are kept with signs; older ones are folded into the newest without.</summary>
    private const int MostTerms = 24;

    private readonly List<(double[] Error, double[] Matrix)> terms = [];
    private readonly int rows;
    private readonly int states;
    private double[] centre;

    public SignedRows(IntervalMatrix start)
    {
        (rows, states) = (start.Rows, start.Columns);
        centre = [.. start.Centre];
        terms.Add(([.. start.Radius], IntervalMatrix.Identity(states).Centre));
    }

    /// <summary>The largest absolute value of every entry.</summary>
    public double[] Magnitudes()
    {
        double[] sum = new double[centre.Length];
        TensorPrimitives.Abs<double>(centre, sum);
        foreach ((double[] error, double[] matrix) in terms)
        {
            Gemm.Add<double>(error, states, 1, Absolute(matrix), 1, sum, states, rows, states, states);
        }

        return Closed(sum);
    }

    /// <summary>The rows times a matrix, entry by entry.</summary>
    public IntervalMatrix Times(IntervalMatrix matrix)
    {
        var product = new IntervalMatrix(rows, matrix.Columns);
        Gemm.Add<double>(centre, states, 1, matrix.Centre, 1, product.Centre, matrix.Columns, rows, states, matrix.Columns);
        Gemm.Add<double>(Magnitudes(), states, 1, Open(matrix), 1, product.Radius, matrix.Columns, rows, states, matrix.Columns);
        foreach ((double[] error, double[] own) in terms)
        {
            double[] moved = new double[states * matrix.Columns];
            Gemm.Add<double>(own, states, 1, matrix.Centre, 1, moved, matrix.Columns, states, states, matrix.Columns);
            Gemm.Add<double>(error, states, 1, Absolute(moved), 1, product.Radius, matrix.Columns, rows, states, matrix.Columns);
        }

        AddLost(product.Radius);
        product.Close();
        return product;
    }

    /// <summary>Goes one step back.</summary>
    public void Multiply(IntervalMatrix step)
    {
        double[] left = new double[centre.Length];
        Gemm.Add<double>(Magnitudes(), states, 1, Open(step), 1, left, states, rows, states, states);
        centre = Times(centre, rows, step);
        for (int k = 0; k < terms.Count; k++)
        {
            terms[k] = (terms[k].Error, Times(terms[k].Matrix, states, step));
        }

        AddLost(left);
        if (terms.Count == MostTerms)
        {
            (double[] error, double[] matrix) = terms[0];
            Gemm.Add<double>(error, states, 1, Absolute(matrix), 1, left, states, rows, states, states);
            terms.RemoveAt(0);
        }

        terms.Add((Closed(left), IntervalMatrix.Identity(states).Centre));
    }

    /// <summary>Adds rows, once it went a step back: the newest term stands for itself then.</summary>
    public void Add(IntervalMatrix other)
    {
        double[] error = terms[^1].Error;
        for (int k = 0; k < centre.Length; k++)
        {
            centre[k] += other.Centre[k];
            error[k] += other.Radius[k] + (2 * Outward.UnitRoundoff * Math.Abs(centre[k]));
        }

        Closed(error);
    }

    /// <summary>Adds what underflows in products with the matrices of the terms.</summary>
    private void AddLost(Span<double> sums)
    {
        int columns = sums.Length / rows;
        foreach ((double[] error, _) in terms)
        {
            for (int row = 0; row < rows; row++)
            {
                Span<double> own = sums.Slice(row * columns, columns);
                TensorPrimitives.Add<double>(own, Outward.Lost * TensorPrimitives.Sum<double>(error.AsSpan(row * states, states)), own);
            }
        }
    }

    private static double[] Absolute(double[] values)
    {
        double[] absolute = new double[values.Length];
        TensorPrimitives.Abs<double>(values, absolute);
        return absolute;
    }

    private static double[] Closed(double[] sums)
    {
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] = Outward.Sum(sums[k]) + Outward.Underflow;
            sums[k] = double.IsNaN(sums[k]) ? double.PositiveInfinity : sums[k]; // what overflowed on the way
        }

        return sums;
    }

    /// <summary>What a product with a matrix leaves open: its radii, and the rounding of its centres.</summary>
    private double[] Open(IntervalMatrix matrix)
    {
        double[] open = Absolute(matrix.Centre);
        double gamma = Outward.Gamma(4L * (states + 8));
        TensorPrimitives.Multiply<double>(open, gamma, open);
        TensorPrimitives.Add<double>(open, matrix.Radius, open);
        return open;
    }

    private double[] Times(double[] left, int height, IntervalMatrix right)
    {
        double[] product = new double[height * states];
        Gemm.Add<double>(left, states, 1, right.Centre, 1, product, states, height, states, states);
        return product;
    }
}
