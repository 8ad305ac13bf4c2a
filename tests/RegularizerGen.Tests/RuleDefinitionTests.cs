using System;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>The functions that emitted bounds are made of against what they bound, not against their formulas: every value, at any gate of
/// its range, with sizes from 1e-200 to 1e200 and infinite ones.</summary>
public sealed class RuleDefinitionTests
{
    private const int Samples = 2000;
    private const int Grid = 400;
    private readonly Random random = new(20261128);

    /// <summary>sup over t of |t| A + (t - min)(max - t) D, or the separate rule where that is less: neither below nor loose.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TiedProduct_IsTheSupremumOverTheGate(bool isOdd)
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            (double lo, double hi) = Range(0, 1);
            double[] p = [Size(), Size(), Size(), Size()];
            double[] x = isOdd ? [0, 0, 0, 0, lo, hi, p[0], p[1]] : [lo, hi, .. p];
            if (isOdd)
            {
                // The argument of u moves without limit: only the tie of v is of use.
                (x[0], x[1], x[2], x[3]) = (0.5, 0.5, p[2], double.PositiveInfinity);
            }

            (double a, double d) = isOdd ? (p[2], 0.5 * p[1]) : (p[3], Times(p[2], p[1]));
            double separate = isOdd ? Times(hi, p[2]) + (0.5 * p[0]) : Times(p[2], p[0]) + Times(hi, p[3]);
            double supremum = Supremum(lo, hi, t => Times(t, a) + Times(isOdd ? (1 - t) * (1 + t) : t * (1 - t), d));
            Holds(isOdd ? "TiedProduct" : "TiedProduct of one gate", x, Math.Min(separate, supremum), 1e-4);
        }
    }

    /// <summary>sup over z of z α + (1-z) β + z(1-z) G, or the separate rule where that is less.</summary>
    [Fact]
    public void TiedBlend_IsTheSupremumOverTheGate()
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            (double lo, double hi) = Range(0, 1);
            (double separate, double gap, double argument, double alpha, double beta) = (Size(), Size(), Size(), Size(), Size());
            double g = Times(gap, argument);
            double supremum = Supremum(lo, hi, z => Times(z, alpha) + Times(1 - z, beta) + Times(z * (1 - z), g));
            Holds("TiedBlend", [separate, gap, argument, alpha, beta, lo, hi], Math.Min(separate, supremum), 1e-4);
        }
    }

    /// <summary>No choice of z per unit makes ‖z∘a + (1-z)∘b‖ of vectors of lengths α and β, or of largest entries α and β,
    /// larger.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void BlendMixture_IsNeverBelowABlend(bool isTight, bool isPeak)
    {
        double nearest = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            (double lo, double hi) = Range(0, 1);
            (double alpha, double beta) = (Size(), Size());
            double[] a = Vector(isPeak ? 1 : 3);
            double[] b = Vector(isPeak ? 1 : 3);
            double square = a.Zip(b, (u, v) => (First: u, Second: v))
                .Sum(e =>
                    new[] { lo, hi }.Max(z =>
                        Math.Pow(Times(z, e.First * Ratio(alpha, beta)) + Times(1 - z, e.Second * Ratio(beta, alpha)), 2)
                    )
                );
            double blend = Times(Math.Sqrt(square), Math.Max(alpha, beta));
            double value = Upper("BlendMixture", [lo, hi, 1 - hi, 1 - lo, alpha, beta], isTight, isPeak);
            Assert.True(value >= blend * (1 - 1e-12), FormattableString.Invariant($"{value} < {blend} at {lo} {hi} {alpha} {beta}"));
            nearest = Math.Max(nearest, value > 0 && double.IsFinite(value) ? blend / value : 0);
        }

        Assert.InRange(nearest, 0.999, 1.000001); // it is reached, too
    }

    /// <summary>The same where z may leave [0, 1], with a bound of its own there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OpenBlendMixture_IsNeverBelowABlend(bool isPeak)
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            (double lo, double hi) = Range(-2, 3);
            (double alpha, double beta) = (Size(), Size());
            double blend = new[] { lo, hi }.Max(z => Times(Math.Abs(z), alpha) + Times(Math.Abs(1 - z), beta));
            double value = Upper("OpenBlendMixture", [lo, hi, 1 - hi, 1 - lo, alpha, beta], isTight: true, isPeak);
            bool isGate = lo >= 0 && hi <= 1;
            Assert.True(
                isGate || value >= blend * (1 - 1e-12),
                FormattableString.Invariant($"{value} < {blend} at {lo} {hi} {alpha} {beta}")
            );
        }
    }

    /// <summary>a + b, or √(a² + b²) whose squares may be no numbers of double: what one input does is never lost beside another.</summary>
    [Fact]
    public void JoinInputs_IsTheSumOrTheHypotenuse()
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            (double a, double b) = (Size(), Size());
            double most = Math.Max(a, b);
            Holds("JoinInputs", [a, b], a + b, 1e-15);
            double least = Math.Min(a, b);
            double joined = least == most ? Times(most, Math.Sqrt(2)) : Times(most, Math.Sqrt(1 + Math.Pow(least / most, 2)));
            double certified = Upper("JoinInputs", [a, b], isTight: true, isPeak: false);
            Assert.True(
                certified >= joined * (1 - 1e-15) && certified >= most,
                FormattableString.Invariant($"{certified} < {joined} at {a} {b}")
            );
            Assert.True(certified <= joined * (1 + 1e-14), FormattableString.Invariant($"{certified} > {joined} at {a} {b}"));
        }

        // An enclosure that is not known to be more than 0 counts with its upper end.
        Enclosure open = Enclosure.Measured(0, 0, 3);
        var rules = new RuleTable<Enclosure>(isTight: true, isPeak: false);
        Assert.True(Enclosure.UpperEnd(RuleTable<Enclosure>.All["JoinInputs"].Value(rules, [open, 4])[0]) > 4.9);
    }

    /// <summary>Every value lies in the range.</summary>
    [Theory]
    [InlineData("ProductRange", false)]
    [InlineData("GateProductRange", false)]
    [InlineData("BlendRange", false)]
    [InlineData("BlendRange", true)]
    [InlineData("OpenBlendRange", false)]
    [InlineData("OpenBlendRange", true)]
    public void Range_HasEveryValue(string name, bool isTight)
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            bool isBlend = name.Contains("Blend", StringComparison.Ordinal);
            (double zLo, double zHi) =
                name == "OpenBlendRange" ? Range(-1, 2)
                : name == "ProductRange" ? Range(-2, 2)
                : Range(0, 1);
            (double aLo, double aHi) = Wide();
            (double bLo, double bHi) = Wide();
            double[] x = isBlend ? [zLo, zHi, 1 - zHi, 1 - zLo, aLo, aHi, bLo, bHi] : [zLo, zHi, aLo, aHi];
            Enclosure[] range = RuleTable<Enclosure>
                .All[name]
                .Value(new RuleTable<Enclosure>(isTight, isPeak: false), [.. x.Select(v => (Enclosure)v)]);
            foreach (double z in new[] { zLo, zHi, zLo + (random.NextDouble() * (zHi - zLo)) })
            {
                foreach ((double a, double b) in new[] { (aLo, bLo), (aLo, bHi), (aHi, bLo), (aHi, bHi) })
                {
                    double value = Times(z, a) + (isBlend ? Times(1 - z, b) : 0);
                    double slack = 1e-12 * (Math.Abs(Times(z, a)) + Math.Abs(Times(1 - z, b)));
                    Assert.False(
                        value < range[0].Lower - slack || value > range[1].Upper + slack,
                        $"{value} outside {range[0]} {range[1]}"
                    );
                }
            }
        }
    }

    private void Holds(string rule, double[] x, double defined, double looseness)
    {
        double value = Real.ToDouble(RuleTable<Real>.All[rule].Value(new RuleTable<Real>(true, true), [.. x.Select(v => (Real)v)])[0]);
        double certified = Upper(rule, x, isTight: true, isPeak: true);
        string at = FormattableString.Invariant($"{value}, certified {certified}, instead of {defined} at {string.Join(" ", x)}");
        Assert.True(value >= defined * (1 - 1e-12) && certified >= defined * (1 - 1e-15), at);
        Assert.True(value <= defined * (1 + looseness) || !double.IsFinite(x.Sum()), at);
    }

    private static double Upper(string rule, double[] x, bool isTight, bool isPeak) =>
        Enclosure.ToDouble(
            RuleTable<Enclosure>.All[rule].Value(new RuleTable<Enclosure>(isTight, isPeak), [.. x.Select(v => (Enclosure)v)])[0]
        );

    private static double Supremum(double lo, double hi, Func<double, double> value) =>
        Enumerable.Range(0, Grid + 1).Max(k => value(lo + ((hi - lo) * k / Grid)));

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    private static double Ratio(double a, double b) => a >= b ? 1 : a / b;

    private (double Lo, double Hi) Range(double least, double most)
    {
        double a = least + ((most - least) * random.NextDouble());
        double b = random.Next(4) == 0 ? a : least + ((most - least) * random.NextDouble());
        return (Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>A range of ordinary or extreme size, at times without an end.</summary>
    private (double Lo, double Hi) Wide()
    {
        (double lo, double hi) = Range(-1, 1);
        double size = Size();
        return (Times(lo, size), Times(hi, size));
    }

    private double Size() =>
        random.Next(12) switch
        {
            0 => 0,
            1 => double.PositiveInfinity,
            2 or 3 => Math.Pow(10, (400 * random.NextDouble()) - 200),
            _ => random.NextDouble() * 3,
        };

    private double[] Vector(int length)
    {
        double[] vector = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
        double norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / norm)];
    }
}
