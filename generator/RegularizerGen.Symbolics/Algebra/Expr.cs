using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>
/// An immutable expression in canonical form. The factories (<see cref="Sum"/>, <see cref="Product"/>, <see cref="Power(Expr, Rational)"/>,
/// <see cref="Apply"/>) simplify automatically (Cohen, "Computer Algebra and Symbolic Computation", 2003), so equal expressions of this
/// class compare equal.
/// </summary>
/// <remarks>
/// The union is closed: number, symbol, sum, product, power, function. Products with the number 0 vanish, whatever the other factor: the
/// calculus of the bound has 0·∞ = 0.
/// </remarks>
public abstract class Expr : IEquatable<Expr>, IComparable<Expr>
{
    private readonly int hash;

    private protected Expr(int hash, ulong symbols)
    {
        this.hash = hash;
        Symbols = symbols;
    }

    /// <summary>One of 64 bits per symbol that occurs: where a symbol's bit is missing, it does not occur.</summary>
    internal ulong Symbols { get; }

    public static Expr Zero { get; } = new Number(0);

    public static Expr One { get; } = new Number(1);

    /// <summary>The direct subexpressions, in canonical order.</summary>
    public abstract IReadOnlyList<Expr> Children { get; }

    /// <summary>Position of the node kind in the canonical order.</summary>
    private protected abstract int Rank { get; }

    public bool IsZero => this is Number { Value.IsZero: true };

    public bool IsOne => this is Number { Value.IsOne: true };

    public static implicit operator Expr(int value) => new Number(value);

    public static implicit operator Expr(Rational value) => new Number(value);

    public static Expr operator +(Expr a, Expr b) => Sum(a, b);

    public static Expr operator -(Expr a, Expr b) => Sum(a, Product(-1, b));

    public static Expr operator -(Expr a) => Product(-1, a);

    public static Expr operator *(Expr a, Expr b) => Product(a, b);

    public static Expr operator /(Expr a, Expr b) => Product(a, Power(b, -1));

    public static bool operator ==(Expr? a, Expr? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(Expr? a, Expr? b) => !(a == b);

    public static Expr Number(Rational value) => new Number(value);

    public static Symbol Symbol(string name) => new(name);

    public static Expr Sum(params Expr[] terms) => Simplification.Sum(terms);

    public static Expr Sum(IEnumerable<Expr> terms) => Simplification.Sum(terms);

    public static Expr Product(params Expr[] factors) => Simplification.Product(factors);

    public static Expr Product(IEnumerable<Expr> factors) => Simplification.Product(factors);

    /// <summary>base^exponent for integer and half-integer exponents.</summary>
    /// <exception cref="ArgumentException">Twice the exponent is not an integer.</exception>
    public static Expr Power(Expr @base, Rational exponent) => Simplification.Power(@base, exponent);

    public static Expr Sqrt(Expr value) => Power(value, Rational.Half);

    public static Expr Square(Expr value) => Power(value, 2);

    public static Expr Apply(ScalarFunction function, params Expr[] arguments) => Simplification.Apply(function, arguments);

    public static Expr Min(Expr a, Expr b) => Apply(ScalarFunctions.Min, a, b);

    public static Expr Max(Expr a, Expr b) => Apply(ScalarFunctions.Max, a, b);

    public static Expr Abs(Expr a) => Apply(ScalarFunctions.Abs, a);

    /// <summary>Whether the expression has more nodes than that, repeated ones counted as often as they are written; looks at no more than
    /// it needs to.</summary>
    public bool IsLargerThan(int nodes) => Nodes().Skip(nodes).Any();

    /// <summary>Whether an exact number in it has more binary digits than that.</summary>
    public bool HasNumberLongerThan(int bits) => Nodes().Any(e => e is Symbolics.Number { Value: var value } && value.IsLongerThan(bits));

    private IEnumerable<Expr> Nodes()
    {
        var open = new Stack<Expr>([this]);
        while (open.Count > 0)
        {
            Expr node = open.Pop();
            yield return node;
            foreach (Expr child in node.Children)
            {
                open.Push(child);
            }
        }
    }

    /// <summary>Value at a point. IEEE double arithmetic, except that a zero factor annihilates.</summary>
    public double Evaluate(Func<string, double> valueOf) => Evaluation.Evaluate(this, valueOf);

    /// <summary>Partial derivative with respect to a symbol. At kinks of abs, min and max it is one of the one-sided derivatives.</summary>
    public Expr Differentiate(Symbol variable) => Differentiation.Differentiate(this, variable);

    /// <summary>Replaces symbols; a null answer keeps the symbol. The result is simplified anew.</summary>
    public Expr Substitute(Func<Symbol, Expr?> replacement) => Substitution.Substitute(this, replacement);

    /// <summary>The same node over other children, simplified anew.</summary>
    public abstract Expr WithChildren(IReadOnlyList<Expr> children);

    /// <summary>The canonical order: numbers first; powers stand with their bases (x, x^2, y); else by kind, then by parts.</summary>
    public int CompareTo(Expr? other)
    {
        if (other is null || ReferenceEquals(this, other))
        {
            return other is null ? 1 : 0;
        }

        bool power =
            (this is Symbolics.Power && other is not Symbolics.Number and not Symbolics.Power)
            || (other is Symbolics.Power && this is not Symbolics.Number and not Symbolics.Power);
        if (!power)
        {
            return Rank != other.Rank ? Rank.CompareTo(other.Rank) : CompareSameKind(other);
        }

        int order = BaseOf(this).CompareTo(BaseOf(other));
        return order != 0 ? order : ExponentOf(this).CompareTo(ExponentOf(other));
    }

    public bool Equals(Expr? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && CompareTo(other) == 0);

    public override bool Equals(object? obj) => obj is Expr other && Equals(other);

    public override int GetHashCode() => hash;

    public override string ToString() => InfixPrinter.Print(this);

    private protected abstract int CompareSameKind(Expr other);

    private static Expr BaseOf(Expr expression) => expression is Symbolics.Power power ? power.Base : expression;

    private static Rational ExponentOf(Expr expression) => expression is Symbolics.Power power ? power.Exponent : Rational.One;

    private protected static int CompareLists(IReadOnlyList<Expr> a, IReadOnlyList<Expr> b)
    {
        for (int k = 0; k < Math.Min(a.Count, b.Count); k++)
        {
            int order = a[k].CompareTo(b[k]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count.CompareTo(b.Count);
    }

    private protected static ulong SymbolsOf(IReadOnlyList<Expr> children)
    {
        ulong symbols = 0;
        foreach (Expr child in children)
        {
            symbols |= child.Symbols;
        }

        return symbols;
    }

    private protected static int HashOf(int seed, IReadOnlyList<Expr> children)
    {
        int result = seed;
        foreach (Expr child in children)
        {
            result = unchecked((result * 31) + child.GetHashCode());
        }

        return result;
    }
}
