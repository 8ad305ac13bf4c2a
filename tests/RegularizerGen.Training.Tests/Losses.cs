using System;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>Numbers to try losses on, and their central differences.</summary>
internal static class Losses
{
    private const double Difference = 1e-5;

    public static double[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>Requires that a gradient is that of a value.</summary>
    /// <param name="value">The value as of now.</param>
    /// <param name="at">What it is differentiated by.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="set">Puts what was changed to where the value sees it.</param>
    public static void RequireDifferences(Func<double> value, double[] at, double[] gradient, Action<double[]> set)
    {
        for (int k = 0; k < at.Length; k++)
        {
            double here = at[k];
            at[k] = here + Difference;
            set(at);
            double above = value();
            at[k] = here - Difference;
            set(at);
            double below = value();
            at[k] = here;
            set(at);
            Assert.Equal((above - below) / (2 * Difference), gradient[k], 1e-8);
        }
    }
}
