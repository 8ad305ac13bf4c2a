namespace RegularizerGen;

/// <summary>A trainable number that scales a signal, or is added to all of its elements.</summary>
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

    /// <summary>The scalar added to every element.</summary>
    public static Signal operator +(Signal signal, Scalar scalar) => signal + scalar.Value;

    /// <summary>The scalar added to every element.</summary>
    public static Signal operator +(Scalar scalar, Signal signal) => scalar.Value + signal;

    /// <summary>The scalar subtracted from every element.</summary>
    public static Signal operator -(Signal signal, Scalar scalar) => signal - scalar.Value;

    /// <summary>Every element subtracted from the scalar: <c>alpha - z</c>.</summary>
    public static Signal operator -(Scalar scalar, Signal signal) => scalar.Value - signal;
}
