using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>Plain text for people: <c>2 x² y + √z</c>, with names of one's own choice for symbols.</summary>
public sealed class TextPrinter : Printer
{
    private readonly System.Func<string, string> symbolName;

    private TextPrinter(System.Func<string, string> symbolName) => this.symbolName = symbolName;

    public static string Print(Expr expression, System.Func<string, string>? symbolName = null) =>
        new TextPrinter(symbolName ?? (n => n)).Render(expression, Precedence.Sum);

    protected override string Symbol(string name) => symbolName(name);

    protected override string Number(Rational value) => value.ToString();

    protected override string Times(IReadOnlyList<string> factors) => string.Join(" ", factors);

    protected override string Quotient(Expr numerator, Expr denominator) =>
        $"{Render(numerator, Precedence.Product)} / {Render(denominator, Precedence.Power)}";

    protected override string RenderPower(Power power, Precedence context) =>
        power.Exponent == Rational.Half ? $"√({Render(power.Base, Precedence.Sum)})"
        : power.Exponent == 2 ? Wrap($"{Render(power.Base, Precedence.Atom)}²", Precedence.Power, context)
        : Wrap(
            $"{Render(power.Base, Precedence.Atom)}^{(power.Exponent.IsInteger ? power.Exponent.ToString() : $"({power.Exponent})")}",
            Precedence.Power,
            context
        );

    protected override string RenderCall(FunctionCall call, Precedence context) =>
        $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(a => Render(a, Precedence.Sum)))})";
}
