using System;
using System.Globalization;
using System.Numerics;
using RegularizerGen.Reports;

namespace RegularizerGen.Tests;

/// <summary>Printed bounds lie on the outer side of what they print, compared exactly, and within one unit of their fourth digit.</summary>
public sealed class OutwardTextTests
{
    private const int Seed = 3;

    [Theory]
    [InlineData(0.0, "0", "0")]
    [InlineData(1.0, "1", "1")]
    [InlineData(-0.5, "-0.5", "-0.5")]
    [InlineData(1.00001, "1.001", "1")]
    [InlineData(-1.00001, "-1", "-1.001")]
    [InlineData(9999.5, "10000", "9999")]
    [InlineData(123456.0, "1.235E+05", "1.234E+05")]
    [InlineData(0.000012344, "0.00001235", "0.00001234")]
    [InlineData(1e-7, "1E-07", "9.999E-08")]
    [InlineData(double.Epsilon, "4.941E-324", "4.94E-324")]
    [InlineData(double.MaxValue, "1.798E+308", "1.797E+308")]
    [InlineData(double.PositiveInfinity, "∞", "∞")]
    [InlineData(double.NegativeInfinity, "-∞", "-∞")]
    public void Text_IsAsExpected(double value, string up, string down)
    {
        Assert.Equal(up, OutwardText.Up(value));
        Assert.Equal(down, OutwardText.Down(value));
    }

    [Fact]
    public void Text_EnclosesEveryNumber()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 3000; draw++)
        {
            long bits = random.NextInt64(long.MinValue, long.MaxValue);
            double value = draw % 3 == 0 ? (2 * random.NextDouble()) - 1 : BitConverter.Int64BitsToDouble(bits);
            if (!double.IsFinite(value) || value == 0)
            {
                continue;
            }

            (string down, string up) = (OutwardText.Down(value), OutwardText.Up(value));
            string what = $"Seed {Seed}: {value:R} is printed as [{down}, {up}].";
            Assert.True(Compare(up, value) >= 0 && Compare(down, value) <= 0, what);
            double width = double.Parse(up, CultureInfo.InvariantCulture) - double.Parse(down, CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(value) < 1e-300 || width <= 1.01e-3 * Math.Abs(value), what);
        }
    }

    /// <summary>Sign of text - value, exactly.</summary>
    private static int Compare(string text, double value)
    {
        string[] parts = text.Split('E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
        int decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        int tens = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals;
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int exponent = (int)(bits >> 52);
        BigInteger mantissa = Math.Sign(value) * new BigInteger((bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52));
        int twos = Math.Max(exponent, 1) - 1075;
        BigInteger left = digits * BigInteger.Pow(10, Math.Max(tens, 0)) * BigInteger.Pow(2, Math.Max(-twos, 0));
        BigInteger right = mantissa * BigInteger.Pow(2, Math.Max(twos, 0)) * BigInteger.Pow(10, Math.Max(-tens, 0));
        return left.CompareTo(right);
    }
}
