using System;
using System.Numerics;

namespace RegularizerGen.Tests.Kernels;

/// <summary>A sum of numbers and of products of two, without any rounding.</summary>
internal sealed class ExactSum
{
    // Every double is a multiple of 2^-1074, every product of two of 2^-2148.
    private const int Scale = 1074;

    private BigInteger sum;
    private BigInteger magnitude;

    public void Add(double value) => Add(Integer(value) << Scale);

    public void Add(double a, double b) => Add(Integer(a) * Integer(b));

    /// <summary>Whether a figure differs by at most as many roundings of the total magnitude, each of 2^-digits.</summary>
    public bool IsWithin(double figure, int roundings, int digits) =>
        BigInteger.Abs((Integer(figure) << Scale) - sum) << digits <= roundings * magnitude;

    private static BigInteger Integer(double value)
    {
        int exponent = value == 0 ? 0 : Math.Max(Math.ILogB(value) - 52, -Scale);
        return new BigInteger(Math.ScaleB(value, -exponent)) << (exponent + Scale);
    }

    private void Add(BigInteger term)
    {
        sum += term;
        magnitude += BigInteger.Abs(term);
    }
}
