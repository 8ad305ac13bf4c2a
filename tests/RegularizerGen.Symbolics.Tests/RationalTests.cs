using System;
using System.Numerics;
using CsCheck;
using RegularizerGen.Tests;

namespace RegularizerGen.Symbolics.Tests;

public sealed class RationalTests
{
    [Fact]
    public void FromDouble_ConvertsBackToTheSameDouble() =>
        Gen.Double.Where(double.IsNormal).Seeded().Sample(d => Rational.FromDouble(d).ToDouble().Equals(d), iter: 5000);

    [Fact]
    public void FromDouble_KeepsTheShortestDecimal() => Assert.Equal(new Rational(1, 10), Rational.FromDouble(0.1));

    [Fact]
    public void Arithmetic_IsAField() =>
        Gen.Select(Numbers, Numbers, Numbers)
            .Seeded()
            .Sample(
                (a, b, c) =>
                    a + b == b + a
                    && (a + b) + c == a + (b + c)
                    && a * (b + c) == (a * b) + (a * c)
                    && (a.IsZero || a / a == Rational.One)
                    && a - a == Rational.Zero,
                iter: 1000
            );

    [Fact]
    public void Order_IsThatOfCrossProducts() =>
        Gen.Select(Numbers, Numbers)
            .Seeded()
            .Sample(
                (a, b) =>
                {
                    int order = (a.Numerator * b.Denominator).CompareTo(b.Numerator * a.Denominator);
                    return Math.Sign(a.CompareTo(b)) == Math.Sign(order)
                        && (a < b) == order < 0
                        && (a <= b) == order <= 0
                        && (a > b) == order > 0
                        && (a >= b) == order >= 0
                        && (a == b) == (order == 0)
                        && (a != b) == (order != 0)
                        && a.Equals((object)b) == (order == 0)
                        && a.CompareTo(a) == 0
                        && a <= Rational.Parse(a.ToString())
                        && a >= Rational.Parse(a.ToString())
                        && Rational.Abs(a).Sign >= 0
                        && (Rational.Abs(a) == a || Rational.Abs(a) == -a);
                },
                iter: 1000
            );

    [Fact]
    public void EqualNumerators_AreNotEqualNumbers()
    {
        Assert.NotEqual(new Rational(1, 2), new Rational(1, 3));
        Assert.NotEqual(new Rational(1, 3), new Rational(2, 3));
        Assert.False(new Rational(1, 2).Equals((object)0.5));
    }

    [Fact]
    public void Factors_OfOne_ChangeNothing() =>
        Numbers
            .Seeded()
            .Sample(
                a => a * Rational.One == a && Rational.One * a == a && a / Rational.One == a && a / -1 == -a && -1 * a == -a,
                iter: 100
            );

    [Fact]
    public void Powers_AreRepeatedProducts() =>
        Numbers
            .Where(a => !a.IsZero)
            .Seeded()
            .Sample(
                a =>
                    Rational.Pow(a, 0) == Rational.One
                    && Rational.Pow(a, 1) == a
                    && Rational.Pow(a, 3) == a * a * a
                    && Rational.Pow(a, -2) == Rational.One / (a * a),
                iter: 100
            );

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void FromDouble_RefusesWhatIsNotFinite(double value) =>
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Rational.FromDouble(value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("12", 12, 1)]
    [InlineData("0.25", 1, 4)]
    [InlineData("-1.5e-3", -3, 2000)]
    [InlineData("2E2", 200, 1)]
    [InlineData(".5", 1, 2)]
    [InlineData("2/3", 2, 3)]
    [InlineData("-0.5/3", -1, 6)]
    public void Parse_ReadsDecimals(string text, int numerator, int denominator) =>
        Assert.Equal(new Rational(numerator, denominator), Rational.Parse(text));

    [Fact]
    public void Length_IsThatOfTheLongerPart()
    {
        for (int bits = 64; bits < 80; bits++)
        {
            foreach (BigInteger sign in new BigInteger[] { 1, -1 })
            {
                BigInteger most = (BigInteger.One << bits) - 1; // of that many digits
                Assert.False(new Rational(sign * most, 1).IsLongerThan(bits));
                Assert.True(new Rational(sign * (most + 1), 1).IsLongerThan(bits));
                Assert.False(new Rational(sign, most).IsLongerThan(bits));
                Assert.True(new Rational(sign, most + 1).IsLongerThan(bits));
            }
        }
    }

    [Fact]
    public void Numbers_BeyondDoubleConvert()
    {
        Rational huge = new(BigInteger.Pow(10, 400), (3 * BigInteger.Pow(10, 399)) + 1);
        Assert.Equal(10.0 / 3, huge.ToDouble(), 1e-12);
    }

    [Fact]
    public void Default_IsZero() => Assert.Equal(Rational.Zero, default);

    [Fact]
    public void ZeroDenominator_IsRefused() => Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));

    private static Gen<Rational> Numbers { get; } = Gen.Select(Gen.Int[-1000, 1000], Gen.Int[1, 1000], (n, d) => new Rational(n, d));
}
