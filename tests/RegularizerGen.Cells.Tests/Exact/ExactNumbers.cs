using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>Doubles as rational numbers, and norms that are no rational numbers from below.</summary>
internal static class ExactNumbers
{
    private const int Digits = 128;

    /// <summary>The number that a finite double is.</summary>
    public static Rational Exact(double value)
    {
        int exponent = value == 0 ? 0 : Math.ILogB(value) - 52;
        return new Rational(new BigInteger(Math.ScaleB(value, -exponent)), 1) * Rational.Pow(2, exponent);
    }

    /// <summary>Σ |v|.</summary>
    public static Rational SumOfSizes(Rational[] row) => row.Aggregate(Rational.Zero, (sum, v) => sum + Rational.Abs(v));

    /// <summary>Σ v².</summary>
    public static Rational SumOfSquares(Rational[] row) => row.Aggregate(Rational.Zero, (sum, v) => sum + (v * v));

    /// <summary>√v rounded down to some 38 digits.</summary>
    public static Rational LowerRoot(Rational v)
    {
        BigInteger square = (v.Numerator * v.Denominator) << (2 * Digits);
        if (square.IsZero)
        {
            return 0;
        }

        BigInteger root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (BigInteger next = (root + (square / root)) / 2; next < root; next = (root + (square / root)) / 2)
        {
            root = next;
        }

        return new Rational(root, v.Denominator << Digits);
    }

    /// <summary>‖J v‖/‖v‖ of a vector v near the one that J stretches most: below the spectral norm by the square of what v is
    /// off.</summary>
    public static Rational LowerSpectralNorm(Rational[][] rows)
    {
        double[][] j = [.. rows.Select(row => row.Select(e => e.ToDouble()).ToArray())];
        double[] v = [.. rows[0].Select((_, k) => 1 + (0.1 * k))];
        for (int k = 0; k < 60; k++)
        {
            double[] image = [.. j.Select(row => row.Zip(v, (a, b) => a * b).Sum())];
            double[] back = [.. v.Select((_, c) => j.Select((row, i) => row[c] * image[i]).Sum())];
            double size = back.Max(Math.Abs);
            v = size > 0 ? [.. back.Select(b => b / size)] : v;
        }

        Rational[] direction = [.. v.Select(Exact)];
        Rational[] stretched = [.. rows.Select(row => row.Zip(direction, (a, b) => a * b).Aggregate(Rational.Zero, (sum, p) => sum + p))];
        return LowerRoot(SumOfSquares(stretched) / SumOfSquares(direction));
    }
}
