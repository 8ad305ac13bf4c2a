using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.TorchSharp.Benchmarks;

/// <summary>The three kinds of training step in turn, so that a machine whose speed drifts slows all of them alike; medians.</summary>
internal static class Overhead
{
    private const int WarmUps = 40;
    private const int Rounds = 300;

    public static void Show()
    {
        foreach (int threads in new[] { 1, 2 })
        {
            var steps = new TrainingStepBenchmarks { Units = 128, Threads = threads };
            steps.Setup();
            Action[] kinds = [steps.Plain, steps.PenaltyAsATermOfTheLoss, steps.PenaltyStraightIntoTheGradients];
            double[][] times = [.. kinds.Select(_ => new double[Rounds])];
            for (int round = -WarmUps; round < Rounds; round++)
            {
                for (int kind = 0; kind < kinds.Length; kind++)
                {
                    long start = Stopwatch.GetTimestamp();
                    kinds[kind]();
                    if (round >= 0)
                    {
                        times[kind][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    }
                }
            }

            double[] medians = [.. times.Select(t => t.Order().ElementAt(Rounds / 2))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads} thread(s): plain {medians[0]:F2} ms, as a term {medians[1]:F2} ms ({(100 * medians[1] / medians[0]) - 100:F1} %), AddGradient {medians[2]:F2} ms ({(100 * medians[2] / medians[0]) - 100:F1} %)"));
        }
    }
}
