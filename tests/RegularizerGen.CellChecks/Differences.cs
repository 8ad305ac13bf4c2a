using System;
using System.Linq;

namespace RegularizerGen.CellChecks;

/// <summary>A derivative along a direction against differences of fourth order: of several steps one must agree. Where a kink lies within
/// all of them, the derivative must lie between those of its sides.</summary>
internal static class Differences
{
    private const double Accuracy = 1e-7;
    private const double Rounding = 1e-14;
    private const double Room = 32; // how much more than the change of the gradients roundings may come to
    private const double Nothing = 1e-200; // the slope of a saturated gate, by differences 0
    private static readonly double[] Widths = [1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Compares the part [start, start + length) of a gradient at a point, which is moved and put back.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="gradients">The gradient, and the one a few roundings away: what lies between them is rounding.</param>
    /// <param name="point">The point.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="value">The function at the point.</param>
    /// <param name="random">Draws the direction.</param>
    public static void Compare(
        string what,
        (double[] Here, double[] Near) gradients,
        double[] point,
        int start,
        int length,
        Func<double> value,
        Random random
    )
    {
        double[] gradient = gradients.Here;
        double[] kept = point[start..(start + length)];
        double[] along = [.. kept.Select(_ => (2 * random.NextDouble()) - 1)];
        double derivative = along.Select((d, k) => d * gradient[start + k]).Sum();
        double spread = Room * along.Select((d, k) => Math.Abs(d * (gradient[start + k] - gradients.Near[start + k]))).Sum();
        double scale = Math.Max(along.Select((d, k) => Math.Abs(d * gradient[start + k])).Sum(), 1e-3 * gradient.Max(Math.Abs));

        double At(double by)
        {
            for (int k = 0; k < length; k++)
            {
                point[start + k] = kept[k] + (by * along[k]);
            }

            return value();
        }

        double middle = At(0);
        string seen = string.Empty;
        foreach (double h in Widths)
        {
            (double above, double below, double farAbove, double farBelow) = (At(h), At(-h), At(2 * h), At(-2 * h));
            double noise = Rounding * new[] { middle, above, below }.Max(Math.Abs) / h;
            double difference = ((8 * (above - below)) - (farAbove - farBelow)) / (12 * h);
            double slack = (Accuracy * scale) + (10 * noise) + Nothing + (double.IsFinite(spread) ? spread : 0);
            (double right, double left) = ((above - middle) / h, (middle - below) / h);
            double aside = slack + (10 * h * scale); // differences of one side are of first order
            bool isKink = Math.Abs(right - left) > 10 * Math.Max(h, 1e-5) * scale;
            bool agrees =
                Math.Abs(difference - derivative) <= slack
                || (isKink && derivative >= Math.Min(right, left) - aside && derivative <= Math.Max(right, left) + aside);
            seen += $" {difference:R}";
            if (agrees || !double.IsFinite(difference))
            {
                At(0);
                return;
            }
        }

        At(0);
        Assert.Fail($"{what}: differences{seen}, gradient {derivative:R}.");
    }
}
