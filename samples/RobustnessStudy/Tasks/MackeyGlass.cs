using System;
using System.Collections.Generic;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>
/// Forecasts of the Mackey-Glass series x' = 0.2·x(t-17)/(1 + x(t-17)¹⁰) - 0.1·x (Mackey and Glass, Science 197, 1977), <see
/// cref="Ahead"/> time units ahead, from its values at every time unit until then.
/// </summary>
public static class MackeyGlass
{
    private const int Ahead = 17;
    private const int Delay = 17;
    private const int Substeps = 10;
    private const int Transient = 300;
    private const int Train = 1500;
    private const int Validation = 800;
    private const int Test = 1500;

    public static StudyTask Create(int seed)
    {
        var random = new Random(seed);
        RawSeries Drawn(int samples)
        {
            double[] x = Simulate(0.5 + (0.8 * random.NextDouble()), samples + Ahead);
            return new RawSeries([x[..samples]], [x[Ahead..]]);
        }

        return StudyTask.Of(
            "mackey-glass",
            "Mackey-Glass, simulated",
            string.Empty,
            (Drawn(Train), Drawn(Validation), Drawn(Test)),
            window: 64,
            washOut: 20
        );
    }

    /// <summary>Samples at every time unit, after a transient from a constant past: Runge-Kutta, what is delayed interpolated halfway
    /// between substeps.</summary>
    public static double[] Simulate(double past, int samples)
    {
        const double Step = 1.0 / Substeps;
        int delay = Delay * Substeps;
        List<double> x = [past];
        double At(int k) => k < 0 ? past : x[k];
        static double Slope(double now, double delayed) => (0.2 * delayed / (1 + Math.Pow(delayed, 10))) - (0.1 * now);
        for (int k = 0; k < (Transient + samples) * Substeps; k++)
        {
            (double begin, double end) = (At(k - delay), At(k + 1 - delay));
            double middle = (begin + end) / 2;
            double k1 = Slope(x[k], begin);
            double k2 = Slope(x[k] + (Step / 2 * k1), middle);
            double k3 = Slope(x[k] + (Step / 2 * k2), middle);
            double k4 = Slope(x[k] + (Step * k3), end);
            x.Add(x[k] + (Step / 6 * (k1 + (2 * k2) + (2 * k3) + k4)));
        }

        double[] sampled = new double[samples];
        for (int t = 0; t < samples; t++)
        {
            sampled[t] = x[(Transient + t) * Substeps];
        }

        return sampled;
    }
}
