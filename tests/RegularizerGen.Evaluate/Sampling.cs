using System;
using System.Linq;

namespace RegularizerGen.Evaluate;

/// <summary>Largest Jacobian norm found among random input sequences: the oracle that no gain may fall below.</summary>
public static class Sampling
{
    private const int Seed = 20260711;

    public static double LargestNorm(CompiledCell cell, int[] sizes, double[] weights, TikhonovOptions options, int samples)
    {
        int width = cell.OutputWidth(sizes);
        int inputs = cell.InputWidth(sizes);
        double bound = options.InputBound ?? 1;
        bound = double.IsFinite(bound) ? bound : 3;
        var random = new Random(Seed);
        double largest = 0;
        for (int k = 0; k < samples; k++)
        {
            double[] sequence = new double[options.Horizon * inputs];
            bool corners = k % 3 == 0;
            double scale = k % 3 == 1 ? bound : bound * random.NextDouble();
            for (int p = 0; p < sequence.Length; p++)
            {
                double u = (2 * random.NextDouble()) - 1;
                sequence[p] = corners ? bound * Math.Sign(u) : scale * u;
            }

            largest = Math.Max(
                largest,
                Norm(Jacobian(cell.Runner, sizes, weights, sequence, options.Horizon, inputs, width), options, inputs, width)
            );
        }

        return largest;
    }

    /// <summary>By channel, the size of its disturbance.</summary>
    public static double[] Scales(CellDescription runner, int[] sizes) =>
        [.. runner.Step(sizes).Inputs.SelectMany(input => Enumerable.Repeat(input.Scale, runner.Step(sizes).Widths[input.Node]))];

    /// <summary>d output_T / d inputs [T, width, X], each channel times the size of its disturbance: one backward pass over a batch of unit
    /// output gradients.</summary>
    public static double[] Jacobian(
        CellDescription runner,
        int[] sizes,
        double[] weights,
        double[] sequence,
        int steps,
        int inputs,
        int width
    )
    {
        double[] repeated = new double[steps * width * inputs];
        for (int t = 0; t < steps; t++)
        {
            for (int row = 0; row < width; row++)
            {
                Array.Copy(sequence, t * inputs, repeated, ((t * width) + row) * inputs, inputs);
            }
        }

        double[] outputGradient = new double[steps * width * width];
        for (int row = 0; row < width; row++)
        {
            outputGradient[((((steps - 1) * width) + row) * width) + row] = 1;
        }

        double[] scales = Scales(runner, sizes);
        double[] jacobian = runner.Backward(sizes, steps, width, weights, repeated, outputGradient).Inputs;
        return [.. jacobian.Select((j, k) => scales[k % inputs] * j)];
    }

    /// <summary>The norm that the gain bounds, of a Jacobian [T, width, X].</summary>
    public static double Norm(double[] jacobian, TikhonovOptions options, int inputs, int width)
    {
        double total = 0;
        for (int t = 0; t < options.Horizon; t++)
        {
            ReadOnlySpan<double> block = jacobian.AsSpan(t * width * inputs, width * inputs);
            total += options.Perturbation switch
            {
                Perturbation.WhiteNoise => Squares(block),
                Perturbation.Energy => Spectral(block, width, inputs),
                _ => LargestRowSum(block, inputs),
            };
        }

        return options.Perturbation == Perturbation.WhiteNoise ? Math.Sqrt(total) : total;
    }

    private static double Squares(ReadOnlySpan<double> block)
    {
        double sum = 0;
        foreach (double value in block)
        {
            sum += value * value;
        }

        return sum;
    }

    private static double LargestRowSum(ReadOnlySpan<double> block, int columns)
    {
        double largest = 0;
        for (int start = 0; start < block.Length; start += columns)
        {
            double sum = 0;
            foreach (double value in block.Slice(start, columns))
            {
                sum += Math.Abs(value);
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    /// <summary>Plain power iteration: from below, as an oracle for soundness should be.</summary>
    private static double Spectral(ReadOnlySpan<double> block, int rows, int columns)
    {
        double[] v = new double[columns];
        Array.Fill(v, 1 / Math.Sqrt(columns));
        double sigma = 0;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double[] next = new double[columns];
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double product = 0;
                for (int column = 0; column < columns; column++)
                {
                    product += block[(row * columns) + column] * v[column];
                }

                squares += product * product;
                for (int column = 0; column < columns; column++)
                {
                    next[column] += product * block[(row * columns) + column];
                }
            }

            sigma = Math.Sqrt(squares);
            double norm = Math.Sqrt(Squares(next));
            if (norm == 0)
            {
                break;
            }

            for (int column = 0; column < columns; column++)
            {
                v[column] = next[column] / norm;
            }
        }

        return sigma;
    }
}
