using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Measures;

/// <summary>Which of several ways no other one beats in both errors.</summary>
public static class ParetoFront
{
    /// <summary>Numbers of the points on the front, by their first error: no other point is at most as large in both and smaller in
    /// one.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<(double Clean, double Noisy)> points) =>
        [
            .. Enumerable
                .Range(0, points.Count)
                .Where(k => !points.Any(other => IsBetter(other, points[k])))
                .OrderBy(k => points[k].Clean)
                .ThenBy(k => points[k].Noisy),
        ];

    private static bool IsBetter((double Clean, double Noisy) a, (double Clean, double Noisy) b) =>
        a.Clean <= b.Clean && a.Noisy <= b.Noisy && a != b;

    /// <summary>Whether one way is better than another by more than chance: no worse in either error on average, and in one of them by more
    /// than one standard error of the paired difference.</summary>
    /// <param name="clean">Difference of clean errors, the one less the other.</param>
    /// <param name="noisy">Difference of noisy errors.</param>
    public static bool IsClearlyBetter(Estimate clean, Estimate noisy) =>
        clean.Mean <= 0 && noisy.Mean <= 0 && (-clean.Mean > clean.StandardError || -noisy.Mean > noisy.StandardError);
}
