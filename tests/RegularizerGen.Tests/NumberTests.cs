using System;
using System.Numerics;
using CsCheck;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>Scaled numbers against doubles where both can be used, and against big integers where only they can.</summary>
public sealed class NumberTests
{
    private static readonly Gen<double> Values = Gen.OneOf(Gen.Double[-3, 3], Gen.Double[-1e6, 1e6], Gen.Const(0.0), Gen.Double[-1e-6, 1e-6]);

    [Fact]
    public void Scaled_AgreesWithDouble() => Gen.Select(Values, Values).Seeded().Sample(
        (a, b) =>
        {
            Scaled x = a;
            Scaled y = b;
            Assert.Equal(a + b, Scaled.ToDouble(x + y), 1e-15 * (Math.Abs(a) + Math.Abs(b)));
            Assert.Equal(a * b, Scaled.ToDouble(x * y));
            Assert.Equal(a - b, Scaled.ToDouble(x - y), 1e-15 * (Math.Abs(a) + Math.Abs(b)));
            Assert.Equal(a < b, x < y);
            Assert.Equal(a > b, x > y);
            Assert.Equal(Math.Max(a, b), Scaled.ToDouble(Scaled.Max(x, y)));
            Assert.Equal(Math.Sqrt(Math.Abs(a)), Scaled.ToDouble(Scaled.Sqrt(Scaled.Abs(x))), 1e-15 * (1 + Math.Abs(a)));
            Assert.Equal(Math.Tanh(a), Scaled.ToDouble(Scaled.Tanh(x)), 1e-15);
            Assert.Equal(Real.ToDouble(Real.Sigmoid(a)), Scaled.ToDouble(Scaled.Sigmoid(x)), 1e-15);
            Assert.True(b == 0 || Math.Abs((a / b) - Scaled.ToDouble(x / y)) <= 1e-15 * Math.Abs(a / b));
        });

    [Fact]
    public void Scaled_GoesBeyondDoubleAndComesBack()
    {
        Scaled huge = 1e300;
        for (int k = 0; k < 20; k++)
        {
            huge *= huge;
        }

        Assert.True(Scaled.IsFinite(huge));
        Assert.Equal(Math.Log(1e300) * (1 << 20), Scaled.LogToDouble(huge), 1.0);
        Assert.Equal(double.PositiveInfinity, Scaled.ToDouble(huge));
        Assert.Equal(1.0, Scaled.ToDouble(huge / huge));
        Assert.Equal(1.0, Scaled.ToDouble(Scaled.Sigmoid(huge)));
        Assert.True(0 < (1 / huge) && (1 / huge) < 1e-300);
    }

    [Fact]
    public void Scaled_RepeatedSquaring_BecomesInfiniteAndNeverNaN()
    {
        Scaled x = 3;
        for (int k = 0; k < 100; k++)
        {
            x *= x;
        }

        Assert.False(Scaled.IsFinite(x));
        Assert.Equal(double.PositiveInfinity, Scaled.ToDouble(x));
        Assert.Equal(0.0, Scaled.ToDouble(0 * x));
    }

    [Fact]
    public void ZeroTimesInfinity_IsZero() => Assert.Equal(0, Real.ToDouble((Real)0 * double.PositiveInfinity));

    [Fact]
    public void Log1P_IsAccurateForSmallArguments() => Gen.Double[-30, 0.5].Seeded().Sample(exponent =>
    {
        double x = Math.Pow(10, exponent);

        // The series in exact steps: ln(1 + x) = 2 artanh(x / (2 + x)).
        double z = x / (2 + x);
        double sum = 0;
        double power = z;
        for (int k = 1; k < 4000 && Math.Abs(power) > 1e-40; k += 2)
        {
            sum += power / k;
            power *= z * z;
        }

        return Math.Abs(ScalarMath.Log1P(x) - (2 * sum)) <= 4e-15 * 2 * sum;
    });

    [Fact]
    public void Sigmoid_KeepsRelativeAccuracyAtBothEnds()
    {
        Assert.Equal(Math.Exp(-700), ScalarMath.Sigmoid(-700), Math.Exp(-700) * 1e-12);
        Assert.Equal(1, ScalarMath.Sigmoid(1e308));
        Assert.Equal(-5000.0, Scaled.LogToDouble(Scaled.Sigmoid(-5000)), 1e-9);
    }
}
