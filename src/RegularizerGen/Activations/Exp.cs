using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>Exponential. It can be executed, but its slope is unbounded: in a step it is diagnostic RG0013.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Exp(Signal v) => v.Map(Math.Exp);
}
