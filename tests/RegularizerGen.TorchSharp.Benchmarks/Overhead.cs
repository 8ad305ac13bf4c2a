using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;

namespace RegularizerGen.TorchSharp.Benchmarks;

/// <summary>
/// The three kinds of training step in turn, so that a machine whose speed drifts slows all of them alike, and in a changing order, so that
/// none always follows the same one. Of every round the times over the plain step's, and of these the median and the quartiles.
/// </summary>
internal static class Overhead
{
    private const int WarmUps = 150; // steps of each kind, until the runtime has compiled everything for good
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID
    private const int Rounds = 900;

    /// <summary>
    /// One thread is measured by the processor time of that thread where the system tells it: what others do on the machine does not
    /// count.
    /// </summary>
    public static void Show(int[] threadCounts)
    {
        foreach (int threads in threadCounts)
        {
            Show(
                new TrainingStepBenchmarks
                {
                    Inputs = 2,
                    Units = 32,
                    Steps = 20,
                    Batch = 40,
                    Horizon = 20,
                    Threads = threads,
                }
            );
            Show(
                new TrainingStepBenchmarks
                {
                    Inputs = 8,
                    Units = 128,
                    Steps = 64,
                    Batch = 32,
                    Horizon = 32,
                    Threads = threads,
                }
            );
        }
    }

    private static void Show(TrainingStepBenchmarks steps)
    {
        steps.Setup();
        Action[] kinds = [steps.Plain, steps.PenaltyAsATermOfTheLoss, steps.PenaltyStraightIntoTheGradients];
        double[][] times = [.. kinds.Select(_ => new double[Rounds])];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            for (int turn = 0; turn < kinds.Length; turn++)
            {
                int kind = (turn + WarmUps + round) % kinds.Length;
                double start = Now(steps.Threads);
                kinds[kind]();
                if (round >= 0)
                {
                    times[kind][round] = Now(steps.Threads) - start;
                }
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"nn.LSTM({steps.Inputs}, {steps.Units}), {steps.Steps} "
                    + $"steps, batch {steps.Batch}, horizon {steps.Horizon}, {steps.Threads} "
                    + $"thread(s): plain {Quantile(times[0], 0.5):F3} "
                    + $"ms, as a term {Ratio(times[1], times[0])}, AddGradient {Ratio(times[2], times[0])}"
            )
        );
    }

    /// <summary>Milliseconds of the calling thread's processor time, or of the clock.</summary>
    private static double Now(int threads) =>
        threads == 1 && OperatingSystem.IsLinux() && ReadClock(ThreadCpuTime, out TimeSpec time) == 0
            ? (1e3 * time.Seconds) + (1e-6 * time.Nanoseconds)
            : 1e3 * Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out TimeSpec time);

    private static string Ratio(double[] times, double[] plain)
    {
        double[] percent = [.. times.Zip(plain, (t, p) => (100 * t / p) - 100)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Quantile(percent, 0.5):+0.0} % ({Quantile(percent, 0.25):+0.0;-0.0} to {Quantile(percent, 0.75):+0.0;-0.0} %)"
        );
    }

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

    private static double Quantile(double[] values, double part) => values.Order().ElementAt((int)(part * (values.Length - 1)));
}
