using RegularizerGen.Numbers;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>v · sigmoid(1.702 v); slope at most 1.0999.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal QuickGelu(Signal v) => v.Map(u => u * ScalarMath.Sigmoid(1.702 * u));
}
