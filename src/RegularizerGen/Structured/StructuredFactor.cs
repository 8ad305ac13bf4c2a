using System;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>A factor between the differences of two signals, unit by unit.</summary>
/// <param name="Node">The signal that moves.</param>
/// <param name="Signal">The one that moves it.</param>
/// <param name="Range">Ranges of the factor.</param>
/// <param name="Parts">What the factor is a product of; null where that is not known.</param>
/// <param name="Channel">Which channel covers what they leave open, counted by groups; -1 where they leave nothing open.</param>
internal sealed record StructuredFactor(int Node, int Signal, Enclosure[] Range, SlopeFactor[]? Parts, int Channel)
{
    /// <summary>Middle of a range, and a radius that covers both ends.</summary>
    public static (double Middle, double Radius) Split(Enclosure range)
    {
        double middle = range.Lower + (0.5 * (range.Upper - range.Lower));
        double radius = Math.Max(range.Upper - middle, middle - range.Lower);
        return (middle, range.Lower == range.Upper ? 0 : Math.BitIncrement(radius));
    }
}
