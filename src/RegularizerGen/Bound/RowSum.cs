using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
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
    private readonly double[] lowerSums;
    private readonly double[] upperSums;
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
        lowerSums = new double[rows];
        upperSums = new double[rows];
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
                bias += Coefficient(biasCoefficients[k]) * Sum(biases[k], biases[k].Positive[row]);
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

            lowerRow[step] = rowLower < lo ? row : lowerRow[step];
            upperRow[step] = rowUpper > hi ? row : upperRow[step];
            lo = TNumber.Min(lo, rowLower);
            hi = TNumber.Max(hi, rowUpper);
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
                argumentAdjoints[at] =
                    (loAdjoint * TNumber.FromParts(term.Positive[low], exponent))
                    - (hiAdjoint * TNumber.FromParts(term.Negative[high], exponent));
                argumentAdjoints[at + 1] =
                    (hiAdjoint * TNumber.FromParts(term.Positive[high], exponent))
                    - (loAdjoint * TNumber.FromParts(term.Negative[low], exponent));
            }
        }
    }

    private static (TNumber Lower, TNumber Upper) Row(WeightSlot term, int row, TNumber lo, TNumber hi)
    {
        TNumber positive = Sum(term, term.Positive[row]);
        TNumber negative = Sum(term, term.Negative[row]);
        return ((positive * lo) - (negative * hi), (positive * hi) - (negative * lo));
    }

    private static TNumber Coefficient(double value) => double.IsInteger(value) ? value : TNumber.Rounded(value);

    private static TNumber Sum(WeightSlot term, double value) =>
        TNumber.Measured(value, term.Exponent, (Math.Abs(value) * term.RelativeError) + term.AbsoluteError);

    /// <summary>Plain doubles, all rows of a vector at once. Refuses infinite arguments and scaled weights, which need the calculus'
    /// product.</summary>
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

        ReadOnlySpan<double> lowerStart = MemoryMarshal.Cast<TNumber, double>(baseLower);
        ReadOnlySpan<double> upperStart = MemoryMarshal.Cast<TNumber, double>(baseUpper);
        for (int k = staticTerms; k < terms.Length; k++)
        {
            int at = 2 * (k - staticTerms);
            Accumulate(terms[k], TNumber.ToDouble(arguments[at]), TNumber.ToDouble(arguments[at + 1]), lowerStart, upperStart);
            lowerStart = lowerSums;
            upperStart = upperSums;
        }

        lowerRow[step] = TensorPrimitives.IndexOfMin(lowerStart);
        upperRow[step] = TensorPrimitives.IndexOfMax(upperStart);
        lo = lowerStart[lowerRow[step]];
        hi = upperStart[upperRow[step]];
        return lowerStart[lowerRow[step]] != 0 && upperStart[upperRow[step]] != 0; // a zero may have underflowed, which vectors do not tell
    }

    /// <summary>Sums = starts + the term's contribution, both ends in one pass over P and N.</summary>
    private void Accumulate(WeightSlot term, double lo, double hi, ReadOnlySpan<double> lowerStart, ReadOnlySpan<double> upperStart)
    {
        ReadOnlySpan<double> positive = term.Positive.AsSpan(0, lowerSums.Length);
        ReadOnlySpan<double> negative = term.Negative.AsSpan(0, lowerSums.Length);
        ref double p = ref MemoryMarshal.GetReference(positive);
        ref double n = ref MemoryMarshal.GetReference(negative);
        ref double low = ref MemoryMarshal.GetReference(lowerStart[..lowerSums.Length]);
        ref double high = ref MemoryMarshal.GetReference(upperStart[..lowerSums.Length]);
        ref double lowOut = ref MemoryMarshal.GetArrayDataReference(lowerSums);
        ref double highOut = ref MemoryMarshal.GetArrayDataReference(upperSums);
        var los = new Vector<double>(lo);
        var his = new Vector<double>(hi);
        int k = 0;
        for (; k <= lowerSums.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> ps = Vector.LoadUnsafe(ref p, (nuint)k);
            Vector<double> ns = Vector.LoadUnsafe(ref n, (nuint)k);
            (Vector.LoadUnsafe(ref low, (nuint)k) + ((ps * los) - (ns * his))).StoreUnsafe(ref lowOut, (nuint)k);
            (Vector.LoadUnsafe(ref high, (nuint)k) + ((ps * his) - (ns * los))).StoreUnsafe(ref highOut, (nuint)k);
        }

        for (; k < lowerSums.Length; k++)
        {
            lowerSums[k] = lowerStart[k] + ((positive[k] * lo) - (negative[k] * hi));
            upperSums[k] = upperStart[k] + ((positive[k] * hi) - (negative[k] * lo));
        }
    }
}
