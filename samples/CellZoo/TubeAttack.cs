using System;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>
/// Gradient ascent on every unit of the last output, upwards and downwards, within the box around a nominal sequence [steps, inputs]: to
/// the corner that the signs of the gradient point to, and by halving steps along them (Madry et al., arXiv:1706.06083).
/// </summary>
public sealed class TubeAttack(CellDescription cell, int[] sizes, double[] weights, double[] nominal, int steps, double radius)
{
    private const int Climbs = 5;

    private readonly int inputs = nominal.Length / steps;
    private readonly double[] radii =
    [
        .. cell.Step(sizes).Inputs.SelectMany(i => Enumerable.Repeat(radius * i.Scale, cell.Step(sizes).Widths[i.Node])),
    ];

    /// <summary>The largest distance of every unit of the last output from its nominal value that was reached [units].</summary>
    public double[] Run()
    {
        double[] start = cell.Forward(sizes, steps, 1, weights, nominal);
        int units = start.Length / steps;
        int batch = 2 * units; // sequence k moves unit k / 2, upwards where k is even
        double[] last = start[^units..];
        double[] best = Disturbed(batch, (_, _) => 0);
        double[] reached = Values(best);
        double reach = 1;
        for (int climb = 0; climb < Climbs; climb++, reach /= 2)
        {
            double[] direction = new double[steps * batch * units];
            for (int k = 0; k < batch; k++)
            {
                direction[((((steps - 1) * batch) + k) * units) + (k / 2)] = Sign(k);
            }

            double[] gradient = cell.Backward(sizes, steps, batch, weights, best, direction).Inputs;
            double[] from = best;
            Keep(Disturbed(batch, (k, _) => radii[k % inputs] * Math.Sign(gradient[k])));
            Keep(Disturbed(batch, (k, u) => from[k] - u + (reach * radii[k % inputs] * Math.Sign(gradient[k]))));
        }

        return [.. Enumerable.Range(0, units).Select(unit => Math.Max(reached[2 * unit], reached[(2 * unit) + 1]))];

        void Keep(double[] tried)
        {
            double[] values = Values(tried);
            bool[] better = [.. values.Zip(reached, (v, r) => v > r)];
            reached = [.. values.Zip(reached, Math.Max)];
            best = [.. tried.Select((x, k) => better[k / inputs % batch] ? x : best[k])];
        }

        double[] Values(double[] sequences)
        {
            double[] output = cell.Forward(sizes, steps, batch, weights, sequences);
            return
            [
                .. Enumerable
                    .Range(0, batch)
                    .Select(k => Sign(k) * (output[((((steps - 1) * batch) + k) * units) + (k / 2)] - last[k / 2])),
            ];
        }
    }

    private static int Sign(int sequence) => sequence % 2 == 0 ? 1 : -1;

    /// <summary>Sequences [steps, batch, inputs] of the box: nominal + what is given of the index and the nominal input.</summary>
    private double[] Disturbed(int batch, Func<int, double, double> by)
    {
        double[] result = new double[steps * batch * inputs];
        for (int k = 0; k < result.Length; k++)
        {
            int channel = k % inputs;
            double u = nominal[(k / inputs / batch * inputs) + channel];
            result[k] = u + Math.Clamp(by(k, u), -radii[channel], radii[channel]);
        }

        return result;
    }
}
