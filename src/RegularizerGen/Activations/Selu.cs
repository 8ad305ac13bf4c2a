using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>Scaled ELU (Klambauer et al. 2017); slope at most 1.7581.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Selu(Signal v) =>
        v.Map(u => 1.0507009873554805 * (Math.Max(u, 0) + (1.6732632423543772 * (Math.Exp(Math.Min(u, 0)) - 1))));
}
