namespace RegularizerGen.Sets.Nodes;

/// <summary>What the derivative of an operator with respect to an argument is, as far as it is the value of a signal, or a polynomial in
/// one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Min">Of φ' = (φ - min)(max - φ), min.</param>
/// <param name="Max">And max.</param>
internal readonly record struct SlopeFactor(SlopeKind Kind, int Signal = -1, double Min = 0, double Max = 0);

/// <summary>Kinds of derivatives.</summary>
internal enum SlopeKind
{
    /// <summary>Nothing is known but its range.</summary>
    Any,

    /// <summary>1.</summary>
    One,

    /// <summary>The value of a signal.</summary>
    Value,

    /// <summary>(φ - min)(max - φ), φ being the value of the signal.</summary>
    Logistic,
}
