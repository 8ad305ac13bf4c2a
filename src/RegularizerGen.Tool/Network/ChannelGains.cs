using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>Peak gains of a cell: of every output from all channels together, and from each channel alone.</summary>
/// <param name="Outputs">From all channels together, by output.</param>
/// <param name="Matrix">From each channel alone [outputs][channels].</param>
internal sealed record ChannelGains(IReadOnlyList<double> Outputs, IReadOnlyList<double[]> Matrix)
{
    /// <summary>Those of a certificate: what is not known of one output and one channel is at most what is known of either.</summary>
    public static ChannelGains Of(CertifiedGains gains) =>
        new(gains.Outputs, [.. gains.Outputs.Select((output, o) => gains.Channels.Select((channel, i) => Entry(gains, o, i)).ToArray())]);

    /// <summary>The smaller of each.</summary>
    public ChannelGains Min(ChannelGains other) => Each(other, Math.Min);

    /// <summary>The larger of each.</summary>
    public ChannelGains Max(ChannelGains other) => Each(other, Math.Max);

    /// <summary>How far every output moves at most where channels move by at most different multiples of ε.</summary>
    /// <remarks>A disturbance is one of all channels by at most m ε, and what is left of each, by at most max(0, g - m) ε: both are
    /// between the two sequences, and so within the box. The bound is convex and piecewise linear in m: the least of its corners counts,
    /// among them the product of the largest (m the largest g) and the product with the matrix (m = 0).</remarks>
    /// <param name="gains">The multiples g, by channel.</param>
    public double[] Through(double[] gains)
    {
        double[] levels = [.. gains.Append(0).Distinct()];
        return [.. Outputs.Select((output, o) => levels.Min(level => Moved(output, Matrix[o], gains, level)))];
    }

    private static double Moved(double output, double[] row, double[] gains, double level)
    {
        double moved = Up(output, level);
        for (int i = 0; i < row.Length; i++)
        {
            double rest =
                gains[i] <= level ? 0
                : level == 0 ? gains[i]
                : Math.BitIncrement(gains[i] - level);
            double own = Up(row[i], rest);
            moved = own == 0 ? moved : Math.BitIncrement(moved + own);
        }

        return moved;
    }

    /// <summary>A product from above, 0 where a factor is.</summary>
    private static double Up(double gain, double factor) => gain == 0 || factor == 0 ? 0 : Math.BitIncrement(gain * factor);

    private static double Entry(CertifiedGains gains, int output, int channel)
    {
        double own = gains.ByChannel.Count == 0 ? double.PositiveInfinity : gains.ByChannel[channel][output];
        return Math.Min(own, Math.Min(gains.Outputs[output], gains.Channels[channel]));
    }

    private ChannelGains Each(ChannelGains other, Func<double, double, double> of) =>
        new([.. Outputs.Zip(other.Outputs, of)], [.. Matrix.Zip(other.Matrix, (a, b) => a.Zip(b, of).ToArray())]);
}
