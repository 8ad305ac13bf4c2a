using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Symbolics;

/// <summary>Automatic simplification: what the factories of <see cref="Expr"/> do.</summary>
internal static class Simplification
{
    /// <summary>Flattens, adds numbers, collects equal terms; terms in canonical order.</summary>
    public static Expr Sum(IEnumerable<Expr> terms)
    {
        Rational constant = 0;
        var coefficients = new SortedDictionary<Expr, Rational>();
        foreach (Expr term in terms.SelectMany(t => t is Sum sum ? sum.Terms : [t]))
        {
            if (term is Number number)
            {
                constant += number.Value;
                continue;
            }

            (Rational coefficient, Expr rest) = SplitCoefficient(term);
            coefficients[rest] = (coefficients.TryGetValue(rest, out Rational present) ? present : 0) + coefficient;
        }

        var result = new List<Expr>();
        if (!constant.IsZero)
        {
            result.Add(constant);
        }

        result.AddRange(coefficients.Where(c => !c.Value.IsZero).Select(c => Product([c.Value, c.Key])));
        return result.Count switch
        {
            0 => Expr.Zero,
            1 => result[0],
            _ => new Sum(result),
        };
    }

    /// <summary>Flattens, multiplies numbers, adds exponents of equal bases; a number is distributed over a lone sum.</summary>
    public static Expr Product(IEnumerable<Expr> factors)
    {
        Rational coefficient = 1;
        Rational radicand = 1;
        var exponents = new SortedDictionary<Expr, Rational>();
        Collect(factors, ref coefficient, ref radicand, exponents);

        // All square roots of numbers become one: sqrt(2)·sqrt(3)·sqrt(6) = 6.
        var result = new List<Expr>();
        Expr radical = radicand.IsOne ? Expr.One : NumberPower(radicand, Rational.Half);
        (Rational outside, Expr root) = radical is Number whole ? (whole.Value, Expr.One) : SplitCoefficient(radical);
        coefficient *= outside;
        if (!root.IsOne)
        {
            result.Add(root);
        }

        // A nested power can collapse into a product (((a·b)^(1/2))^2): then collect again.
        foreach (KeyValuePair<Expr, Rational> entry in exponents.Where(e => !e.Value.IsZero))
        {
            Expr factor = Power(entry.Key, entry.Value);
            bool kept = factor is Power power ? power.Base == entry.Key : factor == entry.Key && factor is not Symbolics.Product;
            if (!kept)
            {
                return Product(
                    result
                        .Concat([coefficient, factor])
                        .Concat(exponents.Where(e => e.Key.CompareTo(entry.Key) > 0).Select(e => Power(e.Key, e.Value)))
                );
            }

            result.Add(factor);
        }

        if (coefficient.IsZero)
        {
            return Expr.Zero;
        }

        result.Sort();
        if (result.Count == 0)
        {
            return coefficient;
        }

        if (coefficient.IsOne)
        {
            return result.Count == 1 ? result[0] : new Product(result);
        }

        if (result.Count == 1 && result[0] is Sum sum)
        {
            return Sum(sum.Terms.Select(t => Product([coefficient, t])));
        }

        result.Insert(0, coefficient);
        return new Product(result);
    }

    public static Expr Power(Expr @base, Rational exponent)
    {
        if (!(exponent * 2).IsInteger)
        {
            throw new ArgumentException($"Exponents are integers or half-integers, not {exponent}.", nameof(exponent));
        }

        if (exponent.IsZero)
        {
            return Expr.One;
        }

        if (exponent.IsOne)
        {
            return @base;
        }

        switch (@base)
        {
            case Number number:
                return NumberPower(number.Value, exponent);
            case Power inner when exponent.IsInteger:
                // (b^m)^n = b^(mn) holds for integer n; sqrt(b^2) is |b| and stays.
                return Power(inner.Base, inner.Exponent * exponent);
            case Product product when exponent.IsInteger:
                return Product(product.Factors.Select(f => Power(f, exponent)));
            case Sum sum when exponent.IsInteger && SplitContent(sum) is var (content, primitive) && !content.IsOne:
                return Product([Rational.Pow(content, (int)exponent.Numerator), Power(primitive, exponent)]);
            default:
                return new Power(@base, exponent);
        }
    }

    public static Expr Apply(ScalarFunction function, Expr[] arguments)
    {
        if (arguments.Length != function.Arity)
        {
            throw new ArgumentException($"{function.Name} takes {function.Arity} argument(s), not {arguments.Length}.", nameof(arguments));
        }

        return function.Simplify(arguments) ?? new FunctionCall(function, arguments);
    }

    /// <summary>Splits a term into its rational coefficient and the rest.</summary>
    public static (Rational Coefficient, Expr Remainder) SplitCoefficient(Expr term)
    {
        if (term is Product product && product.Factors[0] is Number number)
        {
            Expr[] rest = [.. product.Factors.Skip(1)];
            return (number.Value, rest.Length == 1 ? rest[0] : new Product(rest));
        }

        return (1, term);
    }

    /// <summary>
    /// 2·x - 4·y = 2·(x - 2·y): the greatest common factor of the coefficients, with the sign of the first. Inside of products sums are
    /// kept without it, so that c·(S·m) and (c·S)·m come out alike.
    /// </summary>
    private static (Rational Content, Expr Primitive) SplitContent(Sum sum)
    {
        BigInteger numerator = 0;
        BigInteger denominator = 1;
        Rational first = 0;
        foreach (Expr term in sum.Terms)
        {
            Rational coefficient = term is Number number ? number.Value : SplitCoefficient(term).Coefficient;
            first = first.IsZero ? coefficient : first;
            numerator = BigInteger.GreatestCommonDivisor(numerator, coefficient.Numerator);
            denominator = denominator / BigInteger.GreatestCommonDivisor(denominator, coefficient.Denominator) * coefficient.Denominator;
        }

        var content = new Rational(numerator * first.Sign, denominator);
        return content.IsOne ? (content, sum) : (content, Sum(sum.Terms.Select(t => Product([Rational.One / content, t]))));
    }

    private static void Collect(
        IEnumerable<Expr> factors,
        ref Rational coefficient,
        ref Rational radicand,
        SortedDictionary<Expr, Rational> exponents
    )
    {
        foreach (Expr factor in factors)
        {
            switch (factor)
            {
                case Number number:
                    coefficient *= number.Value;
                    break;
                case Product product:
                    Collect(product.Factors, ref coefficient, ref radicand, exponents);
                    break;
                case Power { Base: Number inner } root when inner.Value.Sign >= 0:
                    radicand *= inner.Value;
                    coefficient *= Rational.Pow(inner.Value, (int)(root.Exponent - Rational.Half).Numerator);
                    break;
                default:
                    (Expr @base, Rational exponent) = factor is Power power ? (power.Base, power.Exponent) : (factor, Rational.One);
                    if (@base is Sum sum && exponent.IsInteger)
                    {
                        (Rational content, @base) = SplitContent(sum);
                        coefficient *= Rational.Pow(content, (int)exponent.Numerator);
                    }

                    exponents[@base] = (exponents.TryGetValue(@base, out Rational present) ? present : 0) + exponent;
                    break;
            }
        }
    }

    /// <summary>Integer powers exactly; of a half-integer power the square factors move out: sqrt(8) = 2·sqrt(2), sqrt(2/3) =
    /// sqrt(6)/3.</summary>
    private static Expr NumberPower(Rational value, Rational exponent)
    {
        if (exponent.IsInteger)
        {
            return Rational.Pow(value, (int)exponent.Numerator);
        }

        if (value.Sign < 0)
        {
            return new Power(value, exponent);
        }

        Rational whole = exponent - Rational.Half;
        Rational outside = Rational.Pow(value, (int)whole.Numerator) / new Rational(value.Denominator, 1);
        BigInteger radicand = value.Numerator * value.Denominator;
        (BigInteger root, BigInteger squareFree) = ExtractSquare(radicand);
        outside *= new Rational(root, 1);
        Expr remaining =
            squareFree.IsOne || squareFree.IsZero ? new Rational(squareFree, 1) : new Power(new Rational(squareFree, 1), Rational.Half);
        return remaining is Number number ? outside * number.Value
            : outside.IsOne ? remaining
            : Product([outside, remaining]);
    }

    private static (BigInteger Root, BigInteger SquareFree) ExtractSquare(BigInteger value)
    {
        if (value.IsZero)
        {
            return (1, 0);
        }

        BigInteger root = 1;
        for (BigInteger prime = 2; prime <= 1000 && prime * prime <= value; prime += prime == 2 ? 1 : 2)
        {
            while (value % (prime * prime) == 0)
            {
                value /= prime * prime;
                root *= prime;
            }
        }

        BigInteger exact = IntegerSqrt(value);
        return exact * exact == value ? (root * exact, 1) : (root, value);
    }

    private static BigInteger IntegerSqrt(BigInteger value)
    {
        BigInteger estimate = BigInteger.One << ((value.ToByteArray().Length * 4) + 1);
        while (true)
        {
            BigInteger next = (estimate + (value / estimate)) >> 1;
            if (next >= estimate)
            {
                return estimate;
            }

            estimate = next;
        }
    }
}
