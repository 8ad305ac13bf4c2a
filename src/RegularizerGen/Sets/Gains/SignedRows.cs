using System;
using System.Collections.Generic;
using System.Numerics.Tensors;

namespace RegularizerGen.Sets.Gains;

/// <summary>
/// Rows ∂y/∂s that keep their signs over many steps: v + Σ_k η_k M_k with |η_k| ≤ e_k entry by entry. Exact centres are multiplied
/// through. What a channel of a step makes of the rows becomes a term whose matrix starts as what its argument depends on, with its
/// signs; what else a step leaves open, one that starts as the identity.
/// </summary>
internal sealed class SignedRows
{
    /// <summary>Terms that are kept with signs; older ones are folded into the newest without.</summary>
    private const int MostTerms = 16;

    private readonly List<Term> terms = [];
    private readonly int rows;
    private readonly int states;
    private double[] centre;

    /// <summary>Rows that are 0 so far.</summary>
    public SignedRows(int rows, int states)
        : this(new IntervalMatrix(rows, states)) { }

    public SignedRows(IntervalMatrix start)
    {
        (rows, states) = (start.Rows, start.Columns);
        centre = [.. start.Centre];
        terms.Add(new Term([.. start.Radius], IntervalMatrix.Identity(states).Centre));
    }

    /// <summary>The largest absolute value of every entry.</summary>
    public double[] Magnitudes()
    {
        double[] sum = new double[centre.Length];
        TensorPrimitives.Abs<double>(centre, sum);
        foreach (Term term in terms)
        {
            Add(term.Error, term.Count(states), Absolute(term.Matrix), sum, states);
        }

        return Closed(sum);
    }

    /// <summary>The rows times a matrix, entry by entry.</summary>
    public IntervalMatrix Times(IntervalMatrix matrix)
    {
        var product = new IntervalMatrix(rows, matrix.Columns);
        Add(centre, matrix.Centre, product.Centre, matrix.Columns);
        Add(Magnitudes(), Open(matrix), product.Radius, matrix.Columns);
        foreach (Term term in terms)
        {
            double[] moved = new double[term.Count(states) * matrix.Columns];
            Add(term.Matrix, matrix.Centre, moved, matrix.Columns);
            Add(term.Error, term.Count(states), Absolute(moved), product.Radius, matrix.Columns);
        }

        AddLost(product.Radius);
        product.Close();
        return product;
    }

    /// <summary>Goes one step back; returns the derivatives by the inputs of the step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="output">What turns a matrix of the output's units into one of further rows that depend on the output of the step; null
    /// for none.</param>
    public IntervalMatrix Back(StepDifferences step, Func<IntervalMatrix, IntervalMatrix>? output)
    {
        IntervalMatrix Moved(StepSource source) =>
            output is null
                ? Times(step.OfStates(source))
                : IntervalMatrix.Sum(Times(step.OfStates(source)), output(step.OfOutputs(source)));
        IntervalMatrix inputs = Moved(StepSource.Inputs);
        double[] errors = Moved(StepSource.Channels).Magnitudes();
        step.PassOn(errors);
        Add(errors, step.Channels, step.OfChannels(StepSource.Inputs).Magnitudes(), inputs.Radius, step.Inputs);
        inputs.Close();
        Multiply(step.OfStates(StepSource.States), errors, step.OfChannels(StepSource.States));
        if (output is not null)
        {
            Add(output(step.OfOutputs(StepSource.States)));
        }

        return inputs;
    }

    /// <summary>Goes one step back whose matrix is known entry by entry.</summary>
    public void Multiply(IntervalMatrix step) => Multiply(step, [], new IntervalMatrix(0, states));

    private void Multiply(IntervalMatrix step, double[] errors, IntervalMatrix channels)
    {
        double[] left = new double[centre.Length];
        Add(Magnitudes(), Open(step), left, states);
        Add(errors, channels.Rows, Open(channels), left, states);
        centre = Times(centre, step);
        for (int k = 0; k < terms.Count; k++)
        {
            terms[k] = terms[k] with { Matrix = Times(terms[k].Matrix, step) };
        }

        AddLost(left);
        while (terms.Count >= MostTerms)
        {
            Add(terms[0].Error, terms[0].Count(states), Absolute(terms[0].Matrix), left, states);
            terms.RemoveAt(0);
        }

        if (channels.Rows > 0)
        {
            terms.Add(new Term(errors, channels.Centre));
        }

        terms.Add(new Term(Closed(left), IntervalMatrix.Identity(states).Centre));
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
        foreach (Term term in terms)
        {
            int count = term.Count(states);
            for (int row = 0; row < rows; row++)
            {
                Span<double> own = sums.Slice(row * columns, columns);
                double size = TensorPrimitives.Sum<double>(term.Error.AsSpan(row * count, count));
                TensorPrimitives.Add<double>(own, Outward.Lost * size, own);
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

    private double[] Times(double[] left, IntervalMatrix right)
    {
        double[] product = new double[left.Length];
        Add(left, right.Centre, product, states);
        return product;
    }

    private void Add(double[] left, double[] right, double[] target, int columns) => Add(left, states, right, target, columns);

    private static void Add(double[] left, int inner, double[] right, double[] target, int columns) =>
        SparseProduct.Add(left, inner, right, target, columns);

    /// <summary>Errors [rows, count] of directions [count, states].</summary>
    private sealed record Term(double[] Error, double[] Matrix)
    {
        public int Count(int states) => Matrix.Length / states;
    }
}
