using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;
using RegularizerGen.Passes;

namespace RegularizerGen.Jacobians;

/// <summary>Collects the rows of the Jacobians of a batch, and takes their norms.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="steps">Length of the sequences.</param>
/// <param name="batch">Number of sequences.</param>
/// <param name="widths">Widths of the inputs.</param>
/// <param name="rows">Number of outputs.</param>
internal sealed class SensitivityMeter<T>(int steps, int batch, IReadOnlyList<int> widths, int rows)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int inputs = widths.Sum();

    // [sample, step, row, channel]: the block of one step is contiguous.
    private readonly double[] jacobians = Sizes.Allocate<double>(
        "Jacobians [batch, steps, outputs, inputs]",
        batch,
        steps,
        rows,
        widths.Sum()
    );

    /// <summary>Takes the derivatives of output number <paramref name="row"/> with respect to an input, [steps, batch, width], times the
    /// scale of its disturbance.</summary>
    public void Add(int row, int input, ReadOnlySpan<T> derivatives, double scale)
    {
        int width = widths[input];
        int offset = PackedInputs.Offset(widths, input);
        for (int step = 0; step < steps; step++)
        {
            for (int sample = 0; sample < batch; sample++)
            {
                ReadOnlySpan<T> from = derivatives.Slice(((step * batch) + sample) * width, width);
                Span<double> to = jacobians.AsSpan((((((sample * steps) + step) * rows) + row) * inputs) + offset, width);
                for (int channel = 0; channel < width; channel++)
                {
                    to[channel] = scale == 0 ? 0 : scale * double.CreateTruncating(from[channel]);
                }
            }
        }
    }

    /// <summary>The report, once all rows are there.</summary>
    public SensitivityReport Report(string cell)
    {
        var spectral = new SpectralNorm(rows, inputs);
        double[] u = new double[rows];
        double[] v = new double[inputs];
        double[] scaled = new double[rows * inputs];
        return new SensitivityReport(
            cell,
            PerSample(sample => Math.Sqrt(Sum(sample, Squares))),
            PerSample(sample => Sum(sample, Largest)),
            PerSample(sample => Sum(sample, LargestRowSum)),
            [.. Enumerable.Range(0, steps).Select(step => PerSample(sample => Math.Sqrt(Squares(Block(sample, step)))))],
            [
                .. Enumerable
                    .Range(0, inputs)
                    .Select(channel => PerSample(sample => Math.Sqrt(Sum(sample, block => SquaresOf(block, channel))))),
            ]
        );

        // Of entries of at most 2, so that no square of them leaves the range of double.
        double Largest(ReadOnlySpan<double> block)
        {
            double size = Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(block));
            int exponent = size > 0 && double.IsFinite(size) ? Math.ILogB(size) : 0;
            for (int k = 0; k < scaled.Length; k++)
            {
                scaled[k] = Math.ScaleB(block[k], -exponent);
            }

            return Math.ScaleB(spectral.Compute(scaled, rows, inputs, u, v), exponent);
        }
    }

    private delegate double BlockNorm(ReadOnlySpan<double> block);

    private MeasuredGain PerSample(Func<int, double> gain) => new([.. Enumerable.Range(0, batch).Select(gain)]);

    private double Sum(int sample, BlockNorm norm)
    {
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            sum += norm(Block(sample, step));
        }

        return sum;
    }

    private ReadOnlySpan<double> Block(int sample, int step) => jacobians.AsSpan(((sample * steps) + step) * rows * inputs, rows * inputs);

    private double SquaresOf(ReadOnlySpan<double> block, int channel)
    {
        double sum = 0;
        for (int k = channel; k < block.Length; k += inputs)
        {
            sum += block[k] * block[k];
        }

        return sum;
    }

    private static double Squares(ReadOnlySpan<double> block) => System.Numerics.Tensors.TensorPrimitives.SumOfSquares(block);

    private double LargestRowSum(ReadOnlySpan<double> block)
    {
        double largest = 0;
        for (int start = 0; start < block.Length; start += inputs)
        {
            largest = Math.Max(largest, System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes(block.Slice(start, inputs)));
        }

        return largest;
    }
}
