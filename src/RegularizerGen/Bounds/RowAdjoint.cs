using System;
using System.Runtime.CompilerServices;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The adjoint of a <see cref="RowSum{TNumber}"/>. From step to step mostly the same rows attain the ends: what belongs to their weights is
/// summed here and added to the slots' adjoints when the row changes, and at the end.
/// </summary>
internal sealed class RowAdjoint<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly WeightSlot[] biases;
    private readonly double[] biasCoefficients;
    private readonly Range<TNumber>[] staticArguments;
    private readonly Term[] terms;
    private int low = -1;
    private int high = -1;
    private Range<TNumber> sum; // of the ends' adjoints

    public RowAdjoint(WeightSlot[] terms, WeightSlot[] biases, double[] biasCoefficients, Range<TNumber>[] staticArguments)
    {
        this.biases = biases;
        this.biasCoefficients = biasCoefficients;
        this.staticArguments = staticArguments;
        this.terms = Array.ConvertAll(terms, t => new Term { Slot = t });
    }

    /// <summary>The adjoints of the ends, and which rows attain them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int lowerRow, int upperRow, Range<TNumber> range)
    {
        if (lowerRow != low || upperRow != high)
        {
            Load(lowerRow, upperRow);
        }

        sum.Lo += range.Lo;
        sum.Hi += range.Hi;
    }

    /// <summary>What one term whose argument changes adds, for the same adjoints.</summary>
    public void Add(int term, Range<TNumber> range, Range<TNumber> argument, ref Range<TNumber> argumentAdjoint)
    {
        ref Term t = ref terms[term];
        if (!StepBound<TNumber>.IsZero(range.Lo))
        {
            t.LowerByLo += range.Lo * argument.Lo;
            t.LowerByHi += range.Lo * argument.Hi;
            argumentAdjoint.Lo += range.Lo * t.LowerPositive;
            argumentAdjoint.Hi -= range.Lo * t.LowerNegative;
        }

        if (!StepBound<TNumber>.IsZero(range.Hi))
        {
            t.UpperByHi += range.Hi * argument.Hi;
            t.UpperByLo += range.Hi * argument.Lo;
            argumentAdjoint.Lo -= range.Hi * t.UpperNegative;
            argumentAdjoint.Hi += range.Hi * t.UpperPositive;
        }
    }

    /// <summary>Adds what was summed to the adjoints of the slots.</summary>
    public void Finish()
    {
        if (low < 0)
        {
            return;
        }

        for (int k = 0; k < biases.Length; k++)
        {
            biases[k].PositiveAdjoint[low] += TNumber.ToDouble(sum.Lo) * biasCoefficients[k];
            biases[k].PositiveAdjoint[high] += TNumber.ToDouble(sum.Hi) * biasCoefficients[k];
        }

        for (int k = 0; k < terms.Length; k++)
        {
            ref Term t = ref terms[k];
            if (k < staticArguments.Length)
            {
                Range<TNumber> argument = staticArguments[k];
                (t.LowerByLo, t.LowerByHi) = (sum.Lo * argument.Lo, sum.Lo * argument.Hi);
                (t.UpperByHi, t.UpperByLo) = (sum.Hi * argument.Hi, sum.Hi * argument.Lo);
            }

            t.Slot.PositiveAdjoint[low] += TNumber.ToDouble(t.LowerByLo);
            t.Slot.NegativeAdjoint[low] -= TNumber.ToDouble(t.LowerByHi);
            t.Slot.PositiveAdjoint[high] += TNumber.ToDouble(t.UpperByHi);
            t.Slot.NegativeAdjoint[high] -= TNumber.ToDouble(t.UpperByLo);
        }

        (low, high) = (-1, -1);
    }

    private void Load(int lowerRow, int upperRow)
    {
        Finish();
        (low, high) = (lowerRow, upperRow);
        sum = default;
        for (int k = 0; k < terms.Length; k++)
        {
            WeightSlot slot = terms[k].Slot;
            terms[k] = new Term
            {
                Slot = slot,
                LowerPositive = TNumber.FromParts(slot.Positive[low], slot.Exponent),
                LowerNegative = TNumber.FromParts(slot.Negative[low], slot.Exponent),
                UpperPositive = TNumber.FromParts(slot.Positive[high], slot.Exponent),
                UpperNegative = TNumber.FromParts(slot.Negative[high], slot.Exponent),
            };
        }
    }

    /// <summary>A term: its entries in both rows, and the sums of its adjoints by the ends of its argument.</summary>
    private struct Term
    {
        public WeightSlot Slot;
        public TNumber LowerPositive;
        public TNumber LowerNegative;
        public TNumber UpperPositive;
        public TNumber UpperNegative;
        public TNumber LowerByLo;
        public TNumber LowerByHi;
        public TNumber UpperByHi;
        public TNumber UpperByLo;
    }
}
