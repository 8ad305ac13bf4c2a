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

    /// <summary>log(1 + x) to full relative accuracy for x >= 0, however small (Kahan's correction of the rounded sum; .NET's generic LogP1 loses eight digits at 1e-10).</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? Math.Log(x) : Math.Log(u) * (x / (u - 1));
    }
}
