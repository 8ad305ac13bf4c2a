using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>C# over a number type with operators, implicit conversion from double, and static methods for the functions; always in the invariant culture.</summary>
public sealed class CSharpPrinter : Printer
{
    private readonly string numberType;

    private CSharpPrinter(string numberType) => this.numberType = numberType;

    /// <summary>Prints an expression; functions become static methods of <paramref name="numberType"/>.</summary>
    public static string Print(Expr expression, string numberType) => new CSharpPrinter(numberType).Render(expression, Precedence.Sum);

    protected override string Symbol(string name) => name;

    protected override Precedence NumberPrecedence(Rational value) => value.Sign < 0 ? Precedence.Sum : Precedence.Atom;

    protected override string Number(Rational value) => value.ToDouble().ToString("R", CultureInfo.InvariantCulture);

    protected override string Times(IReadOnlyList<string> factors) => string.Join(" * ", factors);

    protected override string Quotient(Expr numerator, Expr denominator) => $"{Render(numerator, Precedence.Product)} / {Render(denominator, Precedence.Power)}";

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
        $"{numberType}.{call.Function.CSharpMethod}({string.Join(", ", call.Arguments.Select(a => Render(a, Precedence.Sum)))})";
}
