namespace RegularizerGen;

/// <summary>A trainable number that scales a signal.</summary>
/// <param name="Value">Its value.</param>
public readonly record struct Scalar(double Value)
{
    /// <summary>Scaling.</summary>
    public static Signal operator *(Scalar scalar, Signal signal) => scalar.Value * signal;

    /// <summary>Scaling.</summary>
    public static Signal operator *(Signal signal, Scalar scalar) => signal * scalar.Value;
}
