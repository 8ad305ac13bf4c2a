using System;
using System.Linq;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>Signals one below the other: <c>W * Concat(x, h)</c> acts on both with one matrix.</summary>
    /// <param name="parts">The signals, in their order.</param>
    public static Signal Concat(params Signal[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new Signal([.. parts.SelectMany(p => p.ToArray())]);
    }
}
