using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>
/// Reads the infix grammar: sums and products, <c>^</c> with integer or half-integer exponents (right-associative, binding tighter than
/// unary minus), function calls by name, <c>sqrt</c>, decimal and integer numbers, parentheses.
/// </summary>
public sealed class InfixParser
{
    private readonly string text;
    private int position;

    private InfixParser(string text) => this.text = text;

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FormatException">The text is not an expression; the message tells the position and what was expected.</exception>
    public static Expr Parse(string text)
    {
        var parser = new InfixParser(text);
        Expr result = parser.Sum();
        return parser.Peek() == '\0' ? result : throw parser.Expected("an operator or the end");
    }

    private Expr Sum()
    {
        Expr result = SignedProduct();
        while (Peek() is '+' or '-')
        {
            result = text[position++] == '+' ? result + Product() : result - Product();
        }

        return result;
    }

    /// <summary>A leading minus negates the whole product, as the printer means it.</summary>
    private Expr SignedProduct()
    {
        if (Peek() != '-')
        {
            return Product();
        }

        position++;
        return -SignedProduct();
    }

    private Expr Product()
    {
        Expr result = Unary();
        while (Peek() is '*' or '/')
        {
            result = text[position++] == '*' ? result * Unary() : result / Unary();
        }

        return result;
    }

    private Expr Unary()
    {
        if (Peek() == '-')
        {
            position++;
            return -Unary();
        }

        Expr @base = Atom();
        if (Peek() != '^')
        {
            return @base;
        }

        position++;
        int at = position;
        if (Unary() is Number exponent && (exponent.Value * 2).IsInteger)
        {
            return Expr.Power(@base, exponent.Value);
        }

        position = at;
        throw Expected("an integer or half-integer exponent");
    }

    private Expr Atom()
    {
        char c = Peek();
        if (c == '(')
        {
            position++;
            Expr inner = Sum();
            Close();
            return inner;
        }

        int start = position;
        if (char.IsDigit(c))
        {
            while (position < text.Length && (char.IsDigit(text[position]) || text[position] == '.'))
            {
                position++;
            }

            return Rational.Parse(text.Substring(start, position - start));
        }

        if (!char.IsLetter(c) && c != '_')
        {
            throw Expected("a number, a name or '('");
        }

        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        string name = text.Substring(start, position - start);
        return Peek() == '(' ? Call(name, start) : Expr.Symbol(name);
    }

    private Expr Call(string name, int start)
    {
        position++;
        var arguments = new List<Expr> { Sum() };
        while (Peek() == ',')
        {
            position++;
            arguments.Add(Sum());
        }

        Close();
        if (name == "sqrt" && arguments.Count == 1)
        {
            return Expr.Sqrt(arguments[0]);
        }

        if (ScalarFunctions.Find(name) is { } function && function.Arity == arguments.Count)
        {
            return Expr.Apply(function, [.. arguments]);
        }

        position = start;
        throw Expected($"a known function; '{name}' with {arguments.Count} argument(s) is none");
    }

    private void Close()
    {
        if (Peek() != ')')
        {
            throw Expected("')'");
        }

        position++;
    }

    private char Peek()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }

    private FormatException Expected(string what) => new($"Position {position} of \"{text}\": expected {what}.");
}
