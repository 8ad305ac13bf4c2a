using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>ln(1 + exp(v)); slope at most 1, values in (0, ∞).</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Softplus(Signal v) => v.Map(u => Math.Max(u, 0) + Math.Log(1 + Math.Exp(-Math.Abs(u))));
}
