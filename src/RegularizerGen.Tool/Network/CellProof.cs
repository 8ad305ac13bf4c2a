using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>What was proved of a cell for a box, of all sequences up to the horizon.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Gains">Peak gains.</param>
/// <param name="Lower">No output is below this.</param>
/// <param name="Upper">No output is above this.</param>
internal sealed record CellProof(Certificate Certificate, ChannelGains Gains, double Lower, double Upper)
{
    /// <summary>The gain of all outputs.</summary>
    public double Gain => Gains.Outputs.Max();

    /// <summary>The least gains over any number of steps; null where none are proved.</summary>
    public static ChannelGains? AnySteps(Certificate certificate)
    {
        CertifiedGains?[] ways = [certificate.Limit?.Gains, certificate.Blocks?.Gains, certificate.Contraction?.Gains];
        ChannelGains[] known = [.. ways.OfType<CertifiedGains>().Select(ChannelGains.Of)];
        return known.Length == 0 ? null : known.Aggregate((a, b) => a.Min(b));
    }

    /// <summary>Takes the ranges of a certificate.</summary>
    public static CellProof Of(Certificate certificate, ChannelGains gains)
    {
        CertifiedRange[] ranges = [.. certificate.Ranges.Where(r => r.Kind is "output" or "output state")];
        return new CellProof(
            certificate,
            gains,
            ranges.Length == 0 ? double.NegativeInfinity : ranges.Min(r => r.Lower),
            ranges.Length == 0 ? double.PositiveInfinity : ranges.Max(r => r.Upper)
        );
    }
}
