namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>The function that changes nothing; slope 1.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Identity(Signal v) => v.Map(u => u);
}
