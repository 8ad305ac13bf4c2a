using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>Tries a given number of strengths: the middle, one on either side, and then, one after the other, the next one beyond an edge
/// where the best so far lies there, else one between the best and the better of its neighbours.</summary>
public static class StrengthSearch
{
    private const int First = 3;

    /// <summary>Tries the strengths.</summary>
    /// <param name="middle">The first one.</param>
    /// <param name="factor">From one to the next.</param>
    /// <param name="largest">None is larger.</param>
    /// <param name="count">How many are tried, at least 3.</param>
    /// <param name="score">What is tried for a strength, and how good it is: the least is the best.</param>
    /// <returns>All in order of strength.</returns>
    /// <exception cref="ArgumentException">Fewer than 3 are to be tried.</exception>
    public static IReadOnlyList<T> Run<T>(
        double middle,
        double factor,
        double largest,
        int count,
        Func<double, (T Tried, double Score)> score
    )
    {
        ArgumentNullException.ThrowIfNull(score);
        if (count < First)
        {
            throw new ArgumentException($"'{nameof(count)}' is {count}; it must be at least {First}.", nameof(count));
        }

        var tried = new SortedList<double, (T Tried, double Score)>();
        foreach (double strength in FirstOf(middle, factor, largest))
        {
            tried[strength] = score(strength);
        }

        while (tried.Count < count)
        {
            double next = Next(tried.Keys, [.. tried.Values.Select(t => t.Score)], factor, largest);
            tried[next] = score(next);
        }

        return [.. tried.Values.Select(t => t.Tried)];
    }

    /// <summary>The strengths that are tried first, in the order in which they are.</summary>
    public static IReadOnlyList<double> FirstOf(double middle, double factor, double largest) =>
        [middle, middle / factor, Math.Min(middle * factor, Math.Sqrt(middle * largest))];

    /// <summary>Whether the best of strengths in order is the first or the last.</summary>
    public static bool IsAtEdge(IReadOnlyList<double> scores) => Best(scores) is var best && (best == 0 || best == scores.Count - 1);

    /// <summary>Which is the best: of equals the first.</summary>
    public static int Best(IReadOnlyList<double> scores) => Enumerable.Range(0, scores.Count).MinBy(k => scores[k]);

    private static double Next(IList<double> strengths, double[] scores, double factor, double largest)
    {
        int best = Best(scores);
        if (best == 0)
        {
            return strengths[0] / factor;
        }

        int last = scores.Length - 1;
        if (best == last && strengths[last] * factor <= largest)
        {
            return strengths[last] * factor;
        }

        int neighbour = best == last || scores[best - 1] < scores[best + 1] ? best - 1 : best + 1;
        return Math.Sqrt(strengths[best] * strengths[neighbour]);
    }
}
