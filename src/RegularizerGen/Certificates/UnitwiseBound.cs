using System;
using System.Linq;
using RegularizerGen.Bounds;
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
        bool diagonal = w.Slot.Spec.Kind == WeightKind.Diagonal;
        double growth = 1 + RigorousNorms.Gamma(operand.Length + 4);
        for (int row = 0; row < result.Length; row++)
        {
            double sum = 0;
            for (int k = diagonal ? row : 0; k < (diagonal ? row + 1 : operand.Length); k++)
            {
                sum += Times(Math.Abs(w.Values[diagonal ? k : (row * operand.Length) + k]) + w.EntryError, operand[k].Upper);
            }

            result[row] = sum == 0 ? 0 : Math.BitIncrement(sum * growth);
        }
    }

    /// <summary>Ranges of the rows of an affine sum.</summary>
    protected void Rows(Enclosure[] lower, Enclosure[] upper, ReadOnlySpan<RowTerm> terms, ReadOnlySpan<(int Weight, double Coefficient)> biases)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        for (int row = 0; row < lower.Length; row++)
        {
            double low = 0;
            double high = 0;
            double size = 0;
            int count = 4;
            foreach ((int weight, double coefficient) in biases)
            {
                double bias = coefficient * certifier.Weight(weight).Values[row];
                low += bias;
                high += bias;
                size += Math.Abs(bias);
                count += 3;
            }

            foreach (RowTerm term in terms)
            {
                term.Add(certifier.Weight(term.Weight), row, ref low, ref high, ref size, ref count);
            }

            double error = size * RigorousNorms.Gamma(count) * 1.01;
            lower[row] = double.IsNaN(low - error) ? double.NegativeInfinity : error == 0 ? low : Math.BitDecrement(low - error);
            upper[row] = double.IsNaN(high + error) ? double.PositiveInfinity : error == 0 ? high : Math.BitIncrement(high + error);
        }
    }

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    /// <summary>A matrix or diagonal and the range of what it acts on.</summary>
    /// <param name="Weight">Number of the weight.</param>
    /// <param name="Lower">Lower ends.</param>
    /// <param name="Upper">Upper ends.</param>
    protected readonly record struct RowTerm(int Weight, Enclosure[] Lower, Enclosure[] Upper)
    {
        internal void Add(CertifiedWeight weight, int row, ref double low, ref double high, ref double size, ref int count)
        {
            bool diagonal = weight.Slot.Spec.Kind == WeightKind.Diagonal;
            int columns = Lower.Length;
            for (int k = diagonal ? row : 0; k < (diagonal ? row + 1 : columns); k++)
            {
                double w = weight.Values[diagonal ? k : (row * columns) + k];
                double atLower = Times(w, Lower[k].Lower);
                double atUpper = Times(w, Upper[k].Upper);
                double largest = Math.Max(Math.Abs(Lower[k].Lower), Math.Abs(Upper[k].Upper));
                double spread = Times(weight.EntryError, largest) * 1.01;
                low += Math.Min(atLower, atUpper) - spread;
                high += Math.Max(atLower, atUpper) + spread;
                size += Times(Math.Abs(w), largest) + spread;
                count += 2;
            }
        }
    }
}
