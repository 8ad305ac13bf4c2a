using System.ComponentModel;

namespace RegularizerGen.Numbers.Functions;

/// <summary>An elementary function in all numbers of a bound, of which the interfaces of the numbers know nothing. One that is
/// non-decreasing needs value and slope only.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IElementaryFunction<TSelf>
    where TSelf : IElementaryFunction<TSelf>
{
    /// <summary>f(x), at ±∞ its limit; 0 only where it is.</summary>
    static abstract double Value(double x);

    /// <summary>f'(x).</summary>
    static abstract double Slope(double x);

    /// <summary>No value is below this.</summary>
    static virtual double Least => double.NegativeInfinity;

    /// <summary>No value is above this.</summary>
    static virtual double Most => double.PositiveInfinity;

    /// <summary>All values on an interval, outward; as it stands for a non-decreasing function whose <see cref="Value"/> is wrong by at
    /// most 2^-48 of itself.</summary>
    static virtual Enclosure Enclose(Enclosure x) =>
        Enclosure.NonDecreasing(TSelf.Value(x.Lower), TSelf.Value(x.Upper), TSelf.Least, TSelf.Most);
}
