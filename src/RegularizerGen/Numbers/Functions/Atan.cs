using System;
using System.ComponentModel;

namespace RegularizerGen.Numbers.Functions;

/// <summary>Arc tangent: non-decreasing, in [-π/2, π/2].</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Atan : IElementaryFunction<Atan>
{
    /// <inheritdoc/>
    public static double Least => -Most;

    /// <inheritdoc/>
    public static double Most => Math.BitIncrement(Math.PI / 2); // π/2 lies above the double next to it

    /// <inheritdoc/>
    public static double Value(double x) => Math.Atan(x);

    /// <inheritdoc/>
    public static double Slope(double x) => 1 / (1 + (x * x));
}
