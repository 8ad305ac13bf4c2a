using System;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>Ends that no value leaves: by channel for all steps, or row by row.</summary>
/// <param name="Lower">Lower ends.</param>
/// <param name="Upper">Upper ends.</param>
internal sealed record Box(Sequence Lower, Sequence Upper)
{
    /// <summary>The largest absolute value.</summary>
    public double Magnitude => Math.Max(Lower.Values.Max(Math.Abs), Upper.Values.Max(Math.Abs));

    /// <summary>[-bound, bound] in every channel.</summary>
    public static Box Within(double bound, int width)
    {
        double[] ends = new double[width];
        Array.Fill(ends, bound);
        return new Box(new Sequence(width, Array.ConvertAll(ends, e => -e)), new Sequence(width, ends));
    }

    /// <summary>All values within a distance of a sequence.</summary>
    public static Box Around(Sequence nominal, double radius) =>
        new(
            nominal.Map(v => radius == 0 ? v : Math.BitDecrement(v - radius)),
            nominal.Map(v => radius == 0 ? v : Math.BitIncrement(v + radius))
        );

    /// <summary>The same change of both ends.</summary>
    public Box Map(Func<Sequence, Sequence> change) => new(change(Lower), change(Upper));

    /// <summary>How far values can be from others of the box at most, element by element.</summary>
    public double[] Widths => [.. Upper.Values.Zip(Lower.Values, (u, l) => u == l ? 0 : Math.BitIncrement(u - l))];
}
