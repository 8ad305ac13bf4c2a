using System;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>A non-decreasing function of every element with slope at most a constant.</summary>
/// <param name="Title">What reports call it.</param>
/// <param name="OutputWidth">Its width.</param>
/// <param name="Function">The function.</param>
/// <param name="Slope">Its derivative.</param>
/// <param name="Lipschitz">The largest slope, that at 0.</param>
/// <param name="SlopeError">How far a slope may be off besides a few roundings.</param>
internal sealed record MonotoneStage(
    string Title,
    int OutputWidth,
    Func<double, double> Function,
    Func<double, double> Slope,
    double Lipschitz,
    double SlopeError
) : IStage
{
    /// <summary>exp and tanh of the platform are trusted to this share of their values (docs/certificates.md).</summary>
    private const double Trusted = 1.0 / (1L << 46);

    /// <summary>A function by the name of its ONNX operator; null where it is none of these.</summary>
    public static MonotoneStage? Of(string operation, string title, int width) =>
        operation switch
        {
            "Relu" => new(title, width, v => Math.Max(v, 0), v => v > 0 ? 1 : 0, 1, 0),
            "Tanh" => new(title, width, Math.Tanh, v => 1 - (Math.Tanh(v) * Math.Tanh(v)), 1, 4 * Trusted),
            "Sigmoid" => new(title, width, Sigmoid, v => Sigmoid(v) * Sigmoid(-v), 0.25, Trusted),
            _ => null,
        };

    /// <inheritdoc/>
    public Sequence Forward(Sequence input) => input.Map(Function);

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient) =>
        outputGradient with
        {
            Values = [.. outputGradient.Values.Zip(input.Values, (g, v) => g * Slope(v))],
        };

    /// <inheritdoc/>
    public Reach Bound(Reach input, ProofSettings settings) =>
        new(Enclose(input.Range), [.. input.Gains.Select((gain, k) => Steepened(gain, Steepest(input.Range, k)))]);

    /// <summary>The largest slope on a range, from above: each of these functions is steepest where the range is nearest to 0.</summary>
    private double Steepest(Box range, int channel)
    {
        double near = Math.Clamp(0, range.Lower.Values[channel], range.Upper.Values[channel]);
        return near == 0 ? Lipschitz : Math.Min(Lipschitz, (Slope(near) * (1 + (4 * Trusted))) + SlopeError);
    }

    /// <summary>A gain through the function, rounded up where the product is not exact.</summary>
    private static double Steepened(double gain, double slope)
    {
        double product = gain == 0 || slope == 0 ? 0 : gain * slope;
        bool isExact = Math.FusedMultiplyAdd(gain, slope, -product) == 0 && product > 1e-290;
        return gain == 0 || slope == 0 || isExact || double.IsInfinity(product) ? product : Math.BitIncrement(product);
    }

    /// <inheritdoc/>
    public Box Around(Sequence nominal, Box input, ProofSettings settings) => Enclose(input);

    private Box Enclose(Box input) => new(input.Lower.Map(v => Function(v) - Error(v)), input.Upper.Map(v => Function(v) + Error(v)));

    private double Error(double v)
    {
        double size = Math.Abs(Function(v));
        return size == 0 || !double.IsFinite(size) ? 0 : (Trusted * size) + double.Epsilon;
    }

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
}
