using System;
using System.Linq;

namespace RegularizerGen.Sets.Boxes;

/// <summary>A box of all states, state by state [units].</summary>
internal sealed record StateBox(double[][] Lower, double[][] Upper)
{
    /// <summary>The box of the ranges that signals have at a step.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="signals">By state, the signal that is its value.</param>
    /// <param name="t">The step.</param>
    public static StateBox Of(SetRanges ranges, int[] signals, int t) =>
        new([.. signals.Select(s => ranges.Lower(s, t).ToArray())], [.. signals.Select(s => ranges.Upper(s, t).ToArray())]);

    /// <summary>Sum of all widths.</summary>
    public double Width => Lower.Zip(Upper, (l, u) => l.Zip(u, (a, b) => b - a).Sum()).Sum();

    /// <summary>The least box that contains both.</summary>
    public StateBox Hull(StateBox other) => new(Each(Lower, other.Lower, Math.Min), Each(Upper, other.Upper, Math.Max));

    /// <summary>The box, moved to some times the distance at which the other one lies outside: where the other one would end up if this
    /// went on.</summary>
    public StateBox Beyond(StateBox other, double times) =>
        new(
            Each(Lower, other.Lower, (a, b) => a - (times * Math.Max(0, a - b))),
            Each(Upper, other.Upper, (a, b) => a + (times * Math.Max(0, b - a)))
        );

    /// <summary>The box with a margin of some share of every width on either side.</summary>
    public StateBox Wider(double share) =>
        new(
            Each(Lower, Upper, (l, u) => l - (share * (u - l)) - (1e-12 * Math.Abs(l))),
            Each(Upper, Lower, (u, l) => u + (share * (u - l)) + (1e-12 * Math.Abs(u)))
        );

    /// <summary>Whether the other box lies within this one.</summary>
    public bool Contains(StateBox other) =>
        Lower.Zip(other.Lower, (a, b) => a.Zip(b, (x, y) => x <= y).All(x => x)).All(x => x)
        && Upper.Zip(other.Upper, (a, b) => a.Zip(b, (x, y) => x >= y).All(x => x)).All(x => x);

    private static double[][] Each(double[][] a, double[][] b, Func<double, double, double> of) =>
        [.. a.Zip(b, (x, y) => x.Zip(y, of).ToArray())];
}
