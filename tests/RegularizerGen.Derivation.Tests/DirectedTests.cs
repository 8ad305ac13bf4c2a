using System;
using System.Numerics;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Arithmetic that proves declarations, against rational arithmetic.</summary>
public sealed class DirectedTests
{
    private const int Seed = 20261129;

    [Fact]
    public void Results_AreRoundedAsTold_AndExactOnesStay()
    {
        var random = new Random(Seed);
        int inexact = 0;
        for (int draw = 0; draw < 400; draw++)
        {
            (double a, double b) = (Draw(random), Draw(random));
            (Rational x, Rational y) = (Exact(a), Exact(b));
            inexact += Check(x + y, Directed.Sum(a, b, up: false), Directed.Sum(a, b, up: true));
            inexact += Check(x * y, Directed.Product(a, b, up: false), Directed.Product(a, b, up: true));
            inexact += Check(x / y, Directed.Quotient(a, b, up: false), Directed.Quotient(a, b, up: true));
        }

        Assert.True(inexact > 600, $"Only {inexact} results were inexact (seed {Seed}).");
        Assert.Equal(0.75, Directed.Product(1.5, 0.5, up: true));
        Assert.Equal(3, Directed.Quotient(1.5, 0.5, up: false));
    }

    [Fact]
    public void Quotient_ByWhatMayBeZero_IsTheWholeLine()
    {
        Assert.Equal(double.PositiveInfinity, (DoubleInterval.One / new DoubleInterval(-1, 2)).Hi);
        Assert.Equal(double.NegativeInfinity, (DoubleInterval.One / new DoubleInterval(0, 2)).Lo);
        Assert.Equal(0.5, (DoubleInterval.One / new DoubleInterval(1, 2)).Lo);
    }

    /// <summary>The number itself, not what its shortest text says.</summary>
    private static Rational Exact(double value)
    {
        int exponent = value == 0 ? 0 : Math.ILogB(value) - 52;
        var digits = new BigInteger(Math.ScaleB(value, -exponent));
        return exponent >= 0 ? new Rational(digits * BigInteger.Pow(2, exponent), 1) : new Rational(digits, BigInteger.Pow(2, -exponent));
    }

    private static double Draw(Random random) => ((2 * random.NextDouble()) - 1) * Math.Pow(10, random.Next(-9, 10));

    /// <summary>Between neighbours or equal; 1 where it is not exact.</summary>
    private static int Check(Rational exact, double down, double up)
    {
        Assert.True(Exact(down) <= exact, $"{down:R} is not rounded down (seed {Seed})");
        Assert.True(Exact(up) >= exact, $"{up:R} is not rounded up (seed {Seed})");
        Assert.True(up == down || up == Directed.Next(down, up: true), $"{down:R} and {up:R} are no neighbours (seed {Seed})");
        return up == down ? 0 : 1;
    }
}
