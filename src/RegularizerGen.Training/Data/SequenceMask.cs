using System;

namespace RegularizerGen.Training;

/// <summary>Which rows [steps, batch] of a batch of sequences count: those of steps that a sequence has, after a wash-out.</summary>
public static class SequenceMask
{
    /// <summary>Makes the mask of sequences of various lengths.</summary>
    /// <param name="lengths">The length of every sequence of the batch, from 0 to the number of steps: 0 for those that a ragged last
    /// batch lacks.</param>
    /// <param name="mask">Receives the mask [steps, batch].</param>
    /// <param name="washOut">First steps that do not count, at least 0: those in which the start from zero states is felt.</param>
    /// <exception cref="ArgumentException">The mask is no whole number of steps, or a length or the wash-out is out of its range; nothing
    /// is written then.</exception>
    public static void Fill(ReadOnlySpan<int> lengths, Span<bool> mask, int washOut = 0)
    {
        if (lengths.IsEmpty || mask.Length % lengths.Length != 0)
        {
            throw new ArgumentException(
                $"A mask of {mask.Length} rows is no whole number of steps of {lengths.Length} sequences.",
                nameof(mask)
            );
        }

        int steps = mask.Length / lengths.Length;
        for (int k = 0; k < lengths.Length; k++)
        {
            if (lengths[k] < 0 || lengths[k] > steps)
            {
                throw new ArgumentException(
                    $"'{nameof(lengths)}' has {lengths[k]} at position {k}; there are {steps} steps.",
                    nameof(lengths)
                );
            }
        }

        if (washOut < 0)
        {
            throw new ArgumentException($"The wash-out is {washOut}; it must be at least 0.", nameof(washOut));
        }

        for (int row = 0; row < mask.Length; row++)
        {
            int step = row / lengths.Length;
            mask[row] = step >= washOut && step < lengths[row % lengths.Length];
        }
    }

    /// <summary>Number of rows that count; all of them for an empty mask.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    internal static int Count(ReadOnlySpan<bool> mask, int rows)
    {
        int count = mask.IsEmpty ? rows : mask.Count(true);
        return count > 0 ? count : throw new ArgumentException("No row counts.", nameof(mask));
    }
}
