using System;

namespace RegularizerGen.Derivation;

/// <summary>Whether a formula has a value.</summary>
internal enum Definedness
{
    /// <summary>Everywhere on the box.</summary>
    Everywhere,

    /// <summary>Not decided.</summary>
    Unknown,

    /// <summary>Nowhere on the box.</summary>
    Nowhere,
}

/// <summary>Enclosures of a function's values and slopes on a box of arguments. At kinks the slope encloses those of both sides.</summary>
internal readonly struct Jet(PowerInterval value, PowerInterval slope, Definedness defined = Definedness.Everywhere)
{
    public PowerInterval Value { get; } = value;

    public PowerInterval Slope { get; } = slope;

    public Definedness Defined { get; } = defined;

    public static Jet Constant(double value) => new(DoubleInterval.Point(value), DoubleInterval.Zero);

    public static Jet Add(Chart box, Jet a, Jet b) => new(box.Add(a.Value, b.Value), box.Add(a.Slope, b.Slope), Worse(a, b));

    public static Jet Subtract(Chart box, Jet a, Jet b) => new(box.Subtract(a.Value, b.Value), box.Subtract(a.Slope, b.Slope), Worse(a, b));

    public static Jet Multiply(Chart box, Jet a, Jet b) =>
        new(a.Value * b.Value, box.Add(a.Slope * b.Value, a.Value * b.Slope), Worse(a, b));

    public static Jet Square(Jet a) => new(a.Value.Square(), DoubleInterval.Point(2) * a.Value * a.Slope, a.Defined);

    /// <summary>(f/g)' = (f' - (f/g) g')/g, which keeps a slope that is largest at 0 exact there.</summary>
    public static Jet Divide(Chart box, Jet a, Jet b)
    {
        if (b.Value.Mantissa.Contains(0))
        {
            bool isZero = b.Value.Mantissa.Lo == 0 && b.Value.Mantissa.Hi == 0;
            return new Jet(
                DoubleInterval.Entire,
                DoubleInterval.Entire,
                Worse(Worse(a, b), isZero ? Definedness.Nowhere : Definedness.Unknown)
            );
        }

        PowerInterval value = Chart.Divide(a.Value, b.Value);
        return new Jet(value, Chart.Divide(box.Subtract(a.Slope, value * b.Slope), b.Value), Worse(a, b));
    }

    public static Jet Abs(Chart box, Jet a)
    {
        DoubleInterval size = a.Value.Mantissa;
        bool isPositive = box.IsPoint ? size.Lo > 0 : size.Lo >= 0;
        bool isNegative = box.IsPoint ? size.Hi < 0 : size.Hi <= 0;
        DoubleInterval sign =
            isPositive ? DoubleInterval.One
            : isNegative ? -DoubleInterval.One
            : new DoubleInterval(-1, 1);
        return new Jet(new PowerInterval(a.Value.Order, size.Abs()), sign * a.Slope, a.Defined);
    }

    public static Jet Max(Chart box, Jet a, Jet b) => Extremum(box, a, b, box.Subtract(a.Value, b.Value).Mantissa, DoubleInterval.Max);

    public static Jet Min(Chart box, Jet a, Jet b) => Extremum(box, a, b, box.Subtract(b.Value, a.Value).Mantissa, DoubleInterval.Min);

    /// <summary>What may be either.</summary>
    public static Jet Hull(Chart box, Jet a, Jet b) =>
        new(box.Combine(a.Value, b.Value, DoubleInterval.Hull), box.Combine(a.Slope, b.Slope, DoubleInterval.Hull), Worse(a, b));

    public static Jet Sqrt(Chart box, Jet a)
    {
        PowerInterval root = box.Sqrt(a.Value);
        DoubleInterval radicand = a.Value.Mantissa;
        Definedness defined = Worse(
            a.Defined,
            radicand.Hi < 0 ? Definedness.Nowhere
                : radicand.Lo < 0 ? Definedness.Unknown
                : Definedness.Everywhere
        );
        PowerInterval slope = root.Mantissa.Lo > 0 ? Chart.Divide(a.Slope, DoubleInterval.Point(2) * root) : DoubleInterval.Entire;
        return new Jet(root, slope, defined);
    }

    /// <summary>F(a) with slope F'(a) a'.</summary>
    public Jet Then(PowerInterval value, PowerInterval slope, Definedness defined = Definedness.Everywhere) =>
        new(value, slope * Slope, Worse(Defined, defined));

    private static Jet Extremum(Chart box, Jet a, Jet b, DoubleInterval lead, Func<DoubleInterval, DoubleInterval, DoubleInterval> function)
    {
        Definedness defined = Worse(a, b);
        if (box.IsPoint ? lead.Lo > 0 : lead.Lo >= 0)
        {
            return new Jet(a.Value, a.Slope, defined);
        }

        return (box.IsPoint ? lead.Hi < 0 : lead.Hi <= 0)
            ? new Jet(b.Value, b.Slope, defined)
            : new Jet(box.Combine(a.Value, b.Value, function), box.Combine(a.Slope, b.Slope, DoubleInterval.Hull), defined);
    }

    private static Definedness Worse(Jet a, Jet b) => Worse(a.Defined, b.Defined);

    private static Definedness Worse(Definedness a, Definedness b) => a > b ? a : b;
}
