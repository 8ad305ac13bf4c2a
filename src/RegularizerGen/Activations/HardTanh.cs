using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>max(-1, min(1, v)); slope at most 1, values in [-1, 1].</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal HardTanh(Signal v) => v.Map(u => Math.Max(-1, Math.Min(1, u)));
}
