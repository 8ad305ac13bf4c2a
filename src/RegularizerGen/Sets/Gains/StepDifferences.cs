using System;
using System.Linq;

namespace RegularizerGen.Sets.Gains;

/// <summary>
/// What one step does to a difference of states and inputs: δs' = A δs + B w + B_x δx, z = C δs + D w + D_x δx and
/// y = C_y δs + D_y w + D_yx δx, with channels |w_j| ≤ |z_j|, each of which depends on earlier ones only.
/// </summary>
/// <param name="Matrix">[states, channels, outputs] by [states, channels, inputs].</param>
/// <param name="States">Units of all states.</param>
/// <param name="Channels">Units of all channels.</param>
internal sealed record StepDifferences(IntervalMatrix Matrix, int States, int Channels)
{
    /// <summary>Channels of all inputs.</summary>
    public int Inputs => Matrix.Columns - States - Channels;

    private int Outputs => Matrix.Rows - States - Channels;

    /// <summary>A, B or B_x.</summary>
    public IntervalMatrix OfStates(StepSource source) => Block(0, States, source);

    /// <summary>C, D or D_x.</summary>
    public IntervalMatrix OfChannels(StepSource source) => Block(States, Channels, source);

    /// <summary>C_y, D_y or D_yx.</summary>
    public IntervalMatrix OfOutputs(StepSource source) => Block(States + Channels, Outputs, source);

    /// <summary>Adds to what every channel makes of rows what later channels, whose arguments depend on it, pass on.</summary>
    /// <param name="errors">[rows, channels], at least 0.</param>
    public void PassOn(double[] errors)
    {
        IntervalMatrix d = OfChannels(StepSource.Channels);
        double[] sizes = d.Magnitudes();
        bool[] isUsed = [.. Enumerable.Range(0, Channels).Select(k => Used(d, k))];
        for (int row = 0; row < errors.Length; row += Channels)
        {
            Span<double> own = errors.AsSpan(row, Channels);
            for (int k = Channels - 1; k >= 0; k--)
            {
                own[k] = Outward.Sum(own[k]) + Outward.Underflow;
                own[k] = double.IsNaN(own[k]) ? double.PositiveInfinity : own[k]; // what overflowed on the way
                for (int earlier = 0; earlier < k && isUsed[k]; earlier++)
                {
                    double size = sizes[(k * Channels) + earlier];
                    own[earlier] += size == 0 ? 0 : own[k] * size;
                }
            }
        }
    }

    private static bool Used(IntervalMatrix d, int k) =>
        Enumerable.Range(k * d.Columns, d.Columns).Any(at => d.Centre[at] != 0 || d.Radius[at] != 0);

    private IntervalMatrix Block(int row, int height, StepSource source)
    {
        (int column, int width) = source switch
        {
            StepSource.States => (0, States),
            StepSource.Channels => (States, Channels),
            _ => (States + Channels, Inputs),
        };
        var block = new IntervalMatrix(height, width);
        for (int k = 0; k < height; k++)
        {
            int from = ((row + k) * Matrix.Columns) + column;
            Array.Copy(Matrix.Centre, from, block.Centre, k * width, width);
            Array.Copy(Matrix.Radius, from, block.Radius, k * width, width);
        }

        return block;
    }
}
