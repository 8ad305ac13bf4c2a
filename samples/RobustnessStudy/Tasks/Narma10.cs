using System;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>
/// The nonlinear moving average of order ten: y(t+1) = 0.3·y(t) + 0.05·y(t)·Σ y(t-i) + 1.5·u(t-9)·u(t) + 0.1, i = 0..9, with u uniform in
/// [0, 0.5] (Atiya and Parlos, IEEE Trans. Neural Networks 11, 2000).
/// </summary>
public static class Narma10
{
    private const int Order = 10;
    private const int Transient = 100;
    private const double Diverged = 2;
    private const int Train = 2000;
    private const int Validation = 800;
    private const int Test = 1500;

    public static StudyTask Create(int seed)
    {
        var random = new Random(seed);
        return StudyTask.Of(
            "narma-10",
            "NARMA-10, simulated",
            string.Empty,
            (Draw(random, Train), Draw(random, Validation), Draw(random, Test)),
            window: 64,
            washOut: 20
        );
    }

    /// <summary>Draws until a series stays finite: for few inputs the recursion diverges.</summary>
    private static RawSeries Draw(Random random, int samples)
    {
        while (true)
        {
            double[] u = new double[Transient + samples];
            for (int t = 0; t < u.Length; t++)
            {
                u[t] = 0.5 * random.NextDouble();
            }

            double[] y = Respond(u);
            if (Array.TrueForAll(y, v => Math.Abs(v) < Diverged))
            {
                return new RawSeries([u[Transient..]], [y[Transient..]]);
            }
        }
    }

    /// <summary>y after each of the inputs, from zeros.</summary>
    public static double[] Respond(double[] u)
    {
        ArgumentNullException.ThrowIfNull(u);
        double[] y = new double[u.Length];
        for (int t = 0; t < u.Length; t++)
        {
            double last = t > 0 ? y[t - 1] : 0;
            double sum = 0;
            for (int back = 1; back <= Math.Min(Order, t); back++)
            {
                sum += y[t - back];
            }

            double delayed = t >= Order - 1 ? u[t - Order + 1] : 0;
            y[t] = (0.3 * last) + (0.05 * last * sum) + (1.5 * delayed * u[t]) + 0.1;
        }

        return y;
    }
}
