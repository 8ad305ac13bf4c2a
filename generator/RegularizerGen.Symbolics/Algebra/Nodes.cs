using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>An exact number.</summary>
public sealed class Number : Expr
{
    internal Number(Rational value)
        : base(value.GetHashCode(), 0) => Value = value;

    public Rational Value { get; }

    public override IReadOnlyList<Expr> Children => [];

    private protected override int Rank => 0;

    public override Expr WithChildren(IReadOnlyList<Expr> children) => this;

    private protected override int CompareSameKind(Expr other) => Value.CompareTo(((Number)other).Value);
}

/// <summary>A named real quantity.</summary>
public sealed class Symbol : Expr
{
    internal Symbol(string name)
        : base(StableHash(name), 1UL << (StableHash(name) & 63)) => Name = name;

    public string Name { get; }

    public override IReadOnlyList<Expr> Children => [];

    private protected override int Rank => 1;

    public override Expr WithChildren(IReadOnlyList<Expr> children) => this;

    private protected override int CompareSameKind(Expr other) => string.CompareOrdinal(Name, ((Symbol)other).Name);

    private static int StableHash(string text)
    {
        int result = 17;
        foreach (char c in text)
        {
            result = unchecked((result * 31) + c);
        }

        return result;
    }
}

/// <summary>base^exponent; the exponent is a non-zero integer or half-integer other than 1.</summary>
public sealed class Power : Expr
{
    internal Power(Expr @base, Rational exponent)
        : base(unchecked((@base.GetHashCode() * 31) + exponent.GetHashCode() + 3), @base.Symbols)
    {
        Base = @base;
        Exponent = exponent;
        Children = [@base];
    }

    public Expr Base { get; }

    public Rational Exponent { get; }

    public override IReadOnlyList<Expr> Children { get; }

    private protected override int Rank => 2;

    public override Expr WithChildren(IReadOnlyList<Expr> children) => Power(children[0], Exponent);

    private protected override int CompareSameKind(Expr other)
    {
        Power power = (Power)other;
        int order = Base.CompareTo(power.Base);
        return order != 0 ? order : Exponent.CompareTo(power.Exponent);
    }
}

/// <summary>A product of at least two factors: at most one number (first), no product among the factors.</summary>
public sealed class Product : Expr
{
    internal Product(IReadOnlyList<Expr> factors)
        : base(HashOf(5, factors), SymbolsOf(factors)) => Factors = factors;

    public IReadOnlyList<Expr> Factors { get; }

    public override IReadOnlyList<Expr> Children => Factors;

    private protected override int Rank => 3;

    public override Expr WithChildren(IReadOnlyList<Expr> children) => Product(children);

    private protected override int CompareSameKind(Expr other) => CompareLists(Factors, ((Product)other).Factors);
}

/// <summary>A sum of at least two terms: at most one number (first), no sum among the terms.</summary>
public sealed class Sum : Expr
{
    internal Sum(IReadOnlyList<Expr> terms)
        : base(HashOf(7, terms), SymbolsOf(terms)) => Terms = terms;

    public IReadOnlyList<Expr> Terms { get; }

    public override IReadOnlyList<Expr> Children => Terms;

    private protected override int Rank => 4;

    public override Expr WithChildren(IReadOnlyList<Expr> children) => Sum(children);

    private protected override int CompareSameKind(Expr other) => CompareLists(Terms, ((Sum)other).Terms);
}

/// <summary>A <see cref="ScalarFunction"/> applied to its arguments.</summary>
public sealed class FunctionCall : Expr
{
    internal FunctionCall(ScalarFunction function, IReadOnlyList<Expr> arguments)
        : base(HashOf(Symbol(function.Name).GetHashCode(), arguments), SymbolsOf(arguments))
    {
        Function = function;
        Arguments = arguments;
    }

    public ScalarFunction Function { get; }

    public IReadOnlyList<Expr> Arguments { get; }

    public override IReadOnlyList<Expr> Children => Arguments;

    private protected override int Rank => 5;

    public override Expr WithChildren(IReadOnlyList<Expr> children)
    {
        Expr[] arguments = new Expr[children.Count];
        for (int k = 0; k < arguments.Length; k++)
        {
            arguments[k] = children[k];
        }

        return Apply(Function, arguments);
    }

    private protected override int CompareSameKind(Expr other)
    {
        FunctionCall call = (FunctionCall)other;
        int order = string.CompareOrdinal(Function.Name, call.Function.Name);
        return order != 0 ? order : CompareLists(Arguments, call.Arguments);
    }
}
