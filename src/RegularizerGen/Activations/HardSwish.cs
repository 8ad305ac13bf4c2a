using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>v · max(0, min(1, v/6 + 1/2)) (Howard et al. 2019); slope at most 1.5.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal HardSwish(Signal v) => v.Map(u => u * Math.Max(0, Math.Min(1, (u / 6) + 0.5)));
}
