using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Benchmarks;

/// <summary>The penalty in turn with the rooflines, so that a machine whose speed drifts slows all of them alike, by turns too short to be
/// interrupted often. Of the times of each the 10th percentile, which what else runs on the machine hardly moves, and their
/// ratios.</summary>
internal static class Roofline
{
    private const int WarmUps = 300; // calls of each, until the runtime has compiled everything for good
    private const int Rounds = 501;
    private const double TurnSeconds = 3e-4;

    public static void Show(int[] units)
    {
        foreach (int count in units.Length == 0 ? [32, 64, 128, 256, 512] : units)
        {
            var benchmarks = new PenaltyBenchmarks { Units = count };
            benchmarks.Setup();
            Show(
                count,
                (nameof(benchmarks.WeightDecay_MemoryRoofline), benchmarks.WeightDecay_MemoryRoofline),
                (nameof(benchmarks.Read_ThenWeightDecay), () => benchmarks.Read_ThenWeightDecay()),
                (nameof(benchmarks.MeasureAndApply_Frobenius), benchmarks.MeasureAndApply_Frobenius),
                (nameof(benchmarks.MeasureAndApply_FrobeniusInDouble), benchmarks.MeasureAndApply_FrobeniusInDouble),
                (nameof(benchmarks.MeasureAndApply_Tracking), benchmarks.MeasureAndApply_Tracking),
                (nameof(benchmarks.Tikhonov_Frobenius), () => benchmarks.Tikhonov_Frobenius()),
                (nameof(benchmarks.Tikhonov_Tracking), () => benchmarks.Tikhonov_Tracking())
            );
        }
    }

    private static void Show(int units, params (string Name, Action Call)[] kinds)
    {
        for (int k = 0; k < 3; k++)
        {
            Array.ForEach(kinds, kind => Microseconds(kind.Call, WarmUps));
            System.Threading.Thread.Sleep(300); // what compiles in the background needs a processor, too
        }

        int[] calls = [.. kinds.Select(kind => Math.Max(1, (int)(1e6 * TurnSeconds / Microseconds(kind.Call, 10))))];
        double[][] times = [.. kinds.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int kind = 0; kind < kinds.Length; kind++)
            {
                times[kind][round] = Microseconds(kinds[kind].Call, calls[kind]);
            }
        }

        double[] typical = [.. times.Select(t => t.Order().ElementAt(Rounds / 10))];
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            string toDecay = Ratio(typical[kind] / typical[0]);
            string toRead = Ratio(typical[kind] / typical[1]);
            string time = typical[kind].ToString("F2", CultureInfo.InvariantCulture).PadLeft(8);
            Console.WriteLine(
                $"{units} units  {kinds[kind].Name.PadRight(34)} {time} µs, to weight decay {toDecay}, to a read and weight decay {toRead}"
            );
        }
    }

    private static string Ratio(double value) => value.ToString("F2", CultureInfo.InvariantCulture).PadLeft(7);

    /// <summary>Of one call; the first brings its own data back into the caches.</summary>
    private static double Microseconds(Action call, int calls)
    {
        call();
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < calls; k++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}
