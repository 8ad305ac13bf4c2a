namespace RegularizerGen;

/// <summary>A trainable number that scales a signal.</summary>
/// <param name="Value">Its value.</param>
public readonly record struct Scalar(double Value)
{
    /// <summary>Complement or shift: <c>1 - alpha</c>.</summary>
    public static Scalar operator -(double constant, Scalar scalar) => new(constant - scalar.Value);

    /// <summary>Shift.</summary>
    public static Scalar operator -(Scalar scalar, double constant) => new(scalar.Value - constant);

    /// <summary>Shift.</summary>
    public static Scalar operator +(double constant, Scalar scalar) => new(constant + scalar.Value);

    /// <summary>Shift.</summary>
    public static Scalar operator +(Scalar scalar, double constant) => new(scalar.Value + constant);

    /// <summary>A multiple.</summary>
    public static Scalar operator *(double constant, Scalar scalar) => new(constant * scalar.Value);

    /// <summary>Negation.</summary>
    public static Scalar operator -(Scalar scalar) => new(-scalar.Value);

    /// <summary>Scaling.</summary>
    public static Signal operator *(Scalar scalar, Signal signal) => scalar.Value * signal;

    /// <summary>Scaling.</summary>
    public static Signal operator *(Signal signal, Scalar scalar) => signal * scalar.Value;
}
