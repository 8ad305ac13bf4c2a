using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The range of an affine signal Σ W_k v_k + b over all its rows: row j contributes [P_j lo - N_j hi, P_j hi - N_j lo] per matrix and b_j,
/// and the extremum over the rows is taken after the sum. Remembers which row attained it at every step, for the reverse sweep.
/// </summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
public sealed class RowSum<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly WeightSlot[] terms;
    private readonly WeightSlot[] biases;
    private readonly double[] biasCoefficients;
    private readonly int staticTerms;
    private readonly TNumber[] staticArguments;
    private readonly TNumber[] baseLower;
    private readonly TNumber[] baseUpper;
    private readonly double[] scratch;
    private readonly TNumber[] lower;
    private readonly TNumber[] upper;
    private readonly int[] lowerRow;
    private readonly int[] upperRow;

    /// <summary>Creates the row sum of one affine signal.</summary>
    /// <param name="terms">Matrices and diagonals; those whose argument does not change from step to step come first.</param>
    /// <param name="staticTerms">How many terms have an argument that does not change.</param>
    /// <param name="biases">Biases.</param>
    /// <param name="biasCoefficients">Factor of each bias.</param>
    /// <param name="horizon">Number of steps.</param>
    public RowSum(WeightSlot[] terms, int staticTerms, WeightSlot[] biases, double[] biasCoefficients, int horizon)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(biases);
        this.terms = terms;
        this.staticTerms = staticTerms;
        this.biases = biases;
        this.biasCoefficients = biasCoefficients;
        int rows = terms.Length > 0 ? terms[0].Spec.Rows : biases[0].Spec.Rows;
        staticArguments = new TNumber[2 * staticTerms];
        baseLower = new TNumber[rows];
        baseUpper = new TNumber[rows];
        scratch = new double[rows];
        lower = new TNumber[horizon];
        upper = new TNumber[horizon];
        lowerRow = new int[horizon];
        upperRow = new int[horizon];
    }

    /// <summary>Once per call: sums the biases and the terms with constant arguments (lo, hi pairs).</summary>
    public void Prepare(ReadOnlySpan<TNumber> arguments)
    {
        arguments.CopyTo(staticArguments);
        for (int row = 0; row < baseLower.Length; row++)
        {
            TNumber bias = 0;
            for (int k = 0; k < biases.Length; k++)
            {
                bias += TNumber.FromParts(biases[k].Positive[row] * biasCoefficients[k], biases[k].Exponent);
            }

            baseLower[row] = bias;
            baseUpper[row] = bias;
            for (int k = 0; k < staticTerms; k++)
            {
                (TNumber addLower, TNumber addUpper) = Row(terms[k], row, arguments[2 * k], arguments[(2 * k) + 1]);
                baseLower[row] += addLower;
                baseUpper[row] += addUpper;
            }
        }
    }

    /// <summary>The range at one step, from the ranges (lo, hi pairs) of the changing arguments.</summary>
    public void Range(int step, ReadOnlySpan<TNumber> arguments, out TNumber lo, out TNumber hi)
    {
        if (typeof(TNumber) != typeof(Real) || !TryRangeVectorized(step, arguments, out lo, out hi))
        {
            RangeRowByRow(step, arguments, out lo, out hi);
        }

        lower[step] = lo;
        upper[step] = hi;
    }

    /// <summary>The range that <see cref="Range"/> found at a step.</summary>
    public void Recall(int step, out TNumber lo, out TNumber hi)
    {
        lo = lower[step];
        hi = upper[step];
    }

    private void RangeRowByRow(int step, ReadOnlySpan<TNumber> arguments, out TNumber lo, out TNumber hi)
    {
        lo = double.PositiveInfinity;
        hi = double.NegativeInfinity;
        lowerRow[step] = 0;
        upperRow[step] = 0;
        for (int row = 0; row < baseLower.Length; row++)
        {
            TNumber rowLower = baseLower[row];
            TNumber rowUpper = baseUpper[row];
            for (int k = staticTerms; k < terms.Length; k++)
            {
                int at = 2 * (k - staticTerms);
                (TNumber addLower, TNumber addUpper) = Row(terms[k], row, arguments[at], arguments[at + 1]);
                rowLower += addLower;
                rowUpper += addUpper;
            }

            if (rowLower < lo)
            {
                lo = rowLower;
                lowerRow[step] = row;
            }

            if (rowUpper > hi)
            {
                hi = rowUpper;
                upperRow[step] = row;
            }
        }
    }

    /// <summary>Reverse of <see cref="Range"/>: adds to the adjoints of the weights, and gives those of the changing arguments.</summary>
    public void Reverse(int step, TNumber loAdjoint, TNumber hiAdjoint, ReadOnlySpan<TNumber> arguments, Span<TNumber> argumentAdjoints)
    {
        int low = lowerRow[step];
        int high = upperRow[step];
        for (int k = 0; k < biases.Length; k++)
        {
            biases[k].PositiveAdjoint[low] += TNumber.ToDouble(loAdjoint) * biasCoefficients[k];
            biases[k].PositiveAdjoint[high] += TNumber.ToDouble(hiAdjoint) * biasCoefficients[k];
        }

        for (int k = 0; k < terms.Length; k++)
        {
            WeightSlot term = terms[k];
            int at = 2 * (k - staticTerms);
            TNumber lo = k < staticTerms ? staticArguments[2 * k] : arguments[at];
            TNumber hi = k < staticTerms ? staticArguments[(2 * k) + 1] : arguments[at + 1];
            term.PositiveAdjoint[low] += TNumber.ToDouble(loAdjoint * lo);
            term.NegativeAdjoint[low] -= TNumber.ToDouble(loAdjoint * hi);
            term.PositiveAdjoint[high] += TNumber.ToDouble(hiAdjoint * hi);
            term.NegativeAdjoint[high] -= TNumber.ToDouble(hiAdjoint * lo);
            if (k >= staticTerms)
            {
                int exponent = term.Exponent;
                argumentAdjoints[at] = (loAdjoint * TNumber.FromParts(term.Positive[low], exponent)) - (hiAdjoint * TNumber.FromParts(term.Negative[high], exponent));
                argumentAdjoints[at + 1] = (hiAdjoint * TNumber.FromParts(term.Positive[high], exponent)) - (loAdjoint * TNumber.FromParts(term.Negative[low], exponent));
            }
        }
    }

    private static (TNumber Lower, TNumber Upper) Row(WeightSlot term, int row, TNumber lo, TNumber hi)
    {
        TNumber positive = TNumber.FromParts(term.Positive[row], term.Exponent);
        TNumber negative = TNumber.FromParts(term.Negative[row], term.Exponent);
        return ((positive * lo) - (negative * hi), (positive * hi) - (negative * lo));
    }

    /// <summary>Plain doubles, all rows of a vector at once. Refuses infinite arguments and scaled weights, which need the calculus' product.</summary>
    private bool TryRangeVectorized(int step, ReadOnlySpan<TNumber> arguments, out TNumber lo, out TNumber hi)
    {
        lo = hi = 0;
        for (int k = staticTerms; k < terms.Length; k++)
        {
            if (terms[k].Exponent != 0)
            {
                return false;
            }
        }

        foreach (TNumber argument in arguments)
        {
            if (!TNumber.IsFinite(argument))
            {
                return false;
            }
        }

        (lowerRow[step], lo) = Extremum(baseLower, arguments, least: true);
        (upperRow[step], hi) = Extremum(baseUpper, arguments, least: false);
        return true;
    }

    private (int Row, TNumber Value) Extremum(TNumber[] start, ReadOnlySpan<TNumber> arguments, bool least)
    {
        System.Runtime.InteropServices.MemoryMarshal.Cast<TNumber, double>(start).CopyTo(scratch);
        for (int k = staticTerms; k < terms.Length; k++)
        {
            int at = 2 * (k - staticTerms);
            double lo = TNumber.ToDouble(arguments[at]);
            double hi = TNumber.ToDouble(arguments[at + 1]);
            Accumulate(terms[k], least ? lo : hi, least ? hi : lo);
        }

        int row = least ? TensorPrimitives.IndexOfMin<double>(scratch) : TensorPrimitives.IndexOfMax<double>(scratch);
        return (row, scratch[row]);
    }

    /// <summary>scratch += P·positiveFactor - N·negativeFactor.</summary>
    private void Accumulate(WeightSlot term, double positiveFactor, double negativeFactor)
    {
        ReadOnlySpan<double> positive = term.Positive;
        ReadOnlySpan<double> negative = term.Negative;
        int k = 0;
        for (; k <= scratch.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            (new Vector<double>(scratch, k) + ((new Vector<double>(positive[k..]) * positiveFactor) - (new Vector<double>(negative[k..]) * negativeFactor))).CopyTo(scratch, k);
        }

        for (; k < scratch.Length; k++)
        {
            scratch[k] += (positive[k] * positiveFactor) - (negative[k] * negativeFactor);
        }
    }
}
