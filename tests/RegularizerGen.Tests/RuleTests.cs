using System;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>Every function that emitted bounds are made of: its adjoint against central differences, and its value in every kind of
/// number.</summary>
public sealed class RuleTests
{
    private const double Step = 1e-6;
    private const int Samples = 300;

    public static TheoryData<string, bool, bool> Rules =>
        new(
            from name in RuleTable<Real>.All.Keys
            from isTight in new[] { false, true }
            from isPeak in new[] { false, true }
            select new TheoryDataRow<string, bool, bool>(name, isTight, isPeak)
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public void Adjoint_IsTheDerivative(string name, bool isTight, bool isPeak)
    {
        var rules = new RuleTable<Real>(isTight, isPeak);
        var random = new Random(20261128);
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] x = Arguments(RuleTable<Real>.All[name].Arguments, random);
            double[] weights = [.. Evaluate(x).Select(v => v == 0 ? 0 : (2 * random.NextDouble()) - 1)]; // 0: not computed
            Real[] adjoints = RuleTable<Real>.All[name].Adjoint(rules, [.. x.Select(v => (Real)v)], [.. weights.Select(v => (Real)v)]);
            for (int k = 0; k < x.Length; k++)
            {
                double expected = (Weighted(k, Step) - Weighted(k, -Step)) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - Real.ToDouble(adjoints[k])) <= 1e-6 * (1 + Math.Abs(expected)),
                    FormattableString.Invariant(
                        $"argument {k}: {Real.ToDouble(adjoints[k])} instead of {expected} at {string.Join(" ", x)}"
                    )
                );
            }

            double Weighted(int argument, double change)
            {
                double[] moved = [.. x.Select((v, k) => k == argument ? v + change : v)];
                return Evaluate(moved).Zip(weights, (v, w) => v * w).Sum();
            }
        }

        double[] Evaluate(double[] x) => [.. RuleTable<Real>.All[name].Value(rules, [.. x.Select(v => (Real)v)]).Select(Real.ToDouble)];
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Value_IsTheSameInEveryKindOfNumber(string name, bool isTight, bool isPeak)
    {
        var random = new Random(20261129);
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] x = Arguments(RuleTable<Real>.All[name].Arguments, random);
            Real[] real = RuleTable<Real>.All[name].Value(new RuleTable<Real>(isTight, isPeak), [.. x.Select(v => (Real)v)]);
            Scaled[] scaled = RuleTable<Scaled>.All[name].Value(new RuleTable<Scaled>(isTight, isPeak), [.. x.Select(v => (Scaled)v)]);
            Enclosure[] enclosed = RuleTable<Enclosure>
                .All[name]
                .Value(new RuleTable<Enclosure>(isTight, isPeak), [.. x.Select(v => (Enclosure)v)]);
            for (int k = 0; k < real.Length; k++)
            {
                double value = Real.ToDouble(real[k]);
                double tolerance = 1e-13 * (1 + Math.Abs(value));
                Assert.Equal(value, Scaled.ToDouble(scaled[k]), tolerance);
                Assert.InRange(value, enclosed[k].Lower - tolerance, enclosed[k].Upper + tolerance);
                Assert.InRange(enclosed[k].Upper, value - tolerance, value + 1e-9);
            }
        }
    }

    private static double[] Arguments(string kinds, Random random) =>
        [
            .. kinds.SelectMany(kind =>
            {
                double shift = kind == 'r' ? -1.5 : 0.02;
                double scale = kind == 'r' ? 3 : 0.96;
                (double a, double b) = (shift + (scale * random.NextDouble()), shift + (scale * random.NextDouble()));
                return kind == 'p' ? new[] { 0.05 + random.NextDouble() } : [Math.Min(a, b), Math.Max(a, b)];
            }),
        ];
}
