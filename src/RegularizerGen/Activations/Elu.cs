using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>max(0, v) + α (exp(min(0, v)) - 1) for α of at least 0; slope at most max(1, α), values in (-α, ∞).</summary>
    /// <param name="v">The signal, of any length.</param>
    /// <param name="alpha">α: minus the limit for v → -∞.</param>
    public static Signal Elu(Signal v, double alpha = 1) => v.Map(u => Math.Max(u, 0) + (alpha * (Math.Exp(Math.Min(u, 0)) - 1)));
}
