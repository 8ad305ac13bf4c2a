using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A declaration that is false.</summary>
/// <param name="Property">Which property of [Activation] it is; null where the formula has no value at the point.</param>
/// <param name="Message">What the declaration says and what was found, with the point.</param>
public sealed record Refutation(string? Property, string Message);

/// <summary>What came of a check.</summary>
/// <param name="Refuted">A declaration that is false; null for none.</param>
/// <param name="Undecided">Declarations, by property, of which that could not be decided.</param>
public sealed record CheckedDeclarations(Refutation? Refuted, IReadOnlyList<string> Undecided);

/// <summary>
/// Checks what is declared of a formula on the whole line, by interval arithmetic that is rounded outward: boxes on which a declaration is
/// not confirmed are halved, as long as the budget lasts; the middle of each is tried as a counterexample. What is confirmed is proved,
/// what is refuted is refuted by its point.
/// </summary>
public static class DeclarationCheck
{
    /// <summary>Boxes that are looked at; a check takes a few milliseconds at most.</summary>
    private const int Budget = 3000;

    /// <summary>Name of the claim that the formula has a finite value everywhere, which every activation declares.</summary>
    public const string HasValue = "HasValue";

    /// <summary>Checks the facts against the formula.</summary>
    public static CheckedDeclarations Run(Formula formula, ActivationFacts facts) => Run(formula, [.. Claims(facts)]);

    private static CheckedDeclarations Run(Formula formula, Claim[] claims)
    {
        var queue = new Queue<Chart>(Chart.Line);
        foreach (double point in new[] { 0.0, 1, -1, 10, -10 })
        {
            var box = Chart.At(point);
            Jet jet = formula.On(box);
            if (claims.Select(c => c.Refute(jet, box)).FirstOrDefault(r => r is not null) is { } refuted)
            {
                return new CheckedDeclarations(refuted, []);
            }
        }

        for (int looked = 0; queue.Count > 0 && looked < Budget; looked++)
        {
            Chart box = queue.Dequeue();
            Jet jet = formula.On(box);
            if (claims.All(c => c.Holds(jet, box)))
            {
                continue;
            }

            Chart middle = box.Middle();
            Jet there = formula.On(middle);
            if (claims.Select(c => c.Refute(there, middle)).FirstOrDefault(r => r is not null) is { } refuted)
            {
                return new CheckedDeclarations(refuted, []);
            }

            (Chart left, Chart right) = box.Halves();
            queue.Enqueue(left);
            queue.Enqueue(right);
        }

        return new CheckedDeclarations(
            null,
            [.. claims.Where(c => queue.Any(box => !c.Holds(formula.On(box), box))).Select(c => c.Property)]
        );
    }

    /// <summary>
    /// Whether a formula that is declared to be the derivative of another is none: the point, or null where none was found.
    /// </summary>
    public static Refutation? RefuteDerivative(Formula formula, Formula derivative, string property)
    {
        for (int k = -400; k <= 400; k++)
        {
            Chart point = Chart.At((k + 0.4142) / 50);
            (Jet function, Jet declared) = (formula.On(point), derivative.On(point));
            (DoubleInterval slope, DoubleInterval value) = (point.Flatten(function.Slope), point.Flatten(declared.Value));
            if (
                function.Defined == Definedness.Everywhere
                && declared.Defined == Definedness.Everywhere
                && (slope.Hi < value.Lo || slope.Lo > value.Hi)
            )
            {
                return new Refutation(
                    property,
                    $"its {property} says {Text(value.Lo)} at {Text(point.Sample)}, where the derivative is {Text(slope.Lo)}"
                );
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a formula that is declared to be the derivative leaves the range that a Lipschitz constant and a direction give it: the
    /// point, or null.
    /// </summary>
    public static Refutation? RefuteRange(Formula derivative, ActivationFacts facts)
    {
        double lipschitz = facts.Lipschitz.ToDouble();
        Claim[] claims =
        [
            new Claim("Lipschitz", $"Lipschitz = {Text(lipschitz)}", "its slope", j => j.Value, -lipschitz, lipschitz),
            .. facts.IsMonotone
                ? [new Claim("Monotone", "Monotone", "its slope", j => j.Value, 0, double.PositiveInfinity)]
                : Array.Empty<Claim>(),
        ];
        return Run(derivative, claims).Refuted;
    }

    private static IEnumerable<Claim> Claims(ActivationFacts facts)
    {
        double lipschitz = facts.Lipschitz.ToDouble();
        yield return new Claim(HasValue, string.Empty, string.Empty, j => DoubleInterval.Zero, 0, 0);
        yield return new Claim("Lipschitz", $"Lipschitz = {Text(lipschitz)}", "its slope", j => j.Slope, -lipschitz, lipschitz);
        if (facts.Min is { } min)
        {
            double least = min.ToDouble();
            yield return new Claim("Min", $"Min = {Text(least)}", "its value", j => j.Value, least, double.PositiveInfinity);
        }

        if (facts.Max is { } max)
        {
            double most = max.ToDouble();
            yield return new Claim("Max", $"Max = {Text(most)}", "its value", j => j.Value, double.NegativeInfinity, most);
        }

        if (facts.IsMonotone)
        {
            yield return new Claim("Monotone", "Monotone", "its slope", j => j.Slope, 0, double.PositiveInfinity);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A quantity lies within two ends.</summary>
    private sealed record Claim(string Property, string Declared, string Name, Func<Jet, PowerInterval> Quantity, double Least, double Most)
    {
        public bool Holds(Jet jet, Chart box)
        {
            DoubleInterval value = box.Flatten(Quantity(jet));
            return jet.Defined == Definedness.Everywhere && value.Lo >= Least && value.Hi <= Most;
        }

        public Refutation? Refute(Jet jet, Chart point)
        {
            if (Property == HasValue)
            {
                return jet.Defined == Definedness.Nowhere ? new Refutation(null, $"it has no finite value at {Text(point.Sample)}") : null;
            }

            DoubleInterval value = point.Flatten(Quantity(jet));
            bool isRefuted = jet.Defined == Definedness.Everywhere && (value.Hi < Least || value.Lo > Most);
            return isRefuted
                ? new Refutation(
                    Property,
                    $"it is declared {Declared}, but {Name} at {Text(point.Sample)} is {Text(value.Hi < Least ? value.Hi : value.Lo)}"
                )
                : null;
        }
    }
}
