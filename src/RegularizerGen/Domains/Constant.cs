using RegularizerGen.Numbers;

namespace RegularizerGen.Domains;

/// <summary>A number that stands in the step or in a function's facts.</summary>
/// <param name="Value">The number, or the double nearest to it.</param>
/// <param name="IsExact">Whether it is the number itself; else rigorous domains widen it.</param>
public readonly record struct Constant(double Value, bool IsExact = true)
{
    /// <summary>A number that is a double.</summary>
    public static implicit operator Constant(double value) => new(value);

    /// <summary>A number whose nearest double is given.</summary>
    public static Constant Rounded(double value) => new(value, IsExact: false);

    /// <summary>The number in the arithmetic of a bound.</summary>
    /// <typeparam name="TNumber">The numbers of the bound.</typeparam>
    public TNumber In<TNumber>()
        where TNumber : unmanaged, IBoundNumber<TNumber> => IsExact ? Value : TNumber.Rounded(Value);
}
