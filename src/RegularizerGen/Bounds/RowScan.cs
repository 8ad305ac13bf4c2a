using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RegularizerGen.Bounds;

/// <summary>Passes over rows in vectors of doubles, with the same roundings at any width of the vectors.</summary>
internal static class RowScan
{
    // 0, 1, 2, … one per lane.
    private static readonly Vector<double> Lanes = FirstLanes();

    /// <summary>sums = starts + (first·a + second·b); all of one length.</summary>
    public static void Add(
        ReadOnlySpan<double> starts,
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        double a,
        double b,
        Span<double> sums
    )
    {
        ReadOnlySpan<Vector<double>> startsOf = Vectors(starts);
        ReadOnlySpan<Vector<double>> firsts = Vectors(first[..starts.Length]);
        ReadOnlySpan<Vector<double>> seconds = Vectors(second[..starts.Length]);
        Span<Vector<double>> target = MemoryMarshal.Cast<double, Vector<double>>(sums[..starts.Length]);
        var (allA, allB) = (new Vector<double>(a), new Vector<double>(b));
        for (int k = 0; k < startsOf.Length && k < firsts.Length && k < seconds.Length && k < target.Length; k++)
        {
            target[k] = startsOf[k] + ((firsts[k] * allA) + (seconds[k] * allB));
        }

        for (int row = startsOf.Length * Vector<double>.Count; row < starts.Length; row++)
        {
            sums[row] = starts[row] + ((first[row] * a) + (second[row] * b));
        }
    }

    /// <summary>The largest of starts + (first·a + second·b), all finite.</summary>
    public static void Largest(
        ReadOnlySpan<double> starts,
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        double a,
        double b,
        ref RowPeak peak
    )
    {
        ref double starting = ref MemoryMarshal.GetReference(starts);
        ref double firsts = ref MemoryMarshal.GetReference(first[..starts.Length]);
        ref double seconds = ref MemoryMarshal.GetReference(second[..starts.Length]);
        (Vector<double> allA, Vector<double> allB) = (new(a), new(b));
        RowPeaks peaks = RowPeaks.None;
        Vector<double> rows = Lanes;
        int row = 0;
        for (; row <= starts.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            Vector<double> part = (Vector.LoadUnsafe(ref firsts, (nuint)row) * allA) + (Vector.LoadUnsafe(ref seconds, (nuint)row) * allB);
            peaks.Add(Vector.LoadUnsafe(ref starting, (nuint)row) + part, rows);
            rows += new Vector<double>(Vector<double>.Count);
        }

        RowPeaks.Join(peaks, ref peak);
        for (; row < starts.Length; row++)
        {
            peak.Add(starts[row] + ((first[row] * a) + (second[row] * b)), row);
        }
    }

    /// <summary>The largest |first|, |second| and |first + second|; all NaN where an entry is no number.</summary>
    public static (double First, double Second, double Sum) LargestSizes(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ReadOnlySpan<Vector<double>> firsts = Vectors(first);
        ReadOnlySpan<Vector<double>> seconds = Vectors(second[..first.Length]);
        (Vector<double> a, Vector<double> b, Vector<double> sum) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        Vector<double> undefined = Vector<double>.Zero; // becomes NaN where an entry is: what a maximum does of it depends on the machine
        for (int k = 0; k < firsts.Length && k < seconds.Length; k++)
        {
            Vector<double> both = firsts[k] + seconds[k];
            a = Vector.Max(a, Vector.Abs(firsts[k]));
            b = Vector.Max(b, Vector.Abs(seconds[k]));
            sum = Vector.Max(sum, Vector.Abs(both));
            undefined += both * Vector<double>.Zero;
        }

        double none = Vector.Sum(undefined); // 0, or NaN
        (double First, double Second, double Sum) largest = (none, none, none);
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            largest = Larger(largest, a[lane], b[lane], sum[lane]);
        }

        for (int row = firsts.Length * Vector<double>.Count; row < first.Length; row++)
        {
            largest = Larger(largest, Math.Abs(first[row]), Math.Abs(second[row]), Math.Abs(first[row] + second[row]));
        }

        return largest;

        static (double, double, double) Larger((double First, double Second, double Sum) largest, double a, double b, double sum) =>
            (Math.Max(largest.First, a), Math.Max(largest.Second, b), Math.Max(largest.Sum, sum));
    }

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);

    private static Vector<double> FirstLanes()
    {
        Span<double> lanes = stackalloc double[Vector<double>.Count];
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = lane;
        }

        return new Vector<double>(lanes);
    }
}
