using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>x/(1 + |x|); slope at most 1, values in (-1, 1).</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Softsign(Signal v) => v.Map(u => u / (1 + Math.Abs(u)));
}
