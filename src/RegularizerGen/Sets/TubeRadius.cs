namespace RegularizerGen;

/// <summary>The largest distance from a nominal sequence for which something was proved, found by bisection.</summary>
/// <param name="Radius">The distance proved: all radii of the options were multiplied by one factor, and this is the largest of them then.
/// 0 where nothing could be proved.</param>
/// <param name="Refuted">The least distance tried for which it could not be proved (which does not say that it is false); infinite where
/// it was proved for all that were tried.</param>
/// <param name="Certificate">The certificate at <paramref name="Radius"/>, without gains.</param>
public sealed record TubeRadius(double Radius, double Refuted, TubeCertificate Certificate);
