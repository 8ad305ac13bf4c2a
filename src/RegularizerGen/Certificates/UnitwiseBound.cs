using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>
/// One time step of the bound for every unit by itself, under peak perturbations: ranges [<see cref="Lower"/>, <see cref="Upper"/>] and, in <see cref="Moved"/>, how far
/// each unit of each state moves at most. Generated code derives from it. Matrices act entry by entry, |W|, instead of by a norm.
/// </summary>
/// <remarks>Everything is an outer bound: sums over rows are taken in floating point and widened by their error bound γ_n Σ|term| (Higham 2002).</remarks>
public abstract class UnitwiseBound
{
    private Certifier certifier = null!;

    /// <summary>Lower ends of the previous states' ranges, state by state, unit by unit.</summary>
    public Enclosure[][] Lower { get; private set; } = [];

    /// <summary>Upper ends.</summary>
    public Enclosure[][] Upper { get; private set; } = [];

    /// <summary>How far each unit of each previous state moves at most.</summary>
    public Enclosure[][] Moved { get; private set; } = [];

    /// <summary>How far each input channel moves at most.</summary>
    public Enclosure[] InputMoved { get; private set; } = [];

    /// <summary>Upper end of the input's range.</summary>
    protected Enclosure InputBound => certifier.InputBound;

    /// <summary>How far each unit of the output moves at most, after <see cref="Forward"/>.</summary>
    public abstract Enclosure[] OutputMoved { get; }

    internal Enclosure[][] NextLower { get; private set; } = [];

    internal Enclosure[][] NextUpper { get; private set; } = [];

    internal Enclosure[][] NextMoved { get; private set; } = [];

    /// <summary>One step, from the previous states to the next.</summary>
    public abstract void Forward();

    /// <summary>Range of a signal, unit by unit, after <see cref="Forward"/>.</summary>
    public abstract (Enclosure[] Lower, Enclosure[] Upper) Signal(int signal);

    /// <summary>Reserves the memory of the states.</summary>
    protected void Create(Certifier owner, int inputs, int[] states)
    {
        certifier = owner;
        Enclosure[][] Vectors() => [.. states.Select(s => new Enclosure[s])];
        (Lower, Upper, Moved) = (Vectors(), Vectors(), Vectors());
        (NextLower, NextUpper, NextMoved) = (Vectors(), Vectors(), Vectors());
        InputMoved = new Enclosure[inputs];
    }

    /// <summary>The value of a trainable scalar.</summary>
    protected Enclosure Scalar(int weight) => certifier.Weight(weight).Values[0];

    /// <summary>Keeps the outer ends of a new state.</summary>
    protected void Next(int state, Enclosure[] lower, Enclosure[] upper, Enclosure[] moved)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(moved);
        for (int unit = 0; unit < lower.Length; unit++)
        {
            NextLower[state][unit] = lower[unit].Lower;
            NextUpper[state][unit] = upper[unit].Upper;
            NextMoved[state][unit] = moved[unit].Upper;
        }
    }

    /// <summary>result = |W| operand.</summary>
    protected void AbsoluteProduct(int weight, Enclosure[] operand, Enclosure[] result)
    {
        ArgumentNullException.ThrowIfNull(operand);
        ArgumentNullException.ThrowIfNull(result);
        CertifiedWeight w = certifier.Weight(weight);
        double[] upper = new double[operand.Length];
        for (int k = 0; k < upper.Length; k++)
        {
            upper[k] = operand[k].Upper;
        }

        for (int row = 0; row < result.Length; row++)
        {
            double sum = w.IsDiagonal ? Times(w.Absolute[row], upper[row]) : Dot(w.Absolute.Slice(row * upper.Length, upper.Length), upper);
            result[row] = sum == 0 ? 0 : Math.BitIncrement(sum * (1 + RigorousNorms.Gamma(upper.Length + 4)));
        }
    }

    /// <summary>Ranges of the rows of an affine sum.</summary>
    protected void Rows(Enclosure[] lower, Enclosure[] upper, ReadOnlySpan<RowTerm> terms, ReadOnlySpan<(int Weight, double Coefficient)> biases)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        double[] ends = new double[3 * lower.Length]; // per row: lower end, upper end, and the sum of all magnitudes
        int count = 4;
        foreach ((int weight, double coefficient) in biases)
        {
            count += 3;
            for (int row = 0; row < lower.Length; row++)
            {
                double bias = coefficient * certifier.Weight(weight).Values[row];
                Add(ends, row, bias, bias, Math.Abs(bias));
            }
        }

        foreach (RowTerm term in terms)
        {
            count += 2 * term.Lower.Length;
            term.AddTo(ends, certifier.Weight(term.Weight));
        }

        for (int row = 0; row < lower.Length; row++)
        {
            double error = ends[(3 * row) + 2] * RigorousNorms.Gamma(count) * 1.01;
            double from = ends[3 * row] - error;
            double to = ends[(3 * row) + 1] + error;
            lower[row] = double.IsNaN(from) ? double.NegativeInfinity : error == 0 ? from : Math.BitDecrement(from);
            upper[row] = double.IsNaN(to) ? double.PositiveInfinity : error == 0 ? to : Math.BitIncrement(to);
        }
    }

    private static void Add(double[] ends, int row, double low, double high, double size)
    {
        ends[3 * row] += low;
        ends[(3 * row) + 1] += high;
        ends[(3 * row) + 2] += size;
    }

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    /// <summary>Sum of products with 0·∞ = 0.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = TensorPrimitives.Dot<double>(a, b);
        if (!double.IsNaN(sum))
        {
            return sum;
        }

        sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += Times(a[k], b[k]);
        }

        return sum;
    }

    /// <summary>A matrix or diagonal and the range of what it acts on.</summary>
    /// <param name="Weight">Number of the weight.</param>
    /// <param name="Lower">Lower ends.</param>
    /// <param name="Upper">Upper ends.</param>
    protected readonly record struct RowTerm(int Weight, Enclosure[] Lower, Enclosure[] Upper)
    {
        /// <summary>W [lo, hi] = W c ± |W| r with centre c and radius r, rounded up.</summary>
        internal void AddTo(double[] ends, CertifiedWeight weight)
        {
            int columns = Lower.Length;
            double[] centre = new double[columns];
            double[] radius = new double[columns];
            double[] size = new double[columns];
            for (int k = 0; k < columns; k++)
            {
                (double lo, double hi) = (Lower[k].Lower, Upper[k].Upper);
                centre[k] = double.IsFinite(lo) && double.IsFinite(hi) ? (lo / 2) + (hi / 2) : 0;
                double reach = Math.Max(hi - centre[k], centre[k] - lo);
                radius[k] = reach == 0 ? 0 : Math.BitIncrement(reach);
                size[k] = Math.Abs(centre[k]) + radius[k];
            }

            for (int row = 0; row < ends.Length / 3; row++)
            {
                int from = weight.IsDiagonal ? row : row * columns;
                int count = weight.IsDiagonal ? 1 : columns;
                int at = weight.IsDiagonal ? row : 0;
                ReadOnlySpan<double> absolute = weight.Absolute.Slice(from, count);
                double middle = TensorPrimitives.Dot<double>(weight.Values.Slice(from, count), centre.AsSpan(at, count));
                double spread = Dot(absolute, radius.AsSpan(at, count));
                double magnitude = Dot(absolute, size.AsSpan(at, count));
                if (weight.EntryError > 0)
                {
                    // An entry wrong by e moves the row by at most e·|argument|.
                    double error = 1.01 * weight.EntryError * TensorPrimitives.Sum<double>(size.AsSpan(at, count));
                    spread += error;
                    magnitude += error;
                }

                Add(ends, row, middle - spread, middle + spread, magnitude);
            }
        }
    }
}
