using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Bounds;

/// <summary>The largest values of rows that are looked at in vectors, lane by lane.</summary>
internal struct RowPeaks
{
    private Vector<double> tops;
    private Vector<double> rows; // the first that has it
    private Vector<double> runnersUp;

    /// <summary>Of no rows.</summary>
    public static RowPeaks None
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var none = new Vector<double>(double.NegativeInfinity);
            return new RowPeaks { tops = none, runnersUp = none };
        }
    }

    /// <summary>One more row per lane, all of them after those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<double> values, Vector<double> at)
    {
        Vector<long> isLarger = Vector.GreaterThan(values, tops);
        Vector<double> less = Vector.ConditionalSelect(isLarger, tops, values);
        tops = Vector.ConditionalSelect(isLarger, values, tops);
        rows = Vector.ConditionalSelect(isLarger, at, rows);
        runnersUp = Larger(less, runnersUp);
    }

    /// <summary>The largest of all lanes; of equal ones the first row counts.</summary>
    public static void Join(RowPeaks lanes, ref RowPeak peak)
    {
        double top = Largest(lanes.tops);
        Vector<long> isTop = Vector.Equals(lanes.tops, new Vector<double>(top));
        double row = -Largest(Vector.ConditionalSelect(isTop, -lanes.rows, new Vector<double>(double.NegativeInfinity)));
        Vector<long> isFirst = isTop & Vector.Equals(lanes.rows, new Vector<double>(row));
        peak.Value = top;
        peak.Row = (int)row;
        peak.RunnerUp = Largest(Vector.ConditionalSelect(isFirst, lanes.runnersUp, lanes.tops));
    }

    private static Vector<double> Larger(Vector<double> a, Vector<double> b) => Vector.ConditionalSelect(Vector.GreaterThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Largest(Vector<double> values)
    {
        if (Vector<double>.Count == 4)
        {
            Vector128<double> half = Vector128.Max(values.AsVector256().GetLower(), values.AsVector256().GetUpper());
            return Math.Max(half.ToScalar(), half.GetElement(1));
        }

        double largest = values[0];
        for (int lane = 1; lane < Vector<double>.Count; lane++)
        {
            largest = Math.Max(largest, values[lane]);
        }

        return largest;
    }
}
