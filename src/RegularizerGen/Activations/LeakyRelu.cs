using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>max(0, v) + slope · min(0, v); slope at most max(1, |slope|).</summary>
    /// <param name="v">The signal, of any length.</param>
    /// <param name="slope">The slope below 0.</param>
    public static Signal LeakyRelu(Signal v, double slope = 0.01) => v.Map(u => Math.Max(u, 0) + (slope * Math.Min(u, 0)));
}
