using System.ComponentModel;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>A range [Lo, Hi] that holds for all units of a signal, or the adjoints of its ends.</summary>
/// <param name="lo">Lower end.</param>
/// <param name="hi">Upper end.</param>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1051", Justification = "Reverse code adds to the ends by reference.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Range<TNumber>(TNumber lo, TNumber hi)
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Lower end.</summary>
    public TNumber Lo = lo;

    /// <summary>Upper end.</summary>
    public TNumber Hi = hi;
}
