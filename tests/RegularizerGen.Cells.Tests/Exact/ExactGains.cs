using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>The gains of one Jacobian ∂y_T/∂x_t, by definition, and from below by less than 1e-30 where they are no rational
/// numbers.</summary>
/// <param name="output">Output of <see cref="ExactRun"/> after the last step.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="perturbation">What is disturbed.</param>
internal sealed class ExactGains(Rational[][] output, int channels, Perturbation perturbation)
{
    /// <summary>Number of outputs.</summary>
    public int Outputs => output.Length;

    /// <summary>Number of channels.</summary>
    public int Channels => channels;

    /// <summary>Number of steps.</summary>
    public int Steps => (output[0].Length - 1) / channels;

    /// <summary>|∂y_j/∂x_(t,c)|.</summary>
    public Rational Entry(int unit, int step, int channel) => Rational.Abs(output[unit][1 + (step * channels) + channel]);

    /// <summary>Of all outputs.</summary>
    public Rational Whole => Gain(output, 0, channels);

    /// <summary>Of one output.</summary>
    public Rational Output(int unit) => Gain([output[unit]], 0, channels);

    /// <summary>From one channel.</summary>
    public Rational Channel(int channel) => Gain(output, channel, 1);

    /// <summary>From one step.</summary>
    public Rational Step(int step) => OfStep(Block(output, step, 0, channels));

    private Rational Gain(Rational[][] rows, int first, int count)
    {
        Rational[][][] blocks = [.. Enumerable.Range(0, Steps).Select(t => Block(rows, t, first, count))];
        return perturbation == Perturbation.WhiteNoise
            ? ExactNumbers.LowerRoot(blocks.SelectMany(b => b).Aggregate(Rational.Zero, (sum, row) => sum + ExactNumbers.SumOfSquares(row)))
            : blocks.Aggregate(Rational.Zero, (sum, block) => sum + OfStep(block));
    }

    private Rational OfStep(Rational[][] block) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => ExactNumbers.LowerRoot(
                block.Aggregate(Rational.Zero, (sum, row) => sum + ExactNumbers.SumOfSquares(row))
            ),
            Perturbation.Energy => ExactNumbers.LowerSpectralNorm(block),
            _ => block.Max(ExactNumbers.SumOfSizes),
        };

    private Rational[][] Block(Rational[][] rows, int step, int first, int count) =>
        [.. rows.Select(row => row[(1 + (step * channels) + first)..(1 + (step * channels) + first + count)])];
}
