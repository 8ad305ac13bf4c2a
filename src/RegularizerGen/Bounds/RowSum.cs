using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
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
    private readonly int[] lowerRow;
    private readonly int[] upperRow;
    private readonly RowAdjoint<TNumber> adjoint;
    private readonly RowExtremes? extremes; // of plain doubles, or of the outer ends of enclosures
    private readonly double[] outerEnds; // of the arguments that change, as enclosures
    private bool hasBase;

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
        lowerRow = new int[horizon];
        upperRow = new int[horizon];
        adjoint = new RowAdjoint<TNumber>(terms, biases, biasCoefficients, staticArguments);
        extremes = IsPlain || typeof(TNumber) == typeof(Enclosure) ? new RowExtremes(rows, terms[staticTerms..]) : null;
        outerEnds = new double[2 * (terms.Length - staticTerms)];
    }

    private static bool IsPlain => typeof(TNumber) == typeof(Real);

    /// <summary>Once per call: sums the biases and the terms with constant arguments.</summary>
    public void Prepare(ReadOnlySpan<Range<TNumber>> arguments)
    {
        arguments.CopyTo(staticArguments);
        ReadOnlySpan<double> ends = IsPlain ? MemoryMarshal.Cast<Range<TNumber>, double>(arguments) : [];
        hasBase = false;
        if (extremes is null || (IsPlain && extremes.TryPrepare(terms.AsSpan(0, staticTerms), ends, biases, biasCoefficients)))
        {
            return;
        }

        PrepareRowByRow();
        extremes.Prepare(
            IsPlain ? MemoryMarshal.Cast<TNumber, double>(baseLower) : Array.ConvertAll(baseLower, LowerEnd),
            IsPlain ? MemoryMarshal.Cast<TNumber, double>(baseUpper) : Array.ConvertAll(baseUpper, TNumber.ToDouble)
        );
    }

    private void PrepareRowByRow()
    {
        hasBase = true;
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
                (TNumber addLower, TNumber addUpper) = Row(terms[k], row, staticArguments[k]);
                baseLower[row] += addLower;
                baseUpper[row] += addUpper;
            }
        }
    }

    /// <summary>The range at one step, from the ranges of the changing arguments.</summary>
    public void Range(int step, ReadOnlySpan<Range<TNumber>> arguments, out Range<TNumber> range)
    {
        if (IsPlain)
        {
            ReadOnlySpan<double> ends = MemoryMarshal.Cast<Range<TNumber>, double>(arguments);
            if (extremes!.TryFind(ends, out double lo, out double hi, out lowerRow[step], out upperRow[step]))
            {
                range = new(lo, hi);
                return;
            }
        }
        else if (extremes is not null && AreKnown(arguments, out double doubt))
        {
            if (extremes.TryFindRows(outerEnds, doubt, out lowerRow[step], out upperRow[step]))
            {
                range = new(Row(lowerRow[step], arguments).Lower, Row(upperRow[step], arguments).Upper);
                return;
            }
        }

        RangeRowByRow(step, arguments, out range);
    }

    /// <summary>Takes the outer ends of arguments that are enclosures, and how far the values of rows may be off because weights are,
    /// relative to the size of what is summed; false where nothing bounds it.</summary>
    private bool AreKnown(ReadOnlySpan<Range<TNumber>> arguments, out double doubt)
    {
        doubt = 0;
        bool isKnown = true;
        for (int k = 0; k < arguments.Length; k++)
        {
            outerEnds[2 * k] = LowerEnd(arguments[k].Lo);
            outerEnds[(2 * k) + 1] = TNumber.ToDouble(arguments[k].Hi);
            isKnown &= terms[staticTerms + k].AbsoluteError == 0;
            doubt += terms[staticTerms + k].RelativeError;
        }

        return isKnown;
    }

    private static double LowerEnd(TNumber value) => -TNumber.ToDouble(-value);

    private void RangeRowByRow(int step, ReadOnlySpan<Range<TNumber>> arguments, out Range<TNumber> range)
    {
        if (!hasBase)
        {
            PrepareRowByRow();
        }

        range = new(double.PositiveInfinity, double.NegativeInfinity);
        lowerRow[step] = 0;
        upperRow[step] = 0;
        for (int row = 0; row < baseLower.Length; row++)
        {
            (TNumber rowLower, TNumber rowUpper) = Row(row, arguments);
            lowerRow[step] = rowLower < range.Lo ? row : lowerRow[step];
            upperRow[step] = rowUpper > range.Hi ? row : upperRow[step];
            range = new(TNumber.Min(range.Lo, rowLower), TNumber.Max(range.Hi, rowUpper));
        }
    }

    private (TNumber Lower, TNumber Upper) Row(int row, ReadOnlySpan<Range<TNumber>> arguments)
    {
        (TNumber lower, TNumber upper) = (baseLower[row], baseUpper[row]);
        for (int k = 0; k < arguments.Length; k++)
        {
            (TNumber addLower, TNumber addUpper) = Row(terms[staticTerms + k], row, arguments[k]);
            lower += addLower;
            upper += addUpper;
        }

        return (lower, upper);
    }

    /// <summary>Adjoint of <see cref="Range"/>: adds to the adjoints of the biases, and of the weights whose argument does not change; at
    /// the latest when <see cref="FinishReverse"/> is called.</summary>
    public void Reverse(int step, Range<TNumber> range) => adjoint.Add(lowerRow[step], upperRow[step], range);

    /// <summary>Adjoint of <see cref="Range"/> for one term whose argument changes, after that of the step: adds to the adjoints of the
    /// argument and, as above, of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reverse(int step, int term, Range<TNumber> range, Range<TNumber> argument, ref Range<TNumber> argumentAdjoint) =>
        adjoint.Add(term, range, argument, ref argumentAdjoint);

    /// <summary>Both of these where only one term's argument changes.</summary>
    public void Reverse(int step, Range<TNumber> range, Range<TNumber> argument, ref Range<TNumber> argumentAdjoint)
    {
        adjoint.Add(lowerRow[step], upperRow[step], range);
        adjoint.Add(staticTerms, range, argument, ref argumentAdjoint);
    }

    /// <summary>After the last step's adjoint: what is still to be added to those of weights and biases.</summary>
    internal void FinishReverse() => adjoint.Finish();

    private static (TNumber Lower, TNumber Upper) Row(WeightSlot term, int row, Range<TNumber> argument)
    {
        TNumber positive = Sum(term, term.Positive[row]);
        TNumber negative = Sum(term, term.Negative[row]);
        return ((positive * argument.Lo) - (negative * argument.Hi), (positive * argument.Hi) - (negative * argument.Lo));
    }

    private static TNumber Coefficient(double value) => double.IsInteger(value) ? value : TNumber.Rounded(value);

    private static TNumber Sum(WeightSlot term, double value) =>
        TNumber.Measured(value, term.Exponent, (Math.Abs(value) * term.RelativeError) + term.AbsoluteError);
}
