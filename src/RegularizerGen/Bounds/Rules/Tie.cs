using System.ComponentModel;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>A gate t whose slope is known by its value, (t - min)(max - t), as the tight rules for products see it; or its
/// adjoint.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1051", Justification = "Reverse code adds to the ranges by reference.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Tie<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Range of |t|.</summary>
    public Range<TNumber> Size;

    /// <summary>Range of max - |t|; under peak perturbations only.</summary>
    public Range<TNumber> Rest;

    /// <summary>Whether t is odd, with values in (-1, 1); else they lie in (0, 1).</summary>
    public bool IsOdd;
}
