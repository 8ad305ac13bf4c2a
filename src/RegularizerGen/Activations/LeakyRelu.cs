using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>max(0, v) + slope · min(0, v); slope at most max(1, |slope|).</summary>
    public static Signal LeakyRelu(Signal v, double slope = 0.01) => v.Map(u => Math.Max(u, 0) + (slope * Math.Min(u, 0)));
}
