using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Measures;

/// <summary>A mean over seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error s/√n, s with n - 1; NaN for one value.</param>
public readonly record struct Estimate(double Mean, double StandardError);

/// <summary>What is said of several seeds.</summary>
public static class Statistics
{
    /// <summary>Mean and standard error.</summary>
    public static Estimate Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double mean = values.Average();
        double squares = values.Sum(v => (v - mean) * (v - mean));
        return new Estimate(mean, Math.Sqrt(squares / (values.Count - 1) / values.Count));
    }

    /// <summary>Mean and standard error of the differences a - b at the seeds that both have.</summary>
    /// <param name="a">Values by seed.</param>
    /// <param name="b">Values by seed.</param>
    public static Estimate PairedDifference(IReadOnlyDictionary<int, double> a, IReadOnlyDictionary<int, double> b) =>
        Of([.. a.Keys.Where(b.ContainsKey).Select(seed => a[seed] - b[seed])]);

    /// <summary>The middle one in order, of an even number the lower of both.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }
}
