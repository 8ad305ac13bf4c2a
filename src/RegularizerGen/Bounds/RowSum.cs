using System;
using System.ComponentModel;
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
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowSum<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly WeightSlot[] terms;
    private readonly WeightSlot[] biases;
    private readonly double[] biasCoefficients;
    private readonly int staticTerms;
    private readonly Range<TNumber>[] staticArguments;
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
        staticArguments = new Range<TNumber>[staticTerms];
        baseLower = new TNumber[rows];
        baseUpper = new TNumber[rows];
        lowerSums = new double[rows];
        upperSums = new double[rows];
        lowerRow = new int[horizon];
        upperRow = new int[horizon];
    }

    /// <summary>Once per call: sums the biases and the terms with constant arguments.</summary>
    public void Prepare(ReadOnlySpan<Range<TNumber>> arguments)
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
                (TNumber addLower, TNumber addUpper) = Row(terms[k], row, arguments[k]);
                baseLower[row] += addLower;
                baseUpper[row] += addUpper;
            }
        }
    }

    /// <summary>The range at one step, from the ranges of the changing arguments.</summary>
    public void Range(int step, ReadOnlySpan<Range<TNumber>> arguments, out Range<TNumber> range)
    {
        if (typeof(TNumber) != typeof(Real) || !TryRangeVectorized(step, arguments, out range))
        {
            RangeRowByRow(step, arguments, out range);
        }
    }

    private void RangeRowByRow(int step, ReadOnlySpan<Range<TNumber>> arguments, out Range<TNumber> range)
    {
        range = new(double.PositiveInfinity, double.NegativeInfinity);
        lowerRow[step] = 0;
        upperRow[step] = 0;
        for (int row = 0; row < baseLower.Length; row++)
        {
            TNumber rowLower = baseLower[row];
            TNumber rowUpper = baseUpper[row];
            for (int k = staticTerms; k < terms.Length; k++)
            {
                (TNumber addLower, TNumber addUpper) = Row(terms[k], row, arguments[k - staticTerms]);
                rowLower += addLower;
                rowUpper += addUpper;
            }

            lowerRow[step] = rowLower < range.Lo ? row : lowerRow[step];
            upperRow[step] = rowUpper > range.Hi ? row : upperRow[step];
            range = new(TNumber.Min(range.Lo, rowLower), TNumber.Max(range.Hi, rowUpper));
        }
    }

    /// <summary>Adjoint of <see cref="Range"/>: adds to the adjoints of the biases, and of the weights whose argument does not
    /// change.</summary>
    public void Reverse(int step, Range<TNumber> range)
    {
        (int low, int high) = (lowerRow[step], upperRow[step]);
        for (int k = 0; k < biases.Length; k++)
        {
            biases[k].PositiveAdjoint[low] += TNumber.ToDouble(range.Lo) * biasCoefficients[k];
            biases[k].PositiveAdjoint[high] += TNumber.ToDouble(range.Hi) * biasCoefficients[k];
        }

        for (int k = 0; k < staticTerms; k++)
        {
            ReverseWeight(terms[k], low, high, range, staticArguments[k]);
        }
    }

    /// <summary>Adjoint of <see cref="Range"/> for one term whose argument changes: adds to the adjoints of the weight and of the
    /// argument.</summary>
    public void Reverse(int step, int term, Range<TNumber> range, Range<TNumber> argument, ref Range<TNumber> argumentAdjoint)
    {
        (int low, int high) = (lowerRow[step], upperRow[step]);
        WeightSlot weight = terms[term];
        ReverseWeight(weight, low, high, range, argument);
        int exponent = weight.Exponent;
        argumentAdjoint.Lo +=
            (range.Lo * TNumber.FromParts(weight.Positive[low], exponent))
            - (range.Hi * TNumber.FromParts(weight.Negative[high], exponent));
        argumentAdjoint.Hi +=
            (range.Hi * TNumber.FromParts(weight.Positive[high], exponent))
            - (range.Lo * TNumber.FromParts(weight.Negative[low], exponent));
    }

    private static void ReverseWeight(WeightSlot weight, int low, int high, Range<TNumber> range, Range<TNumber> argument)
    {
        weight.PositiveAdjoint[low] += TNumber.ToDouble(range.Lo * argument.Lo);
        weight.NegativeAdjoint[low] -= TNumber.ToDouble(range.Lo * argument.Hi);
        weight.PositiveAdjoint[high] += TNumber.ToDouble(range.Hi * argument.Hi);
        weight.NegativeAdjoint[high] -= TNumber.ToDouble(range.Hi * argument.Lo);
    }

    private static (TNumber Lower, TNumber Upper) Row(WeightSlot term, int row, Range<TNumber> argument)
    {
        TNumber positive = Sum(term, term.Positive[row]);
        TNumber negative = Sum(term, term.Negative[row]);
        return ((positive * argument.Lo) - (negative * argument.Hi), (positive * argument.Hi) - (negative * argument.Lo));
    }

    private static TNumber Coefficient(double value) => double.IsInteger(value) ? value : TNumber.Rounded(value);

    private static TNumber Sum(WeightSlot term, double value) =>
        TNumber.Measured(value, term.Exponent, (Math.Abs(value) * term.RelativeError) + term.AbsoluteError);

    /// <summary>Plain doubles, all rows of a vector at once. Refuses infinite arguments and scaled weights, which need the calculus'
    /// product.</summary>
    private bool TryRangeVectorized(int step, ReadOnlySpan<Range<TNumber>> arguments, out Range<TNumber> range)
    {
        range = default;
        for (int k = staticTerms; k < terms.Length; k++)
        {
            if (terms[k].Exponent != 0)
            {
                return false;
            }
        }

        foreach (Range<TNumber> argument in arguments)
        {
            if (!TNumber.IsFinite(argument.Lo) || !TNumber.IsFinite(argument.Hi))
            {
                return false;
            }
        }

        ReadOnlySpan<double> lowerStart = MemoryMarshal.Cast<TNumber, double>(baseLower);
        ReadOnlySpan<double> upperStart = MemoryMarshal.Cast<TNumber, double>(baseUpper);
        for (int k = staticTerms; k < terms.Length; k++)
        {
            Range<TNumber> argument = arguments[k - staticTerms];
            Accumulate(terms[k], TNumber.ToDouble(argument.Lo), TNumber.ToDouble(argument.Hi), lowerStart, upperStart);
            lowerStart = lowerSums;
            upperStart = upperSums;
        }

        lowerRow[step] = TensorPrimitives.IndexOfMin(lowerStart);
        upperRow[step] = TensorPrimitives.IndexOfMax(upperStart);
        range = new(lowerStart[lowerRow[step]], upperStart[upperRow[step]]);
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
