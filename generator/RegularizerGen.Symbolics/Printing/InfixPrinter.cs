using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>Infix text in the grammar that MathNet.Symbolics parses, e.g. <c>2*x^2*y + sqrt(z)</c>; <see cref="InfixParser"/> reads it
/// back.</summary>
public sealed class InfixPrinter : Printer
{
    private InfixPrinter() { }

    public static string Print(Expr expression) => new InfixPrinter().Render(expression, Precedence.Sum);

    protected override string Symbol(string name) => name;

    protected override string Number(Rational value) => value.ToString();

    protected override string Times(IReadOnlyList<string> factors) => string.Join("*", factors);

    protected override string Quotient(Expr numerator, Expr denominator) =>
        $"{Render(numerator, Precedence.Product)}/{Render(denominator, Precedence.Power)}";

    protected override string RenderPower(Power power, Precedence context)
    {
        if (power.Exponent == Rational.Half)
        {
            return $"sqrt({Render(power.Base, Precedence.Sum)})";
        }

        string exponent = power.Exponent.IsInteger ? power.Exponent.ToString() : $"({power.Exponent})";
        return Wrap($"{Render(power.Base, Precedence.Atom)}^{exponent}", Precedence.Power, context);
    }

    protected override string RenderCall(FunctionCall call, Precedence context)
    {
        string text = call.Function.Infix([.. call.Arguments.Select(a => Render(a, Precedence.Sum))]);
        return Wrap(text, text.StartsWith("1/", System.StringComparison.Ordinal) ? Precedence.Product : Precedence.Atom, context);
    }
}
