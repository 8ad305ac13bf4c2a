using System;

namespace RegularizerGen.Sets;

/// <summary>
/// What rows of a walk have come to so far: Σ of constants, Σ of the most that inputs can make of their coefficients, and what covers all
/// rounding; the best bound that any end of the walk gave; and the coefficients of the inputs of the last steps, for linear forms.
/// </summary>
internal sealed class WalkBounds(SetStep step, SetRanges ranges, double gamma, InputWindow window)
{
    private double[] constants = [];
    private double[] inputs = [];
    private double[] errors = [];
    private double[] best = [];
    private double[] coefficients = [];

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The best bounds so far.</summary>
    public ReadOnlySpan<double> Best => best.AsSpan(0, Rows);

    /// <summary>By row, the coefficients of the inputs of the last steps.</summary>
    public Span<double> Inputs(int row) => coefficients.AsSpan(row * window.Columns, window.Columns);

    /// <summary>The constant beside those coefficients, rounding included.</summary>
    public double Constant(int row) => Outward.Add(constants[row], Outward.Sum(errors[row]));

    public void Begin(int rows)
    {
        Rows = rows;
        if (constants.Length < rows)
        {
            (constants, inputs, errors, best) = (new double[rows], new double[rows], new double[rows], new double[rows]);
            coefficients = Kernels.Sizes.Allocate<double>("Coefficients [rows, inputs of the last steps]", (long)rows * window.Columns);
        }

        constants.AsSpan(0, rows).Clear();
        inputs.AsSpan(0, rows).Clear();
        errors.AsSpan(0, rows).Clear();
        best.AsSpan(0, rows).Fill(double.PositiveInfinity);
        coefficients.AsSpan(0, rows * window.Columns).Clear();
    }

    /// <summary>Adds to the constant of a row.</summary>
    public void Add(int row, double value)
    {
        constants[row] += value;
        errors[row] += Math.Abs(constants[row]) * (2 * Outward.UnitRoundoff);
    }

    /// <summary>Adds to what covers the rounding of a row.</summary>
    public void AddError(int row, double error) => errors[row] += error;

    /// <summary>Adds to what covers the rounding of all rows.</summary>
    public void AddErrors(double error) =>
        System.Numerics.Tensors.TensorPrimitives.Add<double>(errors.AsSpan(0, Rows), error, errors.AsSpan(0, Rows));

    /// <summary>Ends the rows' coefficients of a signal at its range, some steps before the last; those of inputs within the window are
    /// kept.</summary>
    public void Conclude(int signal, int t, int age, ReadOnlySpan<double> rows)
    {
        int width = step.Widths[signal];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<double> own = rows.Slice(row * width, width);
            Extent extent = Extent.Of(own, ranges.Lower(signal, t), ranges.Upper(signal, t));
            errors[row] += gamma * extent.Size;
            if (age < window.Steps)
            {
                own.CopyTo(Inputs(row)[window.Column(signal, age)..]);
                inputs[row] += extent.Most;
                errors[row] += Math.Abs(inputs[row]) * (2 * Outward.UnitRoundoff);
            }
            else
            {
                Add(row, extent.Most);
            }
        }
    }

    /// <summary>The bounds if the walk ends at the ranges of some signals.</summary>
    /// <param name="signals">The signals that have coefficients.</param>
    /// <param name="t">Their step.</param>
    /// <param name="rows">The coefficients of a signal.</param>
    /// <returns>The largest share of a row's width that these signals make up.</returns>
    public double End(ReadOnlySpan<int> signals, int t, Func<int, double[]> rows)
    {
        double[] open = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double sum = constants[row] + inputs[row];
            double error = errors[row] + (Math.Abs(sum) * (2 * Outward.UnitRoundoff));
            foreach (int signal in signals)
            {
                int width = step.Widths[signal];
                ReadOnlySpan<double> own = rows(signal).AsSpan(row * width, width);
                Extent extent = Extent.Of(own, ranges.Lower(signal, t), ranges.Upper(signal, t));
                sum += extent.Most;
                error += (gamma * extent.Size) + (Math.Abs(sum) * (2 * Outward.UnitRoundoff));
                open[row] += extent.Width;
            }

            double bound = Outward.Add(sum, Outward.Sum(error));
            best[row] = bound < best[row] ? bound : best[row];
        }

        double share = 0;
        for (int row = 0; row < Rows; row++)
        {
            double width = best[row] + best[(row + (Rows / 2)) % Rows];
            share = open[row] == 0 ? share : Math.Max(share, open[row] / width);
        }

        return double.IsNaN(share) ? double.PositiveInfinity : share;
    }
}
