using System;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>Single facts of the algebra, the printers and the parser.</summary>
public sealed class ExpressionTests
{
    private static readonly Expr X = Expr.Symbol("x");
    private static readonly Expr Y = Expr.Symbol("y");
    private static readonly Expr Z = Expr.Symbol("z");

    [Fact]
    public void Infix_IsTheGrammarOfMathNetSymbolics()
    {
        Assert.Equal("sqrt(z) + 2*x^2*y", InfixPrinter.Print((2 * Expr.Square(X) * Y) + Expr.Sqrt(Z)));
        Assert.Equal((2 * Expr.Square(X) * Y) + Expr.Sqrt(Z), InfixParser.Parse("2*x^2*y + sqrt(z)"));
        Assert.Equal("x/y - 1/3", InfixPrinter.Print((X / Y) - new Rational(1, 3)));
        Assert.Equal("(x + y)^2", InfixPrinter.Print(Expr.Square(X + Y)));
        Assert.Equal("max(x,min(y,z))", InfixPrinter.Print(Expr.Max(X, Expr.Min(Z, Y))));
    }

    [Fact]
    public void Latex_SetsFractionsRootsAndNames() =>
        Assert.Equal(
            @"\mathrm{norm} \, \sigma(z) + \frac{x}{\sqrt{y}}",
            LatexPrinter.Print((X / Expr.Sqrt(Y)) + (Expr.Symbol("norm") * Expr.Apply(ScalarFunctions.Sigmoid, Z)))
        );

    [Fact]
    public void Text_ReadsLikeAFormula() => Assert.Equal("√(x² + y)", TextPrinter.Print(Expr.Sqrt(Expr.Square(X) + Y)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public void CSharp_IsTheSameInEveryCulture(string culture)
    {
        CultureInfo kept = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Expr expression = (new Rational(-1, 2) * X) + (new Rational(3, 2) * Expr.Apply(ScalarFunctions.Tanh, Y));
            Assert.Equal("1.5 * N.Tanh(y) - 0.5 * x", CSharpPrinter.Print(expression, "N"));
            Assert.Equal("(3/2)*tanh(y) - (1/2)*x", InfixPrinter.Print(expression));
        }
        finally
        {
            CultureInfo.CurrentCulture = kept;
        }
    }

    [Fact]
    public void Roots_OfNumbersAreExact()
    {
        Assert.Equal((Expr)new Rational(2, 3), Expr.Sqrt(new Rational(4, 9)));
        Assert.Equal(2 * Expr.Sqrt(2), Expr.Sqrt(8));
        Assert.Equal((Expr)6, Expr.Sqrt(2) * Expr.Sqrt(3) * Expr.Sqrt(6));
        Assert.Equal("sqrt(x^2)", InfixPrinter.Print(Expr.Sqrt(Expr.Square(X)))); // |x|, not x
        Assert.Equal(X, Expr.Square(Expr.Sqrt(X)));
    }

    [Fact]
    public void Zero_AnnihilatesInfinity() => Assert.Equal(0, (X * Y).Evaluate(n => n == "x" ? 0 : double.PositiveInfinity));

    [Fact]
    public void Sigmoid_SlopeKeepsItsAccuracyFarOut()
    {
        double slope = Expr.Apply(ScalarFunctions.Sigmoid, X).Differentiate(Expr.Symbol("x")).Evaluate(_ => 50);
        Assert.Equal(1.9287498479639178e-22, slope, 1e-36);
    }

    [Theory]
    [InlineData("2*(x", "expected ')'")]
    [InlineData("x^y", "half-integer exponent")]
    [InlineData("foo(x)", "known function")]
    [InlineData("x y", "operator or the end")]
    [InlineData("*x", "number, a name or '('")]
    public void Parser_TellsWhereAndWhatWasExpected(string text, string expected)
    {
        FormatException problem = Assert.Throws<FormatException>(() => InfixParser.Parse(text));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains("Position", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Power_RefusesOtherExponents() => Assert.Throws<ArgumentException>(() => Expr.Power(X, new Rational(1, 3)));

    /// <summary>Walks the table: derivative by differences, and every printed form parses or is non-empty.</summary>
    [Fact]
    public void EveryFunction_HasAConsistentDerivativeAndReparses()
    {
        foreach (ScalarFunction function in ScalarFunctions.All)
        {
            Expr[] arguments = [.. new[] { X, Y, X * Y }.Take(function.Arity)];
            Expr call = Expr.Apply(function, arguments);
            foreach ((double x, double y) in new[] { (0.7, 0.2), (0.3, 1.4), (1.9, -0.5) })
            {
                // 1 - f(v) is given f(v) and v, of which it takes one where f(v) is below 3/4 and the other where it is not: these
                // arguments belong together there only.
                if (function.Name.EndsWith("Complement", StringComparison.Ordinal) && x > 0.74)
                {
                    continue;
                }

                double At(double dx) => call.Evaluate(n => n == "x" ? x + dx : y);
                double slope = function == ScalarFunctions.Fixed ? 0 : (At(1e-6) - At(-1e-6)) / 2e-6; // its very purpose
                Assert.Equal(slope, call.Differentiate(Expr.Symbol("x")).Evaluate(n => n == "x" ? x : y), 1e-8);
                Assert.Equal(At(0), InfixParser.Parse(InfixPrinter.Print(call)).Evaluate(n => n == "x" ? x : y), 1e-14);
            }

            Assert.NotEmpty(LatexPrinter.Print(call));
            Assert.NotEmpty(TextPrinter.Print(call));
            Assert.StartsWith("N.", CSharpPrinter.Print(call, "N"), StringComparison.Ordinal);
        }
    }
}
