using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace RegularizerGen;

/// <summary>
/// Declares a user's own scalar function as an activation: <c>[Activation(Lipschitz = 1)] static double Twist(double u) => u / (1 +
/// Math.Abs(u));</c>, applied by <c>Map(Twist, v)</c>. Its body is one formula of arithmetic and functions of <see cref="Math"/>, from
/// which value, slope and curvature are derived; where it is anything else, <see cref="Slope"/> and <see cref="Curvature"/> name the
/// methods that compute them.
/// </summary>
/// <remarks>
/// What is declared here is checked against the formula at compile time. What could not be proved of it, and all that is declared of a body
/// that is no formula, is an assumption of every certificate; <see cref="ActivationCheck"/> tests it by sampling.
/// </remarks>
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

    /// <summary>For a body that is no formula: name of the static method double → double beside it that computes its derivative.</summary>
    public string? Slope { get; set; }

    /// <summary>For a body that is no formula: name of the static method double → double beside it that computes its second
    /// derivative.</summary>
    public string? Curvature { get; set; }

    /// <summary>For a body that is no formula and has no Min and Max: its value at 0.</summary>
    public double AtZero { get; set; } = double.NaN;
}

public static partial class CellMath
{
    /// <summary>A function marked by <see cref="ActivationAttribute"/>, applied element by element.</summary>
    /// <param name="v">The signal, of any length.</param>
    /// <param name="function">The marked method.</param>
    public static Signal Map(Func<double, double> function, Signal v) => v.Map(function);
}

/// <summary>Tests by sampling what an activation declares of itself.</summary>
public static class ActivationCheck
{
    /// <summary>Samples the function densely around 0 and sparsely far out; for a test of one's own activation.</summary>
    /// <param name="function">A method marked by <see cref="ActivationAttribute"/>.</param>
    /// <exception cref="ArgumentException">The method has no such mark.</exception>
    /// <exception cref="InvalidOperationException">A declared constant, end of the range, monotonicity or derivative does not hold; the
    /// message has the point.</exception>
    [RequiresUnreferencedCode("Finds the methods that Slope and Curvature name by reflection.")]
    public static void Verify(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var facts =
            (ActivationAttribute?)Attribute.GetCustomAttribute(function.Method, typeof(ActivationAttribute))
            ?? throw new ArgumentException($"'{function.Method.Name}' is not marked by [Activation].", nameof(function));
        double previousPoint = double.NaN;
        double previous = double.NaN;
        for (int k = -20_000; k <= 20_000; k++)
        {
            double point = Math.CopySign(Math.Pow(Math.Abs(k) / 4000.0, 3), k);
            double value = function(point);
            double slope = Math.Abs(value - previous) / (point - previousPoint);
            string? problem =
                double.IsNaN(value) ? "is not a number"
                : value < facts.Min - (1e-12 * Math.Abs(facts.Min)) ? $"is below the declared Min {facts.Min}"
                : value > facts.Max + (1e-12 * Math.Abs(facts.Max)) ? $"is above the declared Max {facts.Max}"
                : facts.Monotone && value < previous - (1e-12 * (1 + Math.Abs(value))) ? "falls, but is declared Monotone"
                : Math.Abs(value - previous) > (facts.Lipschitz * (point - previousPoint)) + (1e-12 * (1 + Math.Abs(value)))
                    ? $"has slope {slope}, more than the declared Lipschitz {facts.Lipschitz}"
                : null;
            if (problem is not null)
            {
                throw new InvalidOperationException(
                    FormattableString.Invariant($"'{function.Method.Name}' {problem}, at {point}: {value}.")
                );
            }

            (previousPoint, previous) = (point, value);
        }

        if (facts.AtZero != function(0) && !double.IsNaN(facts.AtZero))
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"'{function.Method.Name}' is {function(0)} at 0, not the declared AtZero {facts.AtZero}.")
            );
        }

        if (facts.Slope is not null)
        {
            Func<double, double> slope = Companion(function, facts.Slope);
            VerifyDerivative(function, slope);
            if (facts.Curvature is not null)
            {
                VerifyDerivative(slope, Companion(function, facts.Curvature));
            }
        }
    }

    [RequiresUnreferencedCode("Finds a method by its name.")]
    private static Func<double, double> Companion(Func<double, double> function, string name) =>
        (Func<double, double>?)
            function
                .Method.DeclaringType!.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(double)])
                ?.CreateDelegate(typeof(Func<double, double>))
        ?? throw new InvalidOperationException(
            $"'{function.Method.Name}' declares '{name}', which is no static method double → double beside it."
        );

    /// <summary>Central differences on [-8, 8], off the points where a piecewise function is likely to have its kinks.</summary>
    private static void VerifyDerivative(Func<double, double> function, Func<double, double> derivative)
    {
        for (int k = -800; k < 800; k++)
        {
            double point = (k + 0.4142) / 100;
            double difference = (function(point + 1e-5) - function(point - 1e-5)) / 2e-5;
            double declared = derivative(point);
            if (!(Math.Abs(declared - difference) <= 1e-6 * (1 + Math.Abs(difference))))
            {
                throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"'{derivative.Method.Name}' is {declared} at {point}; differences of '{function.Method.Name}' say {difference}."
                    )
                );
            }
        }
    }
}
