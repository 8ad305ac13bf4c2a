using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
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
    private readonly T[][] lower; // [batch, units]
    private readonly T[][] upper;

    /// <param name="monitor">What violations are reported to.</param>
    /// <param name="plan">The pass.</param>
    /// <param name="watched">The ranges, margins and slacks.</param>
    /// <exception cref="ArgumentException">A signal is none of the pass or has another width, or its limits leave nothing in between; the
    /// message names it.</exception>
    public MonitorWatch(RangeMonitor monitor, PassPlan<T> plan, IReadOnlyList<WatchedRange> watched)
        : base(plan, [.. watched.Select(w => w.Signal)])
    {
        (this.monitor, this.watched) = (monitor, watched);
        (lower, upper) = (new T[watched.Count][], new T[watched.Count][]);
        for (int k = 0; k < watched.Count; k++)
        {
            if (Width(k) != watched[k].Lower.Count)
            {
                throw new ArgumentException(
                    $"'{watched[k].Signal}' has {Width(k)} units; the certificate has {watched[k].Lower.Count}.",
                    watched[k].Signal
                );
            }

            (double Lower, double Upper)[] limits = [.. Enumerable.Range(0, Width(k)).Select(unit => Limits(watched[k], unit))];
            lower[k] = [.. Enumerable.Range(0, plan.Batch).SelectMany(_ => limits.Select(l => NotAbove(l.Lower)))];
            upper[k] = [.. Enumerable.Range(0, plan.Batch).SelectMany(_ => limits.Select(l => -NotAbove(-l.Upper)))];
        }
    }

    protected override void See(int index, ReadOnlySpan<T> values, int step)
    {
        if (monitor.Violation is null && !(IsBetween(values, lower[index], upper[index]) && !monitor.IsBeyond(step)))
        {
            Report(index, values, step);
        }
    }

    /// <summary>Whether all are strictly between; NaN is not.</summary>
    private static bool IsBetween(ReadOnlySpan<T> values, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper)
    {
        int k = 0;
        for (; k <= values.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var value = new Vector<T>(values[k..]);
            if (!(Vector.GreaterThanAll(value, new Vector<T>(lower[k..])) && Vector.LessThanAll(value, new Vector<T>(upper[k..]))))
            {
                return false;
            }
        }

        for (; k < values.Length; k++)
        {
            if (!(values[k] > lower[k] && values[k] < upper[k]))
            {
                return false;
            }
        }

        return true;
    }

    private void Report(int index, ReadOnlySpan<T> values, int step)
    {
        int at = 0;
        while (at < values.Length - 1 && values[at] > lower[index][at] && values[at] < upper[index][at])
        {
            at++;
        }

        int width = Width(index);
        (double lo, double hi) = monitor.IsBeyond(step)
            ? (double.PositiveInfinity, double.NegativeInfinity) // nothing is certified any more
            : Limits(watched[index], at % width);
        monitor.Report(new RangeViolation(step, at / width, watched[index].Signal, at % width, double.CreateTruncating(values[at]), lo, hi));
    }

    private static (double Lower, double Upper) Limits(WatchedRange range, int unit)
    {
        double slack = typeof(T) == typeof(float) ? range.FloatSlack[unit] : range.DoubleSlack[unit];
        double margin = Outward.Add(range.Margin[unit], slack);
        double lower = Outward.Add(range.Lower[unit], margin);
        double upper = -Outward.Add(-range.Upper[unit], margin);
        return lower < upper
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
