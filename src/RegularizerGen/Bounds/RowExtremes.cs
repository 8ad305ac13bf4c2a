using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Bounds;

/// <summary>
/// Both ends of an affine signal over all its rows, in plain doubles: the largest of starts + Σ_k (P_k hi_k - N_k lo_k) and, of the negated
/// lower ends, the largest of starts + Σ_k (N_k hi_k - P_k lo_k). Where the arguments have moved so little since all rows were last looked
/// at that no other row can have caught up, the ends are taken from their own rows alone.
/// </summary>
internal sealed class RowExtremes
{
    // Beyond this size of what is summed, a number on the way could leave the range of double.
    private const double LargestSize = 1e300;

    // Per term, and one more: what roundings can put between two rows, relative to the size of what is summed. In units of 2^-53, for n
    // terms: a row in plain doubles is off by n + 2 now, n + 2 when all were looked at, its growth by n + 4; as an enclosure (weight,
    // products, difference and sum widened by 3 each) by 3n + 9. Together 6n + 17 at most, of which this is 18n + 18.
    private const double Rounding = 2e-15;

    // The same where products lose digits below the normal numbers: many units of the least number, beside any other size nothing.
    private const double Underflow = 1e-300;

    private readonly Term[] terms;
    private readonly double[] lowerStarts; // negated, as all of the lower end
    private readonly double[] upperStarts;
    private readonly double[] lowerSums; // of all terms but the last
    private readonly double[] upperSums;
    private double largestStart;
    private bool isKnown;
    private double knownSize;
    private RowPeak lower; // when all rows were last looked at
    private RowPeak upper;

    /// <summary>Creates the scratch.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="terms">The terms whose argument changes.</param>
    public RowExtremes(int rows, WeightSlot[] terms)
    {
        this.terms = Array.ConvertAll(terms, t => new Term { Slot = t });
        lowerStarts = new double[rows];
        upperStarts = new double[rows];
        lowerSums = new double[terms.Length > 1 ? rows : 0];
        upperSums = new double[lowerSums.Length];
    }

    /// <summary>Once per call: what every row starts from, the sums of the biases and of the terms whose argument does not change; false
    /// where these need the calculus' product.</summary>
    /// <param name="constant">The terms whose argument does not change.</param>
    /// <param name="arguments">Lower and upper end of the argument of each.</param>
    /// <param name="biases">Biases.</param>
    /// <param name="coefficients">Factor of each bias.</param>
    public bool TryPrepare(
        ReadOnlySpan<WeightSlot> constant,
        ReadOnlySpan<double> arguments,
        ReadOnlySpan<WeightSlot> biases,
        ReadOnlySpan<double> coefficients
    )
    {
        bool isPlain = true;
        Array.Clear(upperStarts);
        for (int k = 0; k < biases.Length; k++)
        {
            isPlain &= biases[k].Exponent == 0;
            RowScan.Add(upperStarts, biases[k].Positive, biases[k].Positive, coefficients[k], 0, upperStarts);
        }

        TensorPrimitives.Negate<double>(upperStarts, lowerStarts);
        for (int k = 0; k < constant.Length; k++)
        {
            (double[] positive, double[] negative) = (constant[k].Positive, constant[k].Negative);
            (double a, double b) = (arguments[(2 * k) + 1], -arguments[2 * k]);
            isPlain &= constant[k].Exponent == 0;
            RowScan.Add(lowerStarts, negative, positive, a, b, lowerStarts);
            RowScan.Add(upperStarts, positive, negative, a, b, upperStarts);
        }

        Prepare();
        return isPlain && double.IsFinite(largestStart);
    }

    /// <summary>The same where the starts are given.</summary>
    /// <param name="from">Per row, what the lower end starts from.</param>
    /// <param name="to">Per row, what the upper end starts from.</param>
    public void Prepare(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        TensorPrimitives.Negate(from, lowerStarts);
        to.CopyTo(upperStarts);
        Prepare();
    }

    private void Prepare()
    {
        isKnown = false;
        (double from, double to, _) = RowScan.LargestSizes(lowerStarts, upperStarts);
        largestStart = Math.Max(from, to);
        foreach (ref Term term in terms.AsSpan())
        {
            (term.LargestPositive, term.LargestNegative, term.LargestSum) = RowScan.LargestSizes(term.Slot.Positive, term.Slot.Negative);
            largestStart = term.Slot.Exponent == 0 ? largestStart : double.PositiveInfinity;
        }
    }

    /// <summary>The range and the first rows that attain its ends; false for scaled weights, infinite or undefined arguments, or where a
    /// product may have underflowed to 0: these need the calculus' product.</summary>
    /// <param name="arguments">Lower and upper end of every argument that changes.</param>
    /// <param name="lo">The lower end.</param>
    /// <param name="hi">The upper end.</param>
    /// <param name="lowerRow">Row of the lower end.</param>
    /// <param name="upperRow">Row of the upper end.</param>
    public bool TryFind(ReadOnlySpan<double> arguments, out double lo, out double hi, out int lowerRow, out int upperRow)
    {
        bool isPlain = Find(arguments, doubt: 0, out double low, out double high, out _);
        (lo, hi, lowerRow, upperRow) = (-low, high, lower.Row, upper.Row);
        return isPlain && low != 0 && high != 0;
    }

    /// <summary>The rows that attain the ends; false where another row might, since sums are known to an error only, or where all of them
    /// need the calculus' product.</summary>
    /// <param name="arguments">Outer ends of every argument that changes.</param>
    /// <param name="doubt">Bound of the error of every row's value that is not of rounding, relative to the size of what is summed.</param>
    /// <param name="lowerRow">Row of the lower end.</param>
    /// <param name="upperRow">Row of the upper end.</param>
    public bool TryFindRows(ReadOnlySpan<double> arguments, double doubt, out int lowerRow, out int upperRow)
    {
        bool isPlain = Find(arguments, doubt, out _, out _, out bool isAlone);
        (lowerRow, upperRow) = (lower.Row, upper.Row);
        return isPlain && isAlone;
    }

    private bool Find(ReadOnlySpan<double> arguments, double doubt, out double low, out double high, out bool isAlone)
    {
        double size = largestStart; // no row's value, nor a part of it, is larger
        (low, high) = (lower.Start, upper.Start);
        (double lowGrowth, double highGrowth) = (0, 0); // no row's value has grown more
        Term[] all = terms;
        for (int k = 0; k < all.Length; k++)
        {
            ref Term term = ref all[k];
            (double a, double b) = (arguments[(2 * k) + 1], -arguments[2 * k]);
            size += term.LargestSum * Larger(Math.Abs(a), Math.Abs(b));
            low += (term.LowerNegative * a) + (term.LowerPositive * b);
            high += (term.UpperPositive * a) + (term.UpperNegative * b);
            (a, b) = (Larger(a - term.KnownA, 0), Larger(b - term.KnownB, 0));
            double together = term.LargestSum * Larger(a, b);
            lowGrowth += Smaller(together, (term.LargestNegative * a) + (term.LargestPositive * b));
            highGrowth += Smaller(together, (term.LargestPositive * a) + (term.LargestNegative * b));
        }

        double slack = Slack(all.Length, doubt, size + knownSize);
        bool isPlain = size < LargestSize;
        isAlone = isKnown && low > lower.RunnerUp + lowGrowth + slack && high > upper.RunnerUp + highGrowth + slack;
        if (isPlain && !isAlone)
        {
            Scan(arguments, size);
            (low, high) = (lower.Value, upper.Value);
            slack = Slack(all.Length, doubt, size + size);
            isAlone = low > lower.RunnerUp + slack && high > upper.RunnerUp + slack;
        }

        return isPlain;
    }

    /// <summary>What errors can put between two rows.</summary>
    private static double Slack(int terms, double doubt, double sizes)
    {
        double share = (Rounding * (terms + 1)) + doubt;
        return (share * sizes) + Underflow;
    }

    /// <summary>Looks at all rows.</summary>
    private void Scan(ReadOnlySpan<double> arguments, double size)
    {
        for (int k = 0; k < terms.Length; k++)
        {
            (terms[k].KnownA, terms[k].KnownB) = (arguments[(2 * k) + 1], -arguments[2 * k]);
        }

        double[] lows = lowerStarts;
        double[] highs = upperStarts;
        for (int k = 0; k < terms.Length - 1; k++)
        {
            ref Term term = ref terms[k];
            RowScan.Add(lows, term.Slot.Negative, term.Slot.Positive, term.KnownA, term.KnownB, lowerSums);
            RowScan.Add(highs, term.Slot.Positive, term.Slot.Negative, term.KnownA, term.KnownB, upperSums);
            (lows, highs) = (lowerSums, upperSums);
        }

        if (terms.Length == 0)
        {
            RowScan.Largest(lows, lows, lows, 0, 0, ref lower);
            RowScan.Largest(highs, highs, highs, 0, 0, ref upper);
        }
        else
        {
            ref Term last = ref terms[^1];
            RowScan.Largest(lows, last.Slot.Negative, last.Slot.Positive, last.KnownA, last.KnownB, ref lower);
            RowScan.Largest(highs, last.Slot.Positive, last.Slot.Negative, last.KnownA, last.KnownB, ref upper);
        }

        (lower.Start, upper.Start) = (lowerStarts[lower.Row], upperStarts[upper.Row]);
        (isKnown, knownSize) = (true, size);
        foreach (ref Term term in terms.AsSpan())
        {
            (term.LowerPositive, term.LowerNegative) = (term.Slot.Positive[lower.Row], term.Slot.Negative[lower.Row]);
            (term.UpperPositive, term.UpperNegative) = (term.Slot.Positive[upper.Row], term.Slot.Negative[upper.Row]);
        }
    }

    private static double Larger(double a, double b) => a > b ? a : b;

    private static double Smaller(double a, double b) => a < b ? a : b;

    /// <summary>A term: the largest P, N and P + N of all rows; when all were last looked at, the ends of its argument, hi and -lo, and P
    /// and N of the rows that attained the ends.</summary>
    private struct Term
    {
        public WeightSlot Slot;
        public double LargestPositive;
        public double LargestNegative;
        public double LargestSum;
        public double KnownA;
        public double KnownB;
        public double LowerPositive;
        public double LowerNegative;
        public double UpperPositive;
        public double UpperNegative;
    }
}
