using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>
/// Random formulas: what is proved is never exceeded by a sample, and what is refuted is refuted by the point that is named.
/// </summary>
public sealed class DeclarationCheckTests(ITestOutputHelper output)
{
    private const int Seed = 20261125;
    private static readonly int Formulas = Draws.Of(400, slower: 40);

    /// <summary>Where differences tell slopes well.</summary>
    private static readonly double[] Near = [.. Enumerable.Range(-3000, 6001).Select(k => k / 250.0)];

    private static readonly double[] Points =
    [
        .. Near,
        .. Enumerable.Range(-60, 121).Select(k => Math.CopySign(Math.Pow(1.6, Math.Abs(k)), k)),
    ];

    [Fact]
    public void Proof_IsNeverExceededBySamples()
    {
        var random = new Random(Seed);
        (int proved, int refuted, int undecided) = (0, 0, 0);
        for (int k = 0; k < Formulas; k++)
        {
            Formula formula = Draw(random, 3);
            double[] values = [.. Points.Select(p => ValueOf(formula, p))];
            double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
            double[] slopes =
            [
                .. Near.Select(p => (ValueOf(formula, p + 1e-6) - ValueOf(formula, p - 1e-6)) / 2e-6)
                    .Where(s => double.IsFinite(s))
                    .DefaultIfEmpty(0),
            ];
            double lipschitz = slopes.Max(Math.Abs);
            double error = 1e-6 * (1 + finite.Max(Math.Abs) + lipschitz) * 1e3;

            // Declared below what was found: never proved.
            if (lipschitz > 10 * error && lipschitz < 1e6)
            {
                Count(Run(formula, lipschitz - (2 * error), null, null, false), "Lipschitz");
            }

            if (finite.Max(Math.Abs) < 1e6)
            {
                Count(Run(formula, 1e300, finite.Min() + 1e-3, null, false), "Min");
                Count(Run(formula, 1e300, null, finite.Max() - 1e-3, false), "Max");
            }

            if (slopes.Min() < -10 * error)
            {
                Count(Run(formula, 1e300, null, null, true), "Monotone");
            }

            // Declared above: whatever is refuted has its point.
            CheckPoint(formula, Run(formula, (1.02 * lipschitz) + 1e-3, finite.Min() - 1e-3, finite.Max() + 1e-3, false).Refuted);

            void Count(CheckedDeclarations found, string property)
            {
                Assert.True(
                    found.Refuted is not null || found.Undecided.Contains(property),
                    $"Seed {Seed}, formula {k}: {property} was proved of {formula}."
                );
                CheckPoint(formula, found.Refuted);
                (refuted, undecided) = found.Refuted is null ? (refuted, undecided + 1) : (refuted + 1, undecided);
            }
        }

        var proofs = new Random(Seed);
        for (int k = 0; k < Formulas / 2; k++)
        {
            Formula formula = Draw(proofs, 2);
            double[] slopes =
            [
                .. Near.Select(p => (ValueOf(formula, p + 1e-6) - ValueOf(formula, p - 1e-6)) / 2e-6)
                    .Where(s => double.IsFinite(s))
                    .DefaultIfEmpty(0),
            ];
            proved += Run(formula, (1.2 * slopes.Max(Math.Abs)) + 0.1, null, null, false) is { Refuted: null, Undecided.Count: 0 } ? 1 : 0;
        }

        output.WriteLine($"{refuted} refuted, {undecided} undecided, {proved} of {Formulas / 2} proved.");
        Assert.True(refuted > undecided && proved > 0.15 * Formulas, $"{refuted} refuted, {undecided} undecided, {proved} proved");
    }

    /// <summary>u - k on one side of k, 1.5 tanh(2 (u - k)) on the other: the slope exceeds 1 within half a unit of k on that side
    /// alone.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1.5)]
    public void SteepPartBesideTheMeetingPoint_IsNotProvedAway(double k)
    {
        Formula flat = new DifferenceFormula(new ArgumentFormula(), new ConstantFormula(k));
        Formula steep = new ProductFormula(
            new ConstantFormula(1.5),
            new FunctionFormula("tanh", new ProductFormula(new ConstantFormula(2), flat))
        );
        foreach (Formula formula in new[] { new ConditionalFormula(k, flat, steep), new ConditionalFormula(k, steep, flat) })
        {
            CheckedDeclarations found = Run(formula, 1, null, null, false);
            Assert.True(found.Refuted is not null || found.Undecided.Contains("Lipschitz"), $"{formula} was proved to be 1-Lipschitz.");
            Assert.True(Run(formula, 3.01, null, null, false) is { Refuted: null, Undecided.Count: 0 });
        }
    }

    private static CheckedDeclarations Run(Formula formula, double lipschitz, double? min, double? max, bool monotone) =>
        DeclarationCheck.Run(
            formula,
            new ActivationFacts(
                Rational.FromDouble(lipschitz),
                min is { } a ? Rational.FromDouble(a) : null,
                max is { } b ? Rational.FromDouble(b) : null,
                monotone
            )
        );

    private static void CheckPoint(Formula formula, Refutation? refuted)
    {
        if (refuted is null)
        {
            return;
        }

        double[] numbers =
        [
            .. Regex
                .Matches(refuted.Message, @"at (\S+?)( is (\S+))?$")
                .SelectMany(m => new[] { m.Groups[1].Value, m.Groups[3].Value })
                .Where(t => t.Length > 0)
                .Select(t => double.Parse(t, CultureInfo.InvariantCulture)),
        ];
        double value = ValueOf(formula, numbers[0]);
        if (refuted.Property is "Min" or "Max")
        {
            Assert.Equal(value, numbers[1], 1e-9 * (1 + Math.Abs(value)));
        }
        else if (refuted.Property is null)
        {
            Assert.False(double.IsFinite(value), $"Seed {Seed}: {formula} is said to have no value at {numbers[0]}.");
        }
        else
        {
            double step = 1e-6 * (1 + Math.Abs(numbers[0]));
            double slope = (ValueOf(formula, numbers[0] + step) - ValueOf(formula, numbers[0] - step)) / (2 * step);
            double tolerance = 1e-3 * (1 + Math.Abs(slope) + (Math.Abs(value) / step * 1e-9));

            // At a kink the end of the enclosure that is nearest to the declaration is named.
            bool holds =
                refuted.Property == "Monotone" ? slope <= numbers[1] + tolerance : Math.Abs(slope) >= Math.Abs(numbers[1]) - tolerance;
            Assert.True(!double.IsFinite(slope) || holds, $"Seed {Seed}: {refuted.Message}, but differences say {slope}: {formula}");
        }
    }

    private static Formula Draw(Random random, int depth)
    {
        if (depth == 0 || random.Next(8) == 0)
        {
            return random.Next(3) == 0 ? new ConstantFormula(random.Next(-4, 5) / 2.0) : new ArgumentFormula();
        }

        Formula a = Draw(random, depth - 1);
        Formula b = Draw(random, depth - 1);
        Formula one = new ConstantFormula(1);
        return random.Next(18) switch
        {
            0 => new SumFormula(a, b),
            1 => new DifferenceFormula(a, b),
            2 => new ProductFormula(a, b),
            3 => new QuotientFormula(a, new SumFormula(one, new FunctionFormula("abs", b))),
            4 => new QuotientFormula(a, new SumFormula(one, new ProductFormula(b, b))),
            5 => new QuotientFormula(a, new SumFormula(one, new FunctionFormula("exp", b))),
            6 => new FunctionFormula("ln", new SumFormula(new FunctionFormula("exp", a), one)),
            7 => new FunctionFormula("sqrt", new SumFormula(one, new ProductFormula(a, a))),
            8 => new FunctionFormula("max", a, b),
            9 => new FunctionFormula("min", a, b),
            10 => new FunctionFormula("exp", new DifferenceFormula(new ConstantFormula(0), new FunctionFormula("abs", a))),
            11 => new FunctionFormula("sin", a),
            12 => new FunctionFormula("cos", a),
            13 => new FunctionFormula("abs", a),
            14 => new FunctionFormula("ln", new SumFormula(one, new FunctionFormula("abs", a))),
            15 => new FunctionFormula("atan", a),
            16 => Bent(a, random.Next(-4, 5) / 2.0),
            _ => new FunctionFormula("tanh", a),
        };
    }

    /// <summary>a below k, a + |u - k| from there on.</summary>
    private static ConditionalFormula Bent(Formula a, double k) =>
        new(k, new SumFormula(a, new DifferenceFormula(new ArgumentFormula(), new ConstantFormula(k))), a);

    private static double ValueOf(Formula formula, double u) =>
        formula switch
        {
            ConstantFormula constant => constant.Value,
            ArgumentFormula => u,
            SumFormula f => ValueOf(f.A, u) + ValueOf(f.B, u),
            DifferenceFormula f => ValueOf(f.A, u) - ValueOf(f.B, u),
            ProductFormula f => ValueOf(f.A, u) * ValueOf(f.B, u),
            QuotientFormula f => ValueOf(f.A, u) / ValueOf(f.B, u),
            FunctionFormula { B: { } b } f => f.Name == "max"
                ? Math.Max(ValueOf(f.A, u), ValueOf(b, u))
                : Math.Min(ValueOf(f.A, u), ValueOf(b, u)),
            ConditionalFormula f => ValueOf(u >= f.K ? f.AtLeast : f.Below, u),
            FunctionFormula f => Functions[f.Name](ValueOf(f.A, u)),
            _ => throw new InvalidOperationException(formula.ToString()),
        };

    private static readonly Dictionary<string, Func<double, double>> Functions = new()
    {
        ["abs"] = Math.Abs,
        ["atan"] = Math.Atan,
        ["cos"] = Math.Cos,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["sin"] = Math.Sin,
        ["sqrt"] = Math.Sqrt,
        ["tanh"] = Math.Tanh,
    };
}
