using System;
using System.Linq;
using System.Numerics.Tensors;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// A number w·J_t d that a bound speaks about, read off the blocks J_t [rows, inputs] of a Jacobian d(output rows)/d(x_1..x_T), with the
/// directions at which it stands there: w on the output's side, d on the input's. A search follows its gradient with w and d held, which is
/// the gradient where both are the best ones.
/// </summary>
internal abstract record Target
{
    /// <summary>The number; fills w (one per row) and d (one per step and channel).</summary>
    public abstract double Read(Blocks jacobian, double[] w, double[] d);

    /// <summary>
    /// The Euclidean norm of one channel's column at one step: its largest values sum up, in squares, to the gain under white noise.
    /// </summary>
    public sealed record Column(int Step, int Channel) : Target
    {
        public override double Read(Blocks jacobian, double[] w, double[] d)
        {
            d[(Step * jacobian.Inputs) + Channel] = 1;
            double norm = jacobian.ColumnNorm(Step, Channel);
            for (int row = 0; row < w.Length && norm > 0; row++)
            {
                w[row] = jacobian[Step, row, Channel] / norm;
            }

            return norm;
        }
    }

    /// <summary>One entry of that column.</summary>
    public sealed record Entry(int Row, int Step, int Channel) : Target
    {
        public override double Read(Blocks jacobian, double[] w, double[] d)
        {
            w[Row] = Math.Sign(jacobian[Step, Row, Channel]);
            d[(Step * jacobian.Inputs) + Channel] = 1;
            return Math.Abs(jacobian[Step, Row, Channel]);
        }
    }

    /// <summary>The largest absolute row sum of one step's block.</summary>
    public sealed record RowSum(int Step) : Target
    {
        public override double Read(Blocks jacobian, double[] w, double[] d)
        {
            int row = Enumerable.Range(0, jacobian.Rows).MaxBy(r => Sum(jacobian, r));
            w[row] = 1;
            for (int channel = 0; channel < jacobian.Inputs; channel++)
            {
                d[(Step * jacobian.Inputs) + channel] = Math.Sign(jacobian[Step, row, channel]);
            }

            return Sum(jacobian, row);
        }

        private double Sum(Blocks jacobian, int row) =>
            Enumerable.Range(0, jacobian.Inputs).Sum(channel => Math.Abs(jacobian[Step, row, channel]));
    }

    /// <summary>The spectral norm of one step's block, from below, by power iteration from its largest column.</summary>
    public sealed record Spectral(int Step) : Target
    {
        public override double Read(Blocks jacobian, double[] w, double[] d)
        {
            Span<double> v = d.AsSpan(Step * jacobian.Inputs, jacobian.Inputs);
            v[Enumerable.Range(0, v.Length).MaxBy(channel => jacobian.ColumnNorm(Step, channel))] = 1;
            double norm = 0;
            double[] next = new double[v.Length];
            for (int iteration = 0; iteration < 12; iteration++)
            {
                for (int row = 0; row < w.Length; row++)
                {
                    w[row] = 0;
                    for (int channel = 0; channel < v.Length; channel++)
                    {
                        w[row] += jacobian[Step, row, channel] * v[channel];
                    }
                }

                norm = Normalize(w);
                Array.Clear(next);
                for (int channel = 0; channel < v.Length; channel++)
                {
                    for (int row = 0; row < w.Length; row++)
                    {
                        next[channel] += jacobian[Step, row, channel] * w[row];
                    }
                }

                if (Normalize(next) == 0)
                {
                    break;
                }

                next.CopyTo(v);
            }

            return norm;
        }

        private static double Normalize(Span<double> vector)
        {
            double norm = Blocks.Norm(vector);
            for (int k = 0; k < vector.Length && norm > 0; k++)
            {
                vector[k] /= norm;
            }

            return norm;
        }
    }

    /// <summary>How far one row moves where all inputs move by at most 1 at all steps, to first order.</summary>
    public sealed record Movement(int Row) : Target
    {
        public override double Read(Blocks jacobian, double[] w, double[] d)
        {
            w[Row] = 1;
            double sum = 0;
            for (int k = 0; k < d.Length; k++)
            {
                double entry = jacobian[k / jacobian.Inputs, Row, k % jacobian.Inputs];
                d[k] = Math.Sign(entry);
                sum += Math.Abs(entry);
            }

            return sum;
        }
    }
}

/// <summary>A Jacobian [steps, rows, inputs].</summary>
internal sealed class Blocks(double[] values, int rows, int inputs)
{
    public int Rows => rows;

    public int Inputs => inputs;

    /// <summary>Whether the execution stayed in the range of double: one that left it proves nothing.</summary>
    public bool IsFinite { get; } = Array.TrueForAll(values, double.IsFinite);

    public double this[int step, int row, int channel] => values[(((step * rows) + row) * inputs) + channel];

    public double ColumnNorm(int step, int channel) => Norm([.. Enumerable.Range(0, rows).Select(row => this[step, row, channel])]);

    /// <summary>The Euclidean norm, of numbers whose squares under- or overflow, too.</summary>
    public static double Norm(ReadOnlySpan<double> values)
    {
        double largest = values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));
        double sum = 0;
        foreach (double value in values)
        {
            sum += value / largest * (value / largest);
        }

        return largest == 0 ? 0 : largest * Math.Sqrt(sum);
    }
}
