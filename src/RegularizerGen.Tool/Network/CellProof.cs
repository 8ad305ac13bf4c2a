using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>What was proved of a cell for a box, of all sequences up to the horizon.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Outputs">Peak gains output by output.</param>
/// <param name="Lower">No output is below this.</param>
/// <param name="Upper">No output is above this.</param>
internal sealed record CellProof(Certificate Certificate, IReadOnlyList<double> Outputs, double Lower, double Upper)
{
    /// <summary>The gain of all outputs.</summary>
    public double Gain => Outputs.Max();

    /// <summary>The least gain of every output over any number of steps; infinite where none is proved.</summary>
    public static double[] AnySteps(Certificate certificate)
    {
        CertifiedGains?[] ways = [certificate.Limit?.Gains, certificate.Blocks?.Gains, certificate.Contraction?.Gains];
        return [.. certificate.Finite.Outputs.Select((_, k) => ways.Min(way => way is null ? double.PositiveInfinity : way.Outputs[k]))];
    }

    /// <summary>Takes the ranges of a certificate.</summary>
    public static CellProof Of(Certificate certificate, IReadOnlyList<double> outputs)
    {
        CertifiedRange[] ranges = [.. certificate.Ranges.Where(r => r.Kind is "output" or "output state")];
        return new CellProof(
            certificate,
            outputs,
            ranges.Length == 0 ? double.NegativeInfinity : ranges.Min(r => r.Lower),
            ranges.Length == 0 ? double.PositiveInfinity : ranges.Max(r => r.Upper)
        );
    }
}
