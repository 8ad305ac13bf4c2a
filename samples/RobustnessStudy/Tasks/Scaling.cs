using System;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>A column's own units, and those in which its training rows span [-1, 1].</summary>
/// <param name="Middle">What becomes 0.</param>
/// <param name="Unit">What becomes 1, from there.</param>
public readonly record struct Scaling(double Middle, double Unit)
{
    /// <summary>The scaling of a training column.</summary>
    /// <exception cref="FormatException">It does not vary.</exception>
    public static Scaling Of(double[] column, string title)
    {
        (double low, double high) = (column.Min(), column.Max());
        return high > low
            ? new Scaling((low + high) / 2, (high - low) / 2)
            : throw new FormatException(FormattableString.Invariant($"{title}: a column is {low} in all training rows."));
    }

    /// <summary>A value in the units of networks.</summary>
    public double Apply(double value) => (value - Middle) / Unit;
}
