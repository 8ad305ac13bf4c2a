using RegularizerGen.Numbers;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>v · sigmoid(v) (Elfwing et al. 2017); slope at most 1.0999, values at least -0.27847.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Silu(Signal v) => v.Map(u => u * ScalarMath.Sigmoid(u));
}
