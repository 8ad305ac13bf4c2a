using System;
using System.Globalization;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>Powers of numbers are what they are, with square factors outside of roots.</summary>
public sealed class NumberPowerTests
{
    /// <summary>√0 is a number, and squares of primes beyond those that are tried one by one are found, too.</summary>
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("4/9", "2/3")]
    [InlineData("961", "31")]
    [InlineData("994009", "997")]
    [InlineData("1018081", "1009")]
    [InlineData("1000006000009", "1000003")]
    [InlineData("100000380000361", "10000019")]
    [InlineData("10000000000000000000000000000000000000000", "100000000000000000000")]
    [InlineData("1000006000009000000/1018081", "1000003000/1009")]
    public void RootOfASquare_IsANumber(string square, string root) =>
        Assert.Equal((Expr)Rational.Parse(root), Expr.Sqrt(Rational.Parse(square)));

    [Fact]
    public void Roots_AreThoseOfDoubles()
    {
        foreach (string number in new[] { "2", "8", "12", "2/3", "27/50", "1/1018081", "2036162", "1000004/17", "994009/2" })
        {
            for (int half = -5; half <= 5; half++)
            {
                Expr power = Expr.Power(Rational.Parse(number), new Rational(half, 2));
                double expected = Math.Pow(Rational.Parse(number).ToDouble(), half / 2.0);
                double found = power.Evaluate(_ => double.NaN);
                Assert.True(
                    Math.Abs(found - expected) <= 1e-14 * expected,
                    string.Create(CultureInfo.InvariantCulture, $"({number})^({half}/2): {found}, not {expected}")
                );
            }
        }
    }

    /// <summary>Factors that are roots multiply under one root, whose squares move out.</summary>
    [Fact]
    public void ProductsOfRoots_AreOneNumberAndOneRoot()
    {
        Assert.Equal(30 * Expr.Sqrt(2), Expr.Sqrt(6) * Expr.Sqrt(10) * Expr.Sqrt(30));
        Assert.Equal((Expr)new Rational(1, 2), Expr.Power(2, new Rational(-1, 2)) * Expr.Power(2, new Rational(-1, 2)));
        Assert.Equal("sqrt(-2)", InfixPrinter.Print(Expr.Sqrt(-2)));
    }
}
