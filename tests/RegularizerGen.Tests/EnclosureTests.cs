using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>Every operation on enclosures contains the exact result: rational arithmetic for the field operations, rational series for the
/// functions.</summary>
public sealed class EnclosureTests(ITestOutputHelper output)
{
    [Fact]
    public void FieldOperations_ContainTheExactResult()
    {
        Random random = Seeded();
        for (int draw = 0; draw < 5000; draw++)
        {
            double x = Draw(random);
            double y = Draw(random);
            Enclosure a = x;
            Enclosure b = y;
            Contains(a + b, Exact(x) + Exact(y));
            Contains(a - b, Exact(x) - Exact(y));
            Contains(a * b, Exact(x) * Exact(y));
            Contains(-a, -Exact(x));
            Contains(Enclosure.Abs(a), Fraction.Abs(Exact(x)));
            Contains(Enclosure.Max(a, b), x > y ? Exact(x) : Exact(y));
            Contains(Enclosure.Min(a, b), x > y ? Exact(y) : Exact(x));
            if (y != 0)
            {
                Contains(a / b, Exact(x) / Exact(y));
            }

            // Operations on wide operands contain the results of all values in them.
            Enclosure wide = new(Math.Min(x, y), Math.Max(x, y));
            Contains(wide * wide, Exact(x) * Exact(y));
            Contains(wide + (wide * b), Exact(x) + (Exact(y) * Exact(y)));
        }
    }

    [Fact]
    public void ExactSums_StayExact()
    {
        Enclosure zero = (Enclosure)1 - 1;
        Assert.Equal((0, 0), (zero.Lower, zero.Upper));
        Assert.Equal(0, (zero * new Enclosure(0, double.PositiveInfinity)).Upper);
        Enclosure third = (Enclosure)1 / 3;
        Assert.True((third - third).Lower < 0 && (third - third).Upper > 0);
        Enclosure rounded = (Enclosure)1 + 1e-30;
        Assert.True(rounded.Upper > 1 && rounded.Lower <= 1);
    }

    [Fact]
    public void Undefined_IsTheWholeLine()
    {
        Enclosure infinite = double.PositiveInfinity;
        foreach (
            Enclosure whole in new[]
            {
                infinite - infinite,
                infinite / infinite,
                Enclosure.WhereFinite(infinite),
                Enclosure.WhereFinite(new(0, double.PositiveInfinity)),
            }
        )
        {
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (whole.Lower, whole.Upper));
        }
    }

    [Fact]
    public void Erf_ContainsTheExactResult()
    {
        // Maclaurin series in rational arithmetic: 2/√π Σ (-1)^k x^(2k+1) / (k! (2k+1)).
        foreach (double x in new[] { 0.125, 1, 1.5, 2, 2.5, 2.75, 2.875, 2.96875, 3, 3.25 })
        {
            Fraction power = Exact(x);
            Fraction sum = Exact(x);
            for (int k = 1; k < 80; k++)
            {
                power *= Exact(-x) * Exact(x) / Exact(k);
                sum += power / Exact((2 * k) + 1);
            }

            Fraction exact = Exact(1.1283791670955126) * sum;
            Enclosure erf = Enclosure.Erf(x);
            Fraction slack = Exact(3e-16); // of the constant, which is rounded
            Assert.True(Exact(erf.Lower) <= exact + slack && Exact(erf.Upper) >= exact - slack);
            Assert.True(Fraction.Abs(Exact(ScalarMath.Erf(x)) - exact) <= Exact(0.2 * ScalarMath.ErfError));
        }
    }

    [Fact]
    public void SquareRoot_ContainsTheExactResult()
    {
        Random random = Seeded();
        for (int draw = 0; draw < 2000; draw++)
        {
            double x = Math.Abs(Draw(random));
            Enclosure root = Enclosure.Sqrt(x);
            Assert.True(Exact(root.Lower) * Exact(root.Lower) <= Exact(x));
            Assert.True(Exact(root.Upper) * Exact(root.Upper) >= Exact(x));
        }
    }

    [Fact]
    public void Functions_ContainTheExactResult()
    {
        Random random = Seeded();
        for (int draw = 0; draw < 300; draw++)
        {
            double x = Math.Round(((random.NextDouble() * 2) - 1) * 4096) / 512;
            (Fraction low, Fraction high) = Fraction.Exponential(Exact(x));
            Within(Enclosure.Exp(x), low, high);
            (Fraction doubleLow, Fraction doubleHigh) = Fraction.Exponential(Exact(2 * x));
            Fraction one = Exact(1);
            Within(Enclosure.Sigmoid(x), low / (low + one), high / (high + one));
            Within(Enclosure.Tanh(x), (doubleLow - one) / (doubleLow + one), (doubleHigh - one) / (doubleHigh + one));
            Within(Enclosure.LogisticSlope(x), low / ((high + one) * (high + one)), high / ((low + one) * (low + one)));
        }
    }

    [Fact]
    public void Functions_OfWideOperands_ContainTheResultsOfAllTheirValues()
    {
        Random random = Seeded();
        for (int draw = 0; draw < 2000; draw++)
        {
            double x = 6 * ((2 * random.NextDouble()) - 1);
            double y = 6 * ((2 * random.NextDouble()) - 1);
            var wide = new Enclosure(Math.Min(x, y), Math.Max(x, y));
            double inside = wide.Lower + (random.NextDouble() * (wide.Upper - wide.Lower));
            foreach (
                (Func<Enclosure, Enclosure> enclosed, Func<double, double> function) in new (
                    Func<Enclosure, Enclosure>,
                    Func<double, double>
                )[]
                {
                    (Enclosure.Exp, Math.Exp),
                    (Enclosure.Tanh, Math.Tanh),
                    (Enclosure.Sigmoid, v => 1 / (1 + Math.Exp(-v))),
                    (Enclosure.Sin, Math.Sin),
                    (Enclosure.Cos, Math.Cos),
                    (Enclosure.Erf, ScalarMath.Erf),
                    (Enclosure.LogisticSlope, ScalarMath.LogisticSlope),
                    (Enclosure.Abs, Math.Abs),
                    (Enclosure.Step, v => v >= 0 ? 1 : 0),
                }
            )
            {
                Enclosure result = enclosed(wide);
                Assert.True(
                    result.Lower <= function(inside) && function(inside) <= result.Upper,
                    $"{function(inside):R} is not in {result}, argument {inside:R} of {wide}."
                );
            }
        }
    }

    [Fact]
    public void ZeroTimesInfinity_IsZero_AndUndefinedEndsAreInfinite()
    {
        Enclosure infinite = double.PositiveInfinity;
        Enclosure zero = 0;
        Assert.Equal(0, (zero * infinite).Upper);
        Assert.Equal(0, (zero / zero).Upper);
        Assert.Equal(double.PositiveInfinity, (infinite - infinite).Upper);
        Assert.Equal(double.NegativeInfinity, (infinite - infinite).Lower);
        Assert.Equal(double.PositiveInfinity, (infinite / zero).Upper);
    }

    private Random Seeded()
    {
        const int seed = 20_261_124;
        output.WriteLine($"Seed {seed}.");
        return new Random(seed);
    }

    private static double Draw(Random random) =>
        random.Next(20) == 0 ? 0 : ((2 * random.NextDouble()) - 1) * Math.Pow(2, random.Next(-60, 60));

    private static void Contains(Enclosure enclosure, Fraction exact) =>
        Assert.True(Exact(enclosure.Lower) <= exact && exact <= Exact(enclosure.Upper), $"{exact} is not in {enclosure}.");

    /// <summary>The exact value is known to lie in [low, high]: the enclosure must reach over all of it.</summary>
    private static void Within(Enclosure enclosure, Fraction low, Fraction high)
    {
        Assert.True(Exact(enclosure.Lower) <= low && high <= Exact(enclosure.Upper), $"[{low}, {high}] is not in {enclosure}.");
        Assert.True(enclosure.Upper - enclosure.Lower <= 1e-13 * Math.Abs(enclosure.Upper));
    }

    private static Fraction Exact(double value) => Fraction.Of(value);
}
