using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using RegularizerGen.Passes;
using RegularizerGen.Sets;

namespace RegularizerGen.Conditional;

/// <summary>The limits of a monitor, as a pass compares its values with them.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class MonitorWatch<T> : SignalWatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RangeMonitor monitor;
    private readonly IReadOnlyList<WatchedRange> watched;
    private readonly bool isLimited;
    private readonly T[][] lower; // of one sequence, or of so many that they fill vectors
    private readonly T[][] upper;

    /// <param name="monitor">What violations are reported to.</param>
    /// <param name="plan">The pass.</param>
    /// <param name="watched">The ranges, margins and slacks.</param>
    /// <param name="isLimited">Whether only some steps are covered.</param>
    /// <exception cref="ArgumentException">A signal is none of the pass or has another width, or its limits leave nothing in between; the
    /// message names it.</exception>
    public MonitorWatch(RangeMonitor monitor, PassPlan<T> plan, IReadOnlyList<WatchedRange> watched, bool isLimited)
        : base(plan, [.. watched.Select(w => w.Signal)])
    {
        (this.monitor, this.watched, this.isLimited) = (monitor, watched, isLimited);
        (lower, upper) = (new T[watched.Count][], new T[watched.Count][]);
        var carrying = new CarryingSignals(new SetStep(plan.Cell, new SetWeights(plan.Cell)));
        foreach (string name in carrying.Numbers.Select(carrying.Name).Except(watched.Select(w => w.Signal)))
        {
            throw new ArgumentException($"The certificate has no range of '{name}', which it rests on.", name);
        }

        for (int k = 0; k < watched.Count; k++)
        {
            WatchedRange own = watched[k];
            int[] counts = [own.Lower.Count, own.Upper.Count, own.Margin.Count, own.FloatSlack.Count, own.DoubleSlack.Count];
            if (counts.Any(count => count != Width(k)))
            {
                throw new ArgumentException(
                    $"'{own.Signal}' has {Width(k)} units; the certificate has {string.Join(", ", counts.Distinct())}.",
                    own.Signal
                );
            }

            (double Lower, double Upper)[] limits = [.. Enumerable.Range(0, Width(k)).Select(unit => Limits(own, unit))];
            int sequences = Width(k) % Vector<T>.Count == 0 ? 1 : Math.Min(plan.Batch, Vector<T>.Count);
            lower[k] = [.. Enumerable.Range(0, sequences).SelectMany(_ => limits.Select(l => NotAbove(l.Lower)))];
            upper[k] = [.. Enumerable.Range(0, sequences).SelectMany(_ => limits.Select(l => -NotAbove(-l.Upper)))];
        }
    }

    protected override void See(int index, ReadOnlySpan<T> values, int step)
    {
        T[] lo = lower[index];
        bool isBetween = !(isLimited && monitor.IsBeyond(step));
        for (int start = 0; start < values.Length; start += lo.Length)
        {
            isBetween &= IsBetween(values.Slice(start, Math.Min(lo.Length, values.Length - start)), lo, upper[index]);
        }

        if (!isBetween)
        {
            Report(index, values, step);
        }
    }

    /// <summary>Whether all are strictly between; NaN is not.</summary>
    private static bool IsBetween(ReadOnlySpan<T> values, T[] lower, T[] upper)
    {
        ReadOnlySpan<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(values);
        ReadOnlySpan<Vector<T>> lo = MemoryMarshal.Cast<T, Vector<T>>(lower.AsSpan(0, values.Length))[..v.Length];
        ReadOnlySpan<Vector<T>> hi = MemoryMarshal.Cast<T, Vector<T>>(upper.AsSpan(0, values.Length))[..v.Length];
        Vector<byte> all = Vector<byte>.AllBitsSet;
        for (int k = 0; k < v.Length; k++)
        {
            all &= Vector.AsVectorByte(Vector.GreaterThan(v[k], lo[k]) & Vector.LessThan(v[k], hi[k]));
        }

        bool isBetween = all == Vector<byte>.AllBitsSet;
        for (int k = v.Length * Vector<T>.Count; k < values.Length; k++)
        {
            isBetween &= values[k] > lower[k] && values[k] < upper[k];
        }

        return isBetween;
    }

    private void Report(int index, ReadOnlySpan<T> values, int step)
    {
        if (!monitor.IsQuiet)
        {
            return;
        }

        int at = 0;
        int width = Width(index);
        while (at < values.Length - 1 && values[at] > lower[index][at % width] && values[at] < upper[index][at % width])
        {
            at++;
        }

        (double lo, double hi) = monitor.IsBeyond(step)
            ? (double.PositiveInfinity, double.NegativeInfinity) // nothing is certified any more
            : Limits(watched[index], at % width);
        monitor.Report(
            new RangeViolation(step, at / width, watched[index].Signal, at % width, double.CreateTruncating(values[at]), lo, hi)
        );
    }

    private static (double Lower, double Upper) Limits(WatchedRange range, int unit)
    {
        double slack = typeof(T) == typeof(float) ? range.FloatSlack[unit] : range.DoubleSlack[unit];
        double margin = Outward.Add(range.Margin[unit], slack);
        double lower = Outward.Add(range.Lower[unit], margin);
        double upper = -Outward.Add(-range.Upper[unit], margin);
        bool isValid = double.IsFinite(range.Lower[unit]) && double.IsFinite(range.Upper[unit]) && range.Margin[unit] >= 0 && slack >= 0;
        return lower < upper && isValid
            ? (lower, upper)
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"The range of '{range.Signal}' at unit {unit} is [{range.Lower[unit]}, {range.Upper[unit]}], and its margin with the rounding of {typeof(T).Name} is {margin}: it can never be kept."
                ),
                range.Signal
            );
    }

    /// <summary>The largest number of the pass that is not above: a value of the pass is above both or neither.</summary>
    private static T NotAbove(double value)
    {
        var nearest = T.CreateTruncating(value);
        return double.CreateTruncating(nearest) > value ? T.BitDecrement(nearest) : nearest;
    }
}
