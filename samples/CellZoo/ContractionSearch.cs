using System;
using System.Linq;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>
/// Looks for sequences of inputs in |x| ≤ 1 that repeat after 1, 2 or 4 steps and along which a network forgets as slowly as possible, by
/// random changes of the best. Once states repeat, derivatives of the last output by earlier inputs decay, per step, at the spectral radius
/// of the derivative of one period: no rate of contraction in any norm is below it.
/// </summary>
public sealed class ContractionSearch(CellDescription cell, int[] sizes, double[] weights, int seed)
{
    private const int Rounds = 6;
    private const int Batch = 32;
    private const int Kept = 4;
    private const int Settling = 16;
    private const int Lag = 32;
    private const int Window = 8;
    private const int GainSteps = 40;
    private static readonly int[] Periods = [1, 2, 4];

    private readonly Random random = new(seed);
    private readonly int inputs = cell.Step(sizes).Inputs.Sum(i => cell.Step(sizes).Widths[i.Node]);

    /// <summary>The slowest decay that was found, per step; above 1 differences grow. It is measured over 192 steps after 64 others: an
    /// estimate of the spectral radius, not a proof.</summary>
    public double Rate()
    {
        // Of two halves the faster one: what is no decay but a swing, or the way into the orbit, does not count.
        double[][] best = Climb(s => Math.Min(Decay(s, Settling, Lag), Decay(s, Settling + Lag, Lag)));
        return Rates(best, 4 * Settling, 6 * Lag).Max();

        double[][] Climb(Func<Func<int, double>, double> rate)
        {
            double[][] all = [.. Enumerable.Range(0, Batch).Select(Start)];
            for (int round = 0; ; round++)
            {
                double[] rates = Sizes(all, Settling + (2 * Lag) + Window).Select(rate).ToArray();
                double[][] kept = [.. all.Zip(rates).OrderByDescending(p => p.Second).Take(Kept).Select(p => p.First)];
                if (round == Rounds)
                {
                    return kept;
                }

                double reach = Math.Pow(0.6, round);
                all = [.. kept, .. Enumerable.Range(0, Batch - Kept).Select(k => Changed(kept[k % Kept], reach))];
            }
        }

        double[] Rates(double[][] sequences, int from, int lag) =>
            [.. Sizes(sequences, from + lag + Window).Select(s => Decay(s, from, lag))];
    }

    /// <summary>The largest gain under <see cref="Perturbation.Peak"/> over 40 steps that gradient ascent found.</summary>
    public double Gain() => Search.Largest(cell, sizes, weights, Perturbation.Peak, GainSteps, starts: 3, climbs: 12);

    /// <summary>For every sequence, how much the inputs of so many steps ago move the last output (Frobenius).</summary>
    private Func<int, double>[] Sizes(double[][] periods, int steps)
    {
        int batch = periods.Length;
        double[] sequences = new double[steps * batch * inputs];
        for (int k = 0; k < sequences.Length; k++)
        {
            double[] period = periods[k / inputs % batch];
            sequences[k] = period[((k / inputs / batch * inputs) + (k % inputs)) % period.Length];
        }

        SensitivityReport report = cell.Sensitivity(sizes, steps, weights, sequences);
        return [.. Enumerable.Range(0, batch).Select<int, Func<int, double>>(b => ago => report.Steps[steps - 1 - ago].Samples[b])];
    }

    /// <summary>Decay per step between the steps around two times.</summary>
    private static double Decay(Func<int, double> size, int from, int lag)
    {
        double early = Norm(from);
        return early > 0 ? Math.Pow(Norm(from + lag) / early, 1.0 / lag) : 0;

        double Norm(int first) => Math.Sqrt(Enumerable.Range(first, Window).Sum(ago => size(ago) * size(ago)));
    }

    private double[] Start(int index) =>
        [
            .. Enumerable
                .Range(0, Periods[index % Periods.Length] * inputs)
                .Select(_ =>
                    index < Periods.Length ? 0
                    : index % 2 == 0 ? (2 * random.NextDouble()) - 1
                    : random.Next(3) - 1.0
                ),
        ];

    private double[] Changed(double[] period, double reach)
    {
        double share = random.NextDouble();
        return [.. period.Select(x => random.NextDouble() < share ? Math.Clamp(x + (reach * ((2 * random.NextDouble()) - 1)), -1, 1) : x)];
    }
}
