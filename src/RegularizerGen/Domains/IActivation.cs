using System.Numerics;
using RegularizerGen.Activations;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains;

/// <summary>A scalar function that a step applies element by element. Generated code implements it from the one symbolic definition of the
/// function.</summary>
public interface IActivation
{
    /// <summary>What is known of the function.</summary>
    static abstract ActivationFacts Facts { get; }

    /// <summary>φ(u).</summary>
    /// <exception cref="System.NotSupportedException">The function is opaque: its formula is not known.</exception>
    static abstract TNumber Value<TNumber>(TNumber u)
        where TNumber : unmanaged, IBoundNumber<TNumber>;

    /// <summary>φ'(u).</summary>
    /// <exception cref="System.NotSupportedException">The function is opaque: its formula is not known.</exception>
    static abstract TNumber Slope<TNumber>(TNumber u)
        where TNumber : unmanaged, IBoundNumber<TNumber>;

    /// <summary>φ(u) - min with full relative accuracy, given φ(u); see <see cref="ActivationFacts.HasAboveMin"/>.</summary>
    static abstract TNumber AboveMin<TNumber>(TNumber u, TNumber value)
        where TNumber : unmanaged, IBoundNumber<TNumber>;

    /// <summary>max - φ(u) with full relative accuracy, given φ(u); see <see cref="ActivationFacts.HasBelowMax"/>.</summary>
    static abstract TNumber BelowMax<TNumber>(TNumber u, TNumber value)
        where TNumber : unmanaged, IBoundNumber<TNumber>;

    /// <summary>φ in the passes, with its derivatives.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    static abstract ActivationKernel<T> Kernel<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>What is known of a scalar function φ (theory: section 2).</summary>
public sealed record ActivationFacts
{
    /// <summary>Its name, as the user wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>A Lipschitz constant on the whole line.</summary>
    public required Constant Lipschitz { get; init; }

    /// <summary>No value is below this; null for no bound.</summary>
    public Constant? Min { get; init; }

    /// <summary>No value is above this; null for no bound.</summary>
    public Constant? Max { get; init; }

    /// <summary>Whether the function is non-decreasing.</summary>
    public bool IsMonotone { get; init; }

    /// <summary>Whether the slope is positive and falls with the distance from 0.</summary>
    public bool SlopeFallsFromZero { get; init; }

    /// <summary>Whether the slope is known by the function's own value, φ' = (φ - min)(max - φ), as of the logistic function and the
    /// hyperbolic tangent.</summary>
    public bool IsLogistic { get; init; }

    /// <summary>Whether φ rises from its lower end and has a form of its own for the distance from it.</summary>
    public bool HasAboveMin { get; init; }

    /// <summary>Whether φ rises to its upper end and has a form of its own for the distance from it.</summary>
    public bool HasBelowMax { get; init; }

    /// <summary>Whether the formula has its limits as values at ±∞.</summary>
    public bool IsDefinedAtInfinity { get; init; }

    /// <summary>A bound of |u| φ'(u), where there is one.</summary>
    public Constant? SlopeTimesArgument { get; init; }

    /// <summary>Whether the formula is not known: only what is declared can be used.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>For an opaque function: its declared value at 0, or null.</summary>
    public Constant? AtZero { get; init; }
}
