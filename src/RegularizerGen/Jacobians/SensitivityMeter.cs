using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Jacobians;

/// <summary>Collects the rows of the Jacobians of a batch, and takes their norms.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="steps">Length of the sequences.</param>
/// <param name="batch">Number of sequences.</param>
/// <param name="inputs">Width of the input.</param>
/// <param name="rows">Number of outputs.</param>
internal sealed class SensitivityMeter<T>(int steps, int batch, int inputs, int rows)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // [sample, step, row, channel]: the block of one step is contiguous.
    private readonly double[] jacobians = Sizes.Allocate<double>("Jacobians [batch, steps, outputs, inputs]", batch, steps, rows, inputs);

    /// <summary>Takes the derivatives of output number <paramref name="row"/> with respect to all inputs, [steps, batch, inputs].</summary>
    public void Add(int row, ReadOnlySpan<T> derivatives)
    {
        for (int step = 0; step < steps; step++)
        {
            for (int sample = 0; sample < batch; sample++)
            {
                ReadOnlySpan<T> from = derivatives.Slice(((step * batch) + sample) * inputs, inputs);
                Span<double> to = jacobians.AsSpan((((((sample * steps) + step) * rows) + row) * inputs), inputs);
                for (int channel = 0; channel < inputs; channel++)
                {
                    to[channel] = double.CreateTruncating(from[channel]);
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
        return new SensitivityReport(
            cell,
            PerSample(sample => Math.Sqrt(Sum(sample, Squares))),
            PerSample(sample => Sum(sample, block => spectral.Compute(block, rows, inputs, u, v))),
            PerSample(sample => Sum(sample, LargestRowSum)),
            [.. Enumerable.Range(0, steps).Select(step => PerSample(sample => Math.Sqrt(Squares(Block(sample, step)))))],
            [
                .. Enumerable
                    .Range(0, inputs)
                    .Select(channel => PerSample(sample => Math.Sqrt(Sum(sample, block => SquaresOf(block, channel))))),
            ]
        );
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
