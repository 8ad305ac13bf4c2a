using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>LaTeX math, with names of one's own choice for symbols.</summary>
public sealed class LatexPrinter : Printer
{
    private readonly System.Func<string, string> symbolName;

    private LatexPrinter(System.Func<string, string> symbolName) => this.symbolName = symbolName;

    public static string Print(Expr expression, System.Func<string, string>? symbolName = null) =>
        new LatexPrinter(symbolName ?? Identifier).Render(expression, Precedence.Sum);

    /// <summary>A name of several letters is set upright, so that it is not read as a product.</summary>
    public static string Identifier(string name) => name.Length == 1 ? name : $@"\mathrm{{{name.Replace("_", @"\_")}}}";

    /// <summary>A text between delimiters, which grow where it is higher than a line.</summary>
    public static string Enclosed(string open, string text, string close) =>
        text.Contains(@"\frac") || text.Contains(@"\sqrt") || text.Contains(@"\sum")
            ? $@"\left{open}{text}\right{close}"
            : open + text + close;

    protected override Precedence QuotientPrecedence => Precedence.Power;

    protected override string Symbol(string name) => symbolName(name);

    protected override string Number(Rational value) =>
        value.IsInteger
            ? value.ToString()
            : $@"{(value.Sign < 0 ? "-" : "")}\frac{{{Rational.Abs(value).Numerator.ToString(CultureInfo.InvariantCulture)}}}{{{value.Denominator.ToString(CultureInfo.InvariantCulture)}}}";

    protected override string Times(IReadOnlyList<string> factors) => string.Join(@" \, ", factors);

    protected override string Quotient(Expr numerator, Expr denominator) =>
        $@"\frac{{{Render(numerator, Precedence.Sum)}}}{{{Render(denominator, Precedence.Sum)}}}";

    protected override string RenderPower(Power power, Precedence context) =>
        power.Exponent == Rational.Half
            ? $@"\sqrt{{{Render(power.Base, Precedence.Sum)}}}"
            : Wrap($"{{{Render(power.Base, Precedence.Atom)}}}^{{{power.Exponent}}}", Precedence.Power, context);

    protected override string RenderCall(FunctionCall call, Precedence context) =>
        call.Function.Latex([.. call.Arguments.Select(a => Render(a, Precedence.Sum))]);

    protected override string Parentheses(string text) => Enclosed("(", text, ")");
}
