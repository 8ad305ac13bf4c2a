using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// The conversions that a step may contain, which is to say those that keep the value: identity; a known number of any type to double, as
/// C# does it; a bias as a signal; tuples of these. Casts that truncate, round or wrap, and conversions of the user's own, are refused.
/// </summary>
internal sealed class ConversionReader(ModelBuilder builder)
{
    /// <summary>The converted value.</summary>
    public Value Read(IConversionOperation conversion, Value operand)
    {
        Conversion kind = conversion.GetConversion();
        bool known = conversion.OperatorMethod is { } method
            ? kind.IsImplicit && method.ContainingType.ToDisplayString() == KnownNames.Bias
            : kind.IsIdentity || (kind.IsImplicit && kind.IsNumeric) || kind.IsTupleConversion || kind.IsTupleLiteralConversion;
        return known && conversion.Type is { } type && TryFit(type, operand) is { } value ? value : throw Refusal.Of(conversion);
    }

    /// <summary>The value as a variable of the given type holds it.</summary>
    public Value Fit(ITypeSymbol type, Value value, IOperation use) =>
        TryFit(type, value)
        ?? throw Refusal.Of(use, Refusal.Quoted(use), $"it is not read as '{Refusal.Name(type)}'; declare it with the type that it has");

    private Value? TryFit(ITypeSymbol type, Value value) =>
        (type, value) switch
        {
            ({ TypeKind: TypeKind.Error }, _) => throw new UnreadableException(null),
            (ITypeParameterSymbol, _) => value,
            (_, NumberValue number) => Number(type, number),
            (INamedTypeSymbol { IsTupleType: true, TupleElements: var elements }, TupleValue tuple)
                when elements.Length == tuple.Items.Count => Tuple(elements.Select(e => e.Type), tuple),
            (_, TupleValue) => null,
            (_, WeightValue { Type: KnownNames.Bias } bias) when type.ToDisplayString() == KnownNames.Signal => new SignalValue(
                builder.Bias(bias.Weight)
            ),
            (_, SignalValue or ConcatenationValue) => type.ToDisplayString() == KnownNames.Signal ? value : null,
            (_, ScalarValue) => type.ToDisplayString() == KnownNames.Scalar ? value : null,
            (_, MatrixValue) => type.ToDisplayString() is KnownNames.Matrix or KnownNames.IdentityMatrix or KnownNames.Diagonal
                ? value
                : null,
            (_, WeightValue weight) => type.ToDisplayString() == weight.Type ? value : null,
            _ => null,
        };

    private TupleValue? Tuple(System.Collections.Generic.IEnumerable<ITypeSymbol> types, TupleValue tuple)
    {
        Value?[] items = [.. types.Zip(tuple.Items, TryFit)];
        return items.Contains(null) ? null : new TupleValue(items.Select(i => i!).ToEquatableArray());
    }

    /// <summary>
    /// A number of another type becomes a double by the conversion that C# has for it; other number types keep only what is theirs.
    /// </summary>
    private static NumberValue? Number(ITypeSymbol type, NumberValue number) =>
        type.SpecialType == SpecialType.System_Double ? new NumberValue(number.Double)
        : type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Single && type.Name == number.Constant.GetType().Name
            ? number
        : null;
}
