using System;

namespace RegularizerGen.Numbers;

/// <summary>Scalar functions that need more care than their formula.</summary>
internal static class ScalarMath
{
    /// <summary>1/(1 + exp(-x)), accurate in the relative sense at both ends.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0)
        {
            return 1 / (1 + Math.Exp(-x));
        }

        double e = Math.Exp(x);
        return e / (1 + e);
    }

    /// <summary>e/(1 + e)² with e = exp(-|x|).</summary>
    public static double LogisticSlope(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /// <summary>Bound of the absolute error of <see cref="Erf"/>: fewer than 80 terms of one sign, each wrong by at most 3·80 roundings,
    /// and exp(-x²) by x² + 32.</summary>
    public const double ErfError = 1e-13;

    /// <summary>Error function: exp(-x²) times a series without cancellation below 3, Legendre's continued fraction of erfc above
    /// (Abramowitz and Stegun 7.1.6, 7.1.14).</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        double value;
        if (a < 3)
        {
            double term = a;
            double sum = a;
            for (int k = 1; term > 1e-17 * sum; k++)
            {
                term *= 2 * a * a / ((2 * k) + 1);
                sum += term;
            }

            value = Math.Min(1, sum * Math.Exp(-a * a) * (2 / Math.Sqrt(Math.PI)));
        }
        else
        {
            double fraction = a;
            for (int k = 60; k >= 1; k--)
            {
                fraction = a + (k / 2.0 / fraction);
            }

            value = 1 - (Math.Exp(-a * a) / (fraction * Math.Sqrt(Math.PI)));
        }

        return Math.CopySign(value, x);
    }

    /// <summary>log(1 + x) to full relative accuracy for x >= 0, however small (Kahan's correction of the rounded sum; .NET's generic LogP1
    /// loses eight digits at 1e-10).</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x
            : double.IsInfinity(u) ? Math.Log(x)
            : Math.Log(u) * (x / (u - 1));
    }
}
