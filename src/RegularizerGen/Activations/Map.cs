using System;

namespace RegularizerGen;

/// <summary>
/// Declares a user's own scalar function as an activation: <c>[Activation(Lipschitz = 1)] static double Twist(double u) => u / (1 + Math.Abs(u));</c>, applied
/// by <c>Map(Twist, v)</c>. Its body is one formula of arithmetic and functions of <see cref="Math"/>, from which value and slope are derived.
/// </summary>
/// <remarks>What is declared here is taken as a fact; <see cref="ActivationCheck"/> tests it by sampling.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ActivationAttribute : Attribute
{
    /// <summary>A Lipschitz constant on the whole line, greater than 0. Required.</summary>
    public double Lipschitz { get; set; }

    /// <summary>Lower end of all values; -∞ unless set.</summary>
    public double Min { get; set; } = double.NegativeInfinity;

    /// <summary>Upper end of all values; ∞ unless set.</summary>
    public double Max { get; set; } = double.PositiveInfinity;

    /// <summary>Whether the function is non-decreasing; not taken as such unless set.</summary>
    public bool Monotone { get; set; }
}

public static partial class CellMath
{
    /// <summary>A function marked by <see cref="ActivationAttribute"/>, applied element by element.</summary>
    public static Signal Map(Func<double, double> function, Signal v) => v.Map(function);
}

/// <summary>Tests by sampling what an activation declares of itself.</summary>
public static class ActivationCheck
{
    /// <summary>Samples the function densely around 0 and sparsely far out; for a test of one's own activation.</summary>
    /// <param name="function">A method marked by <see cref="ActivationAttribute"/>.</param>
    /// <exception cref="ArgumentException">The method has no such mark.</exception>
    /// <exception cref="InvalidOperationException">A declared constant, end of the range, or monotonicity does not hold; the message has the point.</exception>
    public static void Verify(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var facts = (ActivationAttribute?)Attribute.GetCustomAttribute(function.Method, typeof(ActivationAttribute))
            ?? throw new ArgumentException($"'{function.Method.Name}' is not marked by [Activation].", nameof(function));
        double previousPoint = double.NaN;
        double previous = double.NaN;
        for (int k = -20_000; k <= 20_000; k++)
        {
            double point = Math.CopySign(Math.Pow(Math.Abs(k) / 4000.0, 3), k);
            double value = function(point);
            double slope = Math.Abs(value - previous) / (point - previousPoint);
            string? problem = double.IsNaN(value) ? "is not a number"
                : value < facts.Min - (1e-12 * Math.Abs(facts.Min)) ? $"is below the declared Min {facts.Min}"
                : value > facts.Max + (1e-12 * Math.Abs(facts.Max)) ? $"is above the declared Max {facts.Max}"
                : facts.Monotone && value < previous - (1e-12 * (1 + Math.Abs(value))) ? "falls, but is declared Monotone"
                : Math.Abs(value - previous) > (facts.Lipschitz * (point - previousPoint)) + (1e-12 * (1 + Math.Abs(value))) ? $"has slope {slope}, more than the declared Lipschitz {facts.Lipschitz}"
                : null;
            if (problem is not null)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"'{function.Method.Name}' {problem}, at {point}: {value}."));
            }

            (previousPoint, previous) = (point, value);
        }
    }
}
