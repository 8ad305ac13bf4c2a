using System;
using RegularizerGen.Numbers;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>v · Φ(v) with the normal distribution function (Hendrycks and Gimpel 2016); slope at most 1.1290, values at least
    /// -0.17005.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Gelu(Signal v) => v.Map(u => 0.5 * u * (1 + ScalarMath.Erf(u * Math.Sqrt(0.5))));
}
