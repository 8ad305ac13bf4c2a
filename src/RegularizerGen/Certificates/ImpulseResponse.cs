using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>How far outputs move at most after inputs moved by at most 1 at one step, for every step that this may have been.</summary>
/// <param name="Moved">Per such step, the movement of every output.</param>
/// <param name="Tail">What further steps move is at most this times rate^n, n = 0, 1, …; null for none.</param>
/// <param name="Rate">The rate, below 1.</param>
internal sealed record ImpulseResponse(double[][] Moved, double[]? Tail = null, double Rate = 0)
{
    /// <summary>The same after a map of what moves.</summary>
    public ImpulseResponse Through(Func<double[], double[]> map) => new([.. Moved.Select(map)], Tail is null ? null : map(Tail), Rate);

    /// <summary>Upper bound of the sum of all sizes.</summary>
    public double Sum(Func<double[], double> size)
    {
        Enclosure sum = Tail is null ? 0 : size(Tail) / (1 - (Enclosure)Rate);
        foreach (double[] moved in Moved)
        {
            sum += size(moved);
        }

        return double.IsNaN(sum.Upper) ? double.PositiveInfinity : sum.Upper;
    }

    /// <summary>Upper bound of the root of the sum of the squares of all sizes.</summary>
    public double Root(Func<double[], double> size)
    {
        Enclosure tail = Tail is null ? 0 : size(Tail) / Enclosure.Sqrt((1 - (Enclosure)Rate) * (1 + (Enclosure)Rate));
        return Euclidean([.. Moved.Select(size), tail.Upper]);
    }

    /// <summary>Upper bound of the Euclidean norm, infinite where an entry is.</summary>
    public static double Euclidean(IReadOnlyCollection<double> values) =>
        values.All(double.IsFinite) ? RigorousNorms.Euclidean([.. values]) : double.PositiveInfinity;
}
