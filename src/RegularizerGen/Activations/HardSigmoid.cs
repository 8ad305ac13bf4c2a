using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>max(0, min(1, slope · v + 1/2)); slope 1/6 in PyTorch and Keras 3, 0.2 in ONNX and Keras 2; values in [0, 1].</summary>
    /// <param name="v">The signal, of any length.</param>
    /// <param name="slope">The slope around 0.</param>
    public static Signal HardSigmoid(Signal v, double slope = 1.0 / 6) => v.Map(u => Math.Max(0, Math.Min(1, (slope * u) + 0.5)));
}
