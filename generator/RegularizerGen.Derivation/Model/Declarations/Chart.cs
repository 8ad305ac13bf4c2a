using System;

namespace RegularizerGen.Derivation;

/// <summary>v^Order · Mantissa, where v = 1/t is the size of the argument far out; near 0 the order is 0.</summary>
internal readonly struct PowerInterval(int order, DoubleInterval mantissa)
{
    public int Order { get; } = order;

    public DoubleInterval Mantissa { get; } = mantissa;

    public bool IsZero => Mantissa is { Lo: 0, Hi: 0 };

    public static implicit operator PowerInterval(DoubleInterval value) => new(0, value);

    public static PowerInterval operator -(PowerInterval a) => new(a.Order, -a.Mantissa);

    public static PowerInterval operator *(PowerInterval a, PowerInterval b) => new(a.Order + b.Order, a.Mantissa * b.Mantissa);

    public PowerInterval Square() => new(2 * Order, Mantissa.Square());
}

/// <summary>
/// A box of arguments: an interval near 0, or a tail |u| = v = 1/t with t in an interval that may reach 0, so that boxes cover the whole
/// line. In a tail, values are kept as powers of v times an interval, so that u/(1 + |u|) does not become ∞/∞.
/// </summary>
internal sealed class Chart
{
    private readonly DoubleInterval t;
    private readonly int tail;
    private readonly DoubleInterval range;

    private Chart(int tail, DoubleInterval range)
    {
        this.tail = tail;
        this.range = range;
        t = tail == 0 ? DoubleInterval.One : range;
    }

    /// <summary>The line as four boxes: [0, 1], [-1, 0], and what lies beyond on both sides.</summary>
    public static Chart[] Line { get; } = [new(0, new(0, 1)), new(0, new(-1, 0)), new(1, new(0, 1)), new(-1, new(0, 1))];

    /// <summary>Whether the box is one point: there, kinks of |x|, min and max have no derivative.</summary>
    public bool IsPoint => range.Lo == range.Hi;

    public PowerInterval Argument => tail == 0 ? range : new PowerInterval(1, DoubleInterval.Point(tail));

    /// <summary>A point of the box, as a number.</summary>
    public double Sample { get; private set; }

    /// <summary>The box at a point within it, taken as a number near 0 or far out alike.</summary>
    public Chart Middle()
    {
        double middle = range.Lo + ((range.Hi - range.Lo) / 2);
        return At(tail == 0 ? middle : tail / middle);
    }

    /// <summary>A single number.</summary>
    public static Chart At(double point) => new(0, DoubleInterval.Point(point)) { Sample = point };

    /// <summary>All numbers between two.</summary>
    public static Chart Between(double lo, double hi) => new(0, new DoubleInterval(lo, hi)) { Sample = lo };

    public (Chart Left, Chart Right) Halves()
    {
        double middle = range.Lo + ((range.Hi - range.Lo) / 2);
        return (new Chart(tail, new(range.Lo, middle)), new Chart(tail, new(middle, range.Hi)));
    }

    public PowerInterval Add(PowerInterval a, PowerInterval b)
    {
        if (a.IsZero || b.IsZero)
        {
            return a.IsZero ? b : a;
        }

        int order = Math.Max(a.Order, b.Order);
        return new PowerInterval(order, At(a, order) + At(b, order));
    }

    public PowerInterval Subtract(PowerInterval a, PowerInterval b) => Add(a, -b);

    public PowerInterval Combine(PowerInterval a, PowerInterval b, Func<DoubleInterval, DoubleInterval, DoubleInterval> function)
    {
        int order = Math.Max(a.Order, b.Order);
        return new PowerInterval(order, function(At(a, order), At(b, order)));
    }

    public static PowerInterval Divide(PowerInterval a, PowerInterval b) => new(a.Order - b.Order, a.Mantissa / b.Mantissa);

    public PowerInterval Sqrt(PowerInterval a)
    {
        int order = a.Order + (a.Order & 1);
        return new PowerInterval(order / 2, At(a, order).Sqrt());
    }

    /// <summary>exp of a quantity: where it falls to -∞, v³ᵐ exp(-c vᵐ) ≤ (3/(e c))³ keeps products with powers of v bounded.</summary>
    public PowerInterval Exp(PowerInterval a)
    {
        DoubleInterval direct = Elementary.Exp(Flatten(a));
        if (tail == 0 || a.Order < 1 || !(a.Mantissa.Hi < 0))
        {
            return direct;
        }

        int order = 3 * a.Order;
        double peak = Directed.Quotient(Directed.Quotient(3, 2.718281828459045, up: true), -a.Mantissa.Hi, up: true);
        DoubleInterval scaled = direct * Grown(order);
        double bound = Directed.Product(Directed.Product(peak, peak, up: true), peak, up: true);
        return new PowerInterval(-order, new DoubleInterval(Math.Min(scaled.Lo, bound), Math.Min(scaled.Hi, bound)));
    }

    /// <summary>The quantity as an interval.</summary>
    public DoubleInterval Flatten(PowerInterval a) =>
        a.Order == 0 ? a.Mantissa
        : a.Order > 0 ? a.Mantissa * Grown(a.Order)
        : a.Mantissa * t.Pow(-a.Order);

    /// <summary>v^order for an order above 0.</summary>
    private DoubleInterval Grown(int order)
    {
        DoubleInterval power = t.Pow(order);
        return new DoubleInterval(
            Directed.Quotient(1, power.Hi, false),
            power.Lo == 0 ? double.PositiveInfinity : Directed.Quotient(1, power.Lo, true)
        );
    }

    private DoubleInterval At(PowerInterval a, int order) => a.Order == order ? a.Mantissa : a.Mantissa * t.Pow(order - a.Order);
}
