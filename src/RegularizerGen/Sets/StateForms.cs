using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Sets;

/// <summary>
/// Linear bounds of the states after a step, from above and from below, in the inputs of the last steps: what walks have found. A later
/// walk that has come back to that step can end there, in one matrix product; it keeps how states depend on the same inputs, as ranges do
/// not.
/// </summary>
internal sealed class StateForms
{
    /// <summary>Steps for which forms are kept, at most; walks that go back further end elsewhere.</summary>
    private const int MostKept = 32;

    /// <summary>Numbers that all forms together may have; fewer steps are kept where there would be more.</summary>
    private const long MostNumbers = 1L << 24;

    private readonly SetStep step;
    private readonly SetRanges ranges;
    private readonly InputWindow window;
    private readonly double gamma;
    private readonly int kept;
    private readonly Form[][] forms;
    private double[] parts = [];
    private double[] products = [];

    public StateForms(SetStep step, SetRanges ranges, InputWindow window)
    {
        (this.step, this.ranges, this.window) = (step, ranges, window);
        long units = step.Cell.States.Sum(s => (long)step.Widths[s.Node]);
        gamma = Outward.Gamma(2L * (window.Columns + units + step.Cell.States.Count + 8));
        kept = (int)Math.Clamp(MostNumbers / Math.Max(1, 2 * units * window.Columns), 2, MostKept);
        forms = new Form[kept][];
    }

    /// <summary>Whether all states have forms after a step.</summary>
    public bool IsKnown(int t) => t >= 0 && forms[t % kept] is { } own && own.All(f => f is not null && f.Step == t);

    /// <summary>Keeps the forms of some units of a state after a step, as a walk found them: rows of these units, then of their
    /// negatives.</summary>
    public void Take(int state, int t, WalkBounds bounds, int start, int units)
    {
        Form[] own = forms[t % kept] ??= new Form[step.Cell.States.Count];
        Form form = own[state] ??= new Form(step.Widths[step.State(state)], window.Columns);
        form.Step = t;
        double[] sizes = WindowSizes(t);
        form.InputSize = sizes.Sum();
        for (int row = 0; row < units; row++)
        {
            int unit = start + row;
            Span<double> upper = form.Upper.AsSpan(unit * window.Columns, window.Columns);
            Span<double> lower = form.Lower.AsSpan(unit * window.Columns, window.Columns);
            bounds.Inputs(row).CopyTo(upper);
            System.Numerics.Tensors.TensorPrimitives.Negate<double>(bounds.Inputs(units + row), lower);
            (form.UpperConstants[unit], form.LowerConstants[unit]) = (bounds.Constant(row), -bounds.Constant(units + row));
            double most = Math.Max(Size(upper, form.UpperConstants[unit], sizes), Size(lower, form.LowerConstants[unit], sizes));
            form.Sizes[unit] = Outward.Sum(most);
        }
    }

    /// <summary>Ends a walk at the states after step t: adds what their forms make of the rows' coefficients.</summary>
    /// <param name="t">The step.</param>
    /// <param name="age">Steps between it and the last one of the walk.</param>
    /// <param name="bounds">The walk's bounds.</param>
    /// <param name="rows">The rows of a state; null where it has none.</param>
    public void End(int t, int age, WalkBounds bounds, Func<int, double[]?> rows)
    {
        int length = bounds.Rows * window.Columns;
        products = products.Length < length ? new double[length] : products;
        products.AsSpan(0, length).Clear();
        for (int state = 0; state < step.Cell.States.Count; state++)
        {
            if (rows(state) is { } own)
            {
                Add(forms[t % kept][state], own, bounds);
            }
        }

        Conclude(t, age, bounds);
    }

    private void Add(Form form, double[] rows, WalkBounds bounds)
    {
        int width = form.Sizes.Length;
        int length = bounds.Rows * width;
        parts = parts.Length < length ? new double[length] : parts;
        foreach (bool isAbove in new[] { true, false })
        {
            double[] entries = isAbove ? form.Upper : form.Lower;
            for (int k = 0; k < length; k++)
            {
                parts[k] = rows[k] > 0 == isAbove ? rows[k] : 0;
            }

            Gemm.Add<double>(parts, width, 1, entries, 1, products, window.Columns, bounds.Rows, width, window.Columns);
            for (int row = 0; row < bounds.Rows; row++)
            {
                ReadOnlySpan<double> part = parts.AsSpan(row * width, width);
                bounds.Add(row, Outward.Dot(part, isAbove ? form.UpperConstants : form.LowerConstants));
                bounds.AddError(row, gamma * Outward.AbsoluteDot(part, form.Sizes));
                bounds.AddError(row, (Outward.Lost * form.InputSize) + Outward.Underflow);
            }
        }
    }

    /// <summary>Ends the products at the inputs; those that are in the window of the walk's own last step are kept for its form.</summary>
    private void Conclude(int t, int age, WalkBounds bounds)
    {
        double[] rows = new double[bounds.Rows * window.Width];
        for (int past = 0; past < window.Steps && past <= t; past++)
        {
            foreach (int input in step.Sources.Take(step.Inputs))
            {
                int width = step.Widths[input];
                for (int row = 0; row < bounds.Rows; row++)
                {
                    products.AsSpan((row * window.Columns) + window.Column(input, past), width).CopyTo(rows.AsSpan(row * width, width));
                }

                bounds.Conclude(input, t - past, age + past, rows);
            }
        }
    }

    /// <summary>The largest absolute values of the inputs of the window.</summary>
    private double[] WindowSizes(int t)
    {
        double[] sizes = new double[window.Columns];
        for (int past = 0; past < window.Steps && past <= t; past++)
        {
            foreach (int input in step.Sources.Take(step.Inputs))
            {
                ranges.Magnitudes(input, t - past, sizes.AsSpan(window.Column(input, past), step.Widths[input]));
            }
        }

        return sizes;
    }

    private static double Size(ReadOnlySpan<double> coefficients, double constant, double[] sizes) =>
        Outward.AbsoluteDot(coefficients, sizes) + Math.Abs(constant);

    /// <summary>Linear bounds of the units of a state: coefficients [units, inputs of the last steps] and constants.</summary>
    private sealed class Form(int units, int columns)
    {
        public int Step { get; set; }

        /// <summary>Σ of the largest |input|: what underflows in coefficients is multiplied by it.</summary>
        public double InputSize { get; set; }

        public double[] Upper { get; } = new double[units * columns];

        public double[] Lower { get; } = new double[units * columns];

        public double[] UpperConstants { get; } = new double[units];

        public double[] LowerConstants { get; } = new double[units];

        /// <summary>Σ |coefficient| max|input| + |constant|, of the larger of both: what rounding errors are proportional to.</summary>
        public double[] Sizes { get; } = new double[units];
    }
}
