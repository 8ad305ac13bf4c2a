using System;
using System.Collections.Generic;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>What kinds of quantities the functions of the runtime take and give.</summary>
public enum QuantityKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A range: its ends have names of their own in formulas.</summary>
    Range,

    /// <summary>A gate tied to its own slope: for functions only, never in formulas.</summary>
    Tie,

    /// <summary>A number that is known here.</summary>
    Literal,
}

/// <summary>An argument or a result of a <see cref="CallStatement"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; a number's is that of its symbol.</param>
public sealed record Quantity(QuantityKind Kind, string Name)
{
    private const string LoSuffix = "Lo";
    private const string HiSuffix = "Hi";

    /// <summary>The value of a literal.</summary>
    public Rational Value { get; init; }

    /// <summary>Whether the result has no derivative with respect to this argument; of a result, whether it is kept for the adjoint
    /// only.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Its names in formulas.</summary>
    public IReadOnlyList<Symbol> Symbols =>
        Kind switch
        {
            QuantityKind.Range => [Lo, Hi],
            QuantityKind.Literal => [],
            _ => [Expr.Symbol(Name)],
        };

    /// <summary>Lower end of a range.</summary>
    public Symbol Lo => Expr.Symbol(Name + LoSuffix);

    /// <summary>Upper end of a range.</summary>
    public Symbol Hi => Expr.Symbol(Name + HiSuffix);

    public static Quantity Number(Symbol symbol) => new(QuantityKind.Number, symbol.Name);

    public static Quantity Range(string name) => new(QuantityKind.Range, name);

    public static Quantity Literal(Rational value) => new(QuantityKind.Literal, string.Empty) { Value = value };

    /// <summary>The range whose ends have these names; null where they belong to none.</summary>
    public static Quantity? Of(Interval range) =>
        range.Lo is Symbol lo
        && lo.Name.EndsWith(LoSuffix, StringComparison.Ordinal)
        && Range(Prefix(lo)) is var named
        && range.Hi == named.Hi
            ? named
            : null;

    private static string Prefix(Symbol lo) => lo.Name.Substring(0, lo.Name.Length - LoSuffix.Length);
}
