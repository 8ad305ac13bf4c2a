using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>How far sensor noise moves the last output of windows of a series: what is proved and what an attack reaches.</summary>
/// <param name="Steps">Steps of a window.</param>
/// <param name="Proved">Mean over the windows of the largest movement of an output at the last step, proved.</param>
/// <param name="Found">The same, as an attack reaches it.</param>
/// <param name="Reach">The radius up to which what is proved stays within <see cref="Sharp"/> times what is found; infinite where it does
/// up to <see cref="LargestRadius"/>.</param>
/// <param name="IsExceeded">Whether an output was found beyond what is proved, at any radius tried.</param>
public sealed record Movement(int Steps, double Proved, double Found, double Reach, bool IsExceeded)
{
    /// <summary>Bound of the sensor noise: every input at every step, in the units in which the network sees its inputs, whose range of
    /// training is about [-1, 1].</summary>
    public const double Noise = 0.05;

    /// <summary>The ratio of proved and found up to which a certificate counts as sharp.</summary>
    public const double Sharp = 3;

    /// <summary>The whole range of the inputs: no disturbance is larger.</summary>
    public const double LargestRadius = 2;

    private const double Resolution = 1.2;
    private const double LeastRadius = 1e-6;

    /// <summary>Lengths that the sample looks at.</summary>
    public static IReadOnlyList<int> Lengths { get; } = [20, 64];

    /// <summary>Looks at a network around windows of a series.</summary>
    /// <param name="model">The network.</param>
    /// <param name="series">The series, at least as long as a window.</param>
    /// <param name="steps">Steps of a window.</param>
    /// <param name="most">The largest number of windows; one of them is enough for the radius.</param>
    /// <param name="effort">How hard to prove.</param>
    /// <param name="progress">Receives the share that is done, from 0 to 1.</param>
    public static Movement Of(ITrajectories model, Series series, int steps, int most, TubeEffort effort, Action<double> progress)
    {
        (double[] windows, int count) = Spread(series, model.Inputs, steps, most);
        Case all = Compare(model, windows, count, Noise, effort, share => progress(0.5 * share));
        (double[] window, _) = Spread(series, model.Inputs, steps, 1);
        bool isExceeded = all.IsExceeded;
        (double proved, double refuted) = (0, double.PositiveInfinity);
        double radius = Noise;
        while (radius is >= LeastRadius and <= LargestRadius && refuted > proved * Resolution)
        {
            Case at = Compare(model, window, 1, radius, effort, _ => { });
            isExceeded |= at.IsExceeded;
            (proved, refuted) = at.Proved <= Sharp * at.Found ? (radius, refuted) : (proved, radius);
            radius = Next(proved, refuted);
        }

        progress(1);
        return new Movement(steps, all.Proved, all.Found, double.IsInfinity(refuted) ? refuted : proved, isExceeded);
    }

    /// <summary>Doubled or halved until the ratio is passed, then bisected on a logarithmic scale; infinite at the end.</summary>
    private static double Next(double proved, double refuted) =>
        proved == 0 ? refuted / 2
        : double.IsFinite(refuted) ? Math.Sqrt(proved * refuted)
        : proved < LargestRadius ? Math.Min(2 * proved, LargestRadius)
        : double.PositiveInfinity;

    /// <summary>What is proved and what is found around windows [steps, count, X], at their last step.</summary>
    public static Case Compare(ITrajectories model, double[] windows, int count, double radius, TubeEffort effort, Action<double> progress)
    {
        int steps = windows.Length / count / model.Inputs;
        var options = new TubeOptions
        {
            WithGains = false,
            Radius = radius,
            Effort = effort,
            Progress = new Sink(progress),
            Threads = 1, // ways are looked at side by side
        };
        TubeCertificate[] certificates = model.CertifyAround(windows, count, options);
        Found found = new Attack(model, windows, count, radius).Run([steps - 1]);
        IEnumerable<int> outputs = Enumerable.Range(0, model.Outputs);
        return new Case(
            certificates.Average(c => c.Movement[^1].Max()),
            Enumerable.Range(0, count).Average(w => outputs.Max(k => found.Movement(((((steps - 1) * count) + w) * model.Outputs) + k))),
            Exceeds(certificates, found)
        );
    }

    /// <summary>Whether an output was found beyond what is proved of it, at any step (1e-9: rounding of what is found).</summary>
    public static bool Exceeds(IReadOnlyList<TubeCertificate> certificates, Found found) =>
        Enumerable
            .Range(0, found.Nominal.Length)
            .Any(index =>
            {
                int outputs = certificates[0].Movement[0].Length;
                int row = index / outputs;
                TubeCertificate certificate = certificates[row % certificates.Count];
                (int step, int output) = (row / certificates.Count, index % outputs);
                double slack = 1e-9 * (1 + Math.Abs(found.Nominal[index]));
                return !(
                    found.Movement(index) <= certificate.Movement[step][output] + slack
                    && found.Lowest[index] >= certificate.Lower[step][output] - slack
                    && found.Highest[index] <= certificate.Upper[step][output] + slack
                );
            });

    /// <summary>At most so many windows of a series [steps, count, X], spread evenly over it.</summary>
    public static (double[] Windows, int Count) Spread(Series series, int inputs, int steps, int most)
    {
        ArgumentNullException.ThrowIfNull(series);
        int samples = series.Inputs.Length / inputs;
        int count = Math.Min(most, samples / steps);
        double[] windows = new double[steps * count * inputs];
        for (int k = 0; k < windows.Length; k++)
        {
            int row = k / inputs;
            int start = count == 1 ? 0 : (row % count) * (samples - steps) / (count - 1);
            windows[k] = series.Inputs[((start + (row / count)) * inputs) + (k % inputs)];
        }

        return (windows, count);
    }

    /// <summary>One radius.</summary>
    /// <param name="Proved">Mean over the windows of the largest movement proved.</param>
    /// <param name="Found">The same, found.</param>
    /// <param name="IsExceeded">Whether an output was found beyond what is proved.</param>
    public readonly record struct Case(double Proved, double Found, bool IsExceeded);

    private sealed class Sink(Action<double> to) : IProgress<double>
    {
        public void Report(double value) => to(value);
    }
}
