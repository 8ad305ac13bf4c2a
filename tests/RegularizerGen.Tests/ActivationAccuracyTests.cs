using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Activations;
using Xunit;

namespace RegularizerGen.Tests;

/// <summary>What the kernels of tanh and of the logistic function say of their rounding, against fixed-point numbers of 1280
/// bits.</summary>
public sealed class ActivationAccuracyTests
{
    private const int Seed = 1502;
    private const int Bits = 1280; // the logistic function at -690 is 2^-995
    private static readonly BigInteger One = BigInteger.One << Bits;

    [Fact]
    public void Values_AreWithinTheStatedUnitsInTheLastPlace()
    {
        Walk<double>(2, 690, 1_500);
        Walk<float>(4, 85, 4_000);
    }

    /// <summary>Far out, values are finite, level, and not subnormal; NaN stays NaN.</summary>
    [Fact]
    public void Values_AreDefinedEverywhere()
    {
        Ends<double>(double.MaxValue);
        Ends<float>(float.MaxValue);
    }

    private static void Ends<T>(T largest)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        T[] x =
        [
            T.Zero,
            largest,
            -largest,
            T.PositiveInfinity,
            T.NegativeInfinity,
            T.NaN,
            T.CreateTruncating(1000),
            -T.CreateTruncating(1000),
        ];
        T[] tanh = Values(Tanh.Kernel<T>(), x);
        T[] sigmoid = Values(Sigmoid.Kernel<T>(), x);
        Assert.Equal([T.Zero, T.One, -T.One, T.One, -T.One, T.NaN, T.One, -T.One], tanh);
        Assert.Equal([T.One / (T.One + T.One), T.One, sigmoid[2], T.One, sigmoid[4], T.NaN, T.One, sigmoid[7]], sigmoid);
        Assert.All(
            [sigmoid[2], sigmoid[4], sigmoid[7]],
            v => Assert.True(T.IsNormal(v) && T.IsPositive(v) && v < T.CreateTruncating(2e-38))
        );
    }

    private static void Walk<T>(double units, double reach, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Every size of the argument alike, the steep middle, and either side of where the reduction changes.
        var random = new Random(Seed);
        T[] x =
        [
            .. Enumerable
                .Range(0, count)
                .Select(k =>
                    T.CreateTruncating(
                        (random.Next(2) == 0 ? -1 : 1)
                            * (k % 3) switch
                            {
                                0 => reach * Math.Pow(10, -12 * random.NextDouble()),
                                1 => 4 * random.NextDouble(),
                                _ => (random.Next(1, 20) - 0.5 + (1e-6 * (random.NextDouble() - 0.5))) * Math.Log(2) / random.Next(1, 3),
                            }
                    )
                ),
        ];
        T[] tanh = Values(Tanh.Kernel<T>(), x);
        T[] sigmoid = Values(Sigmoid.Kernel<T>(), x);
        double worstTanh = 0,
            worstSigmoid = 0;
        for (int k = 0; k < count; k++)
        {
            Assert.True(T.Abs(tanh[k]) <= T.One && sigmoid[k] > T.Zero && sigmoid[k] <= T.One, $"Out of range at {x[k]}.");
            BigInteger v = Fixed(double.CreateTruncating(x[k]));
            BigInteger e = Exp(-2 * BigInteger.Abs(v));
            BigInteger exact = (One - e) * One / (One + e) * v.Sign;
            worstTanh = Math.Max(worstTanh, Units(tanh[k], exact));
            e = Exp(-BigInteger.Abs(v));
            worstSigmoid = Math.Max(worstSigmoid, Units(sigmoid[k], (v.Sign < 0 ? e : One) * One / (One + e)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{typeof(T).Name}: tanh {worstTanh:F3}, logistic function {worstSigmoid:F3} units."
        );
        Assert.InRange(worstTanh, 0.5, units);
        Assert.InRange(worstSigmoid, 0.5, units);
    }

    private static T[] Values<T>(ActivationKernel<T> kernel, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] y = new T[x.Length];
        kernel.Forward(x, y, new T[x.Length]);
        return y;
    }

    /// <summary>Distance in units in the last place of the exact value.</summary>
    private static double Units<T>(T actual, BigInteger exact)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(Double(exact));
        double unit = double.CreateTruncating(T.BitIncrement(T.Abs(rounded)) - T.Abs(rounded));
        return Double(BigInteger.Abs(Fixed(double.CreateTruncating(actual)) - exact)) / unit;
    }

    private static double Double(BigInteger value)
    {
        int shift = (int)Math.Max(0, (long)BigInteger.Abs(value).GetBitLength() - 64);
        return Math.ScaleB((double)(value >> shift), shift - Bits);
    }

    /// <summary>A double that is no smaller than 2^(52 - Bits), exactly.</summary>
    private static BigInteger Fixed(double value)
    {
        int exponent = value == 0 ? 0 : Math.ILogB(value) - 52;
        var mantissa = new BigInteger(Math.ScaleB(value, -exponent));
        int shift = Bits + exponent;
        return shift >= 0 ? mantissa << shift : mantissa >> -shift;
    }

    /// <summary>exp(v) for v ≤ 0: Taylor's series of v / 1024, then squared ten times.</summary>
    private static BigInteger Exp(BigInteger v)
    {
        BigInteger small = v >> 10;
        BigInteger sum = One;
        BigInteger term = One;
        for (int k = 1; !term.IsZero && term != -1; k++)
        {
            term = (term * small >> Bits) / k;
            sum += term;
        }

        for (int k = 0; k < 10; k++)
        {
            sum = sum * sum >> Bits;
        }

        return sum;
    }
}
