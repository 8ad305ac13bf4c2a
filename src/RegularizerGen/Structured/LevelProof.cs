using System;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>The least level, of some slightly above the one that was found, at which scales are proved.</summary>
internal static class LevelProof
{
    /// <summary>Null where none of them is proved.</summary>
    public static double? Least(IntervalMatrix matrix, ScaledMatrix found)
    {
        var proof = new ScaleProof(matrix, found.T, found.S, found.LevelRows, found.Ties.Rows);
        foreach (double margin in (ReadOnlySpan<double>)[1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
        {
            double level = found.Level * (1 + margin);
            if (proof.Holds(level))
            {
                return level;
            }
        }

        return null;
    }
}
