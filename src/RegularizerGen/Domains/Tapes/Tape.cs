using System;

namespace RegularizerGen.Domains.Tapes;

/// <summary>
/// The record of a computation over <see cref="Taped"/> numbers, for its exact derivative by one reverse sweep (reverse accumulation;
/// Griewank and Walther 2008): per result up to two operands with the partial derivatives by them. Memory grows to what one computation
/// needs and is used again.
/// </summary>
/// <remarks>Numbers are recorded on the tape that is current on their thread.</remarks>
internal sealed class Tape
{
    [ThreadStatic]
    private static Tape? current;

    // Number 0 stands for all constants.
    private int count = 1;
    private (int Left, int Right, double ByLeft, double ByRight)[] entries = new (int, int, double, double)[64];
    private double[] adjoints = new double[64];
    private TapedCall?[] calls = new TapedCall?[8];
    private int callCount;

    /// <summary>The tape that numbers of this thread are recorded on.</summary>
    public static Tape Current => current ?? throw new InvalidOperationException("No tape is current on this thread.");

    /// <summary>Starts a new record and makes this tape the current one.</summary>
    public void Start()
    {
        current = this;
        count = 1;
        callCount = 0;
    }

    /// <summary>Records a result; returns its number.</summary>
    public int Record(int left, double byLeft, int right = 0, double byRight = 0)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, 2 * count);
            Array.Resize(ref adjoints, 2 * count);
        }

        entries[count] = (left, right, byLeft, byRight);
        return count++;
    }

    /// <summary>The call that was made at this place of the last record, to be used again; null where there was none.</summary>
    public TapedCall? NextCall => callCount < calls.Length ? calls[callCount] : null;

    /// <summary>Records a call whose results are the next numbers.</summary>
    public void Record(TapedCall call)
    {
        if (callCount == calls.Length)
        {
            Array.Resize(ref calls, 2 * callCount);
        }

        calls[callCount++] = call;
        call.First = count;
    }

    /// <summary>Sets all adjoints to 0: the results' are to be added next.</summary>
    public void ClearAdjoints() => adjoints.AsSpan(0, count).Clear();

    /// <summary>The adjoint of a number.</summary>
    public ref double Adjoint(Taped number) => ref Adjoint(number.Index);

    /// <summary>The adjoint of the number with the given position.</summary>
    public ref double Adjoint(int number) => ref adjoints[number];

    /// <summary>From the adjoints of results to those of all numbers that they were computed from; of products 0·∞ is 0.</summary>
    public void Sweep()
    {
        int call = callCount - 1;
        for (int k = count - 1; k > 0; k--)
        {
            if (call >= 0 && calls[call]!.Last == k)
            {
                calls[call]!.Reverse(this);
                k = calls[call--]!.First;
                continue;
            }

            double adjoint = adjoints[k];
            if (adjoint != 0)
            {
                (int left, int right, double byLeft, double byRight) = entries[k];
                adjoints[left] += byLeft == 0 ? 0 : adjoint * byLeft;
                adjoints[right] += byRight == 0 ? 0 : adjoint * byRight;
            }
        }
    }
}

/// <summary>A computation of many numbers at once, recorded as a whole.</summary>
internal abstract class TapedCall
{
    /// <summary>Number of the first result.</summary>
    public int First { get; set; }

    /// <summary>Number of the last result.</summary>
    public int Last => First + Results - 1;

    /// <summary>How many results there are; at least 1.</summary>
    protected abstract int Results { get; }

    /// <summary>From the adjoints of the results to those of the operands.</summary>
    public abstract void Reverse(Tape tape);
}
