using System;
using System.Collections.Generic;

namespace RegularizerGen.Sets;

/// <summary>A range [lower, upper] for every unit of every signal at every step.</summary>
internal sealed class SetRanges
{
    private readonly int[] starts;
    private readonly IReadOnlyList<int> widths;
    private readonly double[] lower;
    private readonly double[] upper;

    /// <summary>Everything is possible at first.</summary>
    public SetRanges(IReadOnlyList<int> widths, int steps)
    {
        this.widths = widths;
        starts = new int[widths.Count + 1];
        for (int node = 0; node < widths.Count; node++)
        {
            starts[node + 1] = starts[node] + widths[node];
        }

        lower = Kernels.Sizes.Allocate<double>("Ranges [steps, units of all signals]", (long)steps * starts[^1]);
        upper = new double[lower.Length];
        Array.Fill(lower, double.NegativeInfinity);
        Array.Fill(upper, double.PositiveInfinity);
    }

    /// <summary>Lower ends of a signal at a step.</summary>
    public Span<double> Lower(int node, int step) => lower.AsSpan((step * starts[^1]) + starts[node], widths[node]);

    /// <summary>Upper ends of a signal at a step.</summary>
    public Span<double> Upper(int node, int step) => upper.AsSpan((step * starts[^1]) + starts[node], widths[node]);

    /// <summary>The range of one unit.</summary>
    public Numbers.Enclosure this[int node, int step, int unit] => new(Lower(node, step)[unit], Upper(node, step)[unit]);

    /// <summary>Cuts the range of one unit: what was known of it holds as well.</summary>
    public void Intersect(int node, int step, int unit, double least, double most)
    {
        ref double lo = ref Lower(node, step)[unit];
        ref double hi = ref Upper(node, step)[unit];
        lo = least > lo ? least : lo; // a bound that is no number says nothing
        hi = most < hi ? most : hi;
    }

    /// <summary>Widens all ranges of a step so that they hold for a step of others, too; what is not known yet becomes those.</summary>
    /// <param name="step">The step of this.</param>
    /// <param name="other">The others.</param>
    /// <param name="from">Their step.</param>
    /// <param name="isFirst">Whether nothing is known of the step yet.</param>
    public void Include(int step, SetRanges other, int from, bool isFirst)
    {
        int width = starts[^1];
        Span<double> lo = lower.AsSpan(step * width, width);
        Span<double> hi = upper.AsSpan(step * width, width);
        ReadOnlySpan<double> otherLo = other.lower.AsSpan(from * width, width);
        ReadOnlySpan<double> otherHi = other.upper.AsSpan(from * width, width);
        for (int unit = 0; unit < width; unit++)
        {
            lo[unit] = isFirst ? otherLo[unit] : Math.Min(lo[unit], otherLo[unit]);
            hi[unit] = isFirst ? otherHi[unit] : Math.Max(hi[unit], otherHi[unit]);
        }
    }

    /// <summary>The largest absolute value of every unit.</summary>
    public void Magnitudes(int node, int step, Span<double> magnitudes)
    {
        Span<double> lo = Lower(node, step);
        Span<double> hi = Upper(node, step);
        for (int unit = 0; unit < magnitudes.Length; unit++)
        {
            magnitudes[unit] = Math.Max(Math.Abs(lo[unit]), Math.Abs(hi[unit]));
        }
    }
}
