using System;

namespace RegularizerGen.Derivation;

/// <summary>
/// Elementary functions of intervals, rounded outward by a margin that covers the libraries of all platforms (a few units in the last
/// place).
/// </summary>
internal static class Elementary
{
    /// <summary>Beyond this, some platforms reduce the argument of sin and cos by an approximate π.</summary>
    private const double LargestAngle = 1000;

    public static DoubleInterval Exp(DoubleInterval x) => new(Exp(x.Lo, up: false), Exp(x.Hi, up: true));

    public static DoubleInterval Log(DoubleInterval x) => new(Log(x.Lo, up: false), Log(x.Hi, up: true));

    public static DoubleInterval Tanh(DoubleInterval x) => new(Tanh(x.Lo, up: false), Tanh(x.Hi, up: true));

    /// <summary>1/(1 + exp(-x)).</summary>
    public static DoubleInterval Sigmoid(DoubleInterval x) => (DoubleInterval.One / (DoubleInterval.One + Exp(-x))).Clamp(0, 1);

    /// <summary>ln(1 + exp(x)).</summary>
    public static DoubleInterval Softplus(DoubleInterval x) =>
        new(
            Directed.Sum(Math.Max(x.Lo, 0), Log(DoubleInterval.One + Exp(DoubleInterval.Point(-Math.Abs(x.Lo)))).Lo, up: false),
            Directed.Sum(Math.Max(x.Hi, 0), Log(DoubleInterval.One + Exp(DoubleInterval.Point(-Math.Abs(x.Hi)))).Hi, up: true)
        );

    public static DoubleInterval Sin(DoubleInterval x) => x.Lo == 0 && x.Hi == 0 ? x : Wave(x, Math.Sin, 0.5);

    public static DoubleInterval Cos(DoubleInterval x) => x.Lo == 0 && x.Hi == 0 ? DoubleInterval.One : Wave(x, Math.Cos, 0);

    private static double Exp(double x, bool up)
    {
        if (x == 0)
        {
            return 1;
        }

        double value = Math.Exp(x);
        double loose = double.IsInfinity(value)
            ? (up || double.IsInfinity(x) ? value : double.MaxValue)
            : Math.Max(0, Directed.Loose(value, up));
        return x < 0 ? Math.Min(1, loose) : Math.Max(1, loose);
    }

    private static double Log(double x, bool up) =>
        x == 1 ? 0
        : x <= 0 ? double.NegativeInfinity
        : double.IsInfinity(x) ? x
        : Directed.Loose(Math.Log(x), up);

    private static double Tanh(double x, bool up)
    {
        double value = x == 0 ? 0 : Directed.Loose(Math.Tanh(x), up);
        return x > 0 ? Math.Min(1, Math.Max(0, value)) : Math.Max(-1, Math.Min(0, value));
    }

    /// <summary>
    /// A wave with maxima at (2k + first)·π and minima half a period further: its ends, and 1 or -1 where a maximum or minimum may lie
    /// between.
    /// </summary>
    private static DoubleInterval Wave(DoubleInterval x, Func<double, double> function, double first)
    {
        if (!(Math.Abs(x.Lo) <= LargestAngle && Math.Abs(x.Hi) <= LargestAngle) || x.Hi - x.Lo >= 6)
        {
            return new(-1, 1);
        }

        (double a, double b) = (function(x.Lo), function(x.Hi));
        double least = Math.Min(a, b) - 1e-12;
        double largest = Math.Max(a, b) + 1e-12;
        double from = Math.Ceiling((x.Lo / Math.PI) - first - 1e-9);
        for (double k = from; k <= (x.Hi / Math.PI) - first + 1e-9; k++)
        {
            (least, largest) = k % 2 == 0 ? (least, 1.0) : (-1.0, largest);
        }

        return new(Math.Max(-1, least), Math.Min(1, largest));
    }
}
