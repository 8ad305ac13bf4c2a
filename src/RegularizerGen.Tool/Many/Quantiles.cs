using System;
using System.Collections.Generic;

namespace RegularizerGen.Tool.Many;

/// <summary>Quantiles of numbers of at least 0, from above, in memory that does not grow with their count: numbers are counted in bins
/// that are wide by 1/128 of what they hold, and a quantile is the upper end of its bin, or the largest number.</summary>
internal sealed class Quantiles
{
    private const int LeadingBits = 19; // sign, exponent and 7 bits after the point

    private readonly SortedDictionary<long, long> counts = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The largest.</summary>
    public double Largest { get; private set; }

    /// <summary>Counts a number.</summary>
    public void Add(double value)
    {
        long bin = BitConverter.DoubleToInt64Bits(value) >> (64 - LeadingBits);
        counts[bin] = counts.GetValueOrDefault(bin) + 1;
        Count++;
        Largest = Math.Max(Largest, value);
    }

    /// <summary>No less than a share of all numbers are at most this.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double AtMost(double share)
    {
        long below = 0;
        foreach ((long bin, long count) in counts)
        {
            below += count;
            if (below >= share * Count)
            {
                double end = BitConverter.Int64BitsToDouble((bin + 1) << (64 - LeadingBits));
                return end <= Largest ? end : Largest; // what follows the bin of infinite numbers is no number
            }
        }

        return Largest;
    }
}
