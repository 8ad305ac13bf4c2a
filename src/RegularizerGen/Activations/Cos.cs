using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>Cosine; slope at most 1, values in [-1, 1].</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Cos(Signal v) => v.Map(Math.Cos);
}
