using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>C# over a number type with operators, implicit conversion from double, and static methods for the functions; always in the
/// invariant culture.</summary>
public sealed class CSharpPrinter : Printer
{
    private readonly string numberType;

    private readonly Func<Rational, string>? literal;

    private CSharpPrinter(string numberType, Func<Rational, string>? literal)
    {
        this.numberType = numberType;
        this.literal = literal;
    }

    /// <summary>Prints an expression; functions become static methods of <paramref name="numberType"/>.</summary>
    /// <param name="expression">What to print.</param>
    /// <param name="numberType">The type whose static methods are called.</param>
    /// <param name="literal">How numbers are written; as double literals unless given.</param>
    public static string Print(Expr expression, string numberType, Func<Rational, string>? literal = null) =>
        new CSharpPrinter(numberType, literal).Render(expression, Precedence.Sum);

    protected override string Symbol(string name) => name;

    protected override Precedence NumberPrecedence(Rational value) => value.Sign < 0 && literal is null ? Precedence.Sum : Precedence.Atom;

    protected override string Number(Rational value) =>
        literal?.Invoke(value) ?? value.ToDouble().ToString("R", CultureInfo.InvariantCulture);

    protected override string Times(IReadOnlyList<string> factors) => string.Join(" * ", factors);

    protected override string Quotient(Expr numerator, Expr denominator) =>
        $"{Render(numerator, Precedence.Product)} / {Render(denominator, Precedence.Power)}";

    protected override string RenderPower(Power power, Precedence context)
    {
        if (!power.Exponent.IsInteger)
        {
            string root = $"{numberType}.Sqrt({Render(power.Base, Precedence.Sum)})";
            Expr whole = Expr.Power(power.Base, power.Exponent - Rational.Half);
            return whole.IsOne ? root : Wrap($"{Render(whole, Precedence.Power)} * {root}", Precedence.Product, context);
        }

        int exponent = (int)power.Exponent.Numerator;
        string factor = Render(power.Base, Precedence.Power);
        return Wrap(string.Join(" * ", Enumerable.Repeat(factor, exponent)), Precedence.Product, context);
    }

    protected override string RenderCall(FunctionCall call, Precedence context) =>
        call.Function.CSharp(numberType, [.. call.Arguments.Select(a => Render(a, Precedence.Sum))]);
}
