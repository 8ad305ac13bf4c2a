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
