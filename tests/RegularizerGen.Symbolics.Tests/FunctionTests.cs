using System;
using System.Linq;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>What single functions are at points where a formula of theirs changes, what they simplify to, and how they are set.</summary>
public sealed class FunctionTests
{
    private const double Accuracy = 1e-15;
    private static readonly Expr X = Expr.Symbol("x");
    private static readonly Expr Y = Expr.Symbol("y");

    /// <summary>Values of the error function: DLMF 7.23, to sixteen digits.</summary>
    [Theory]
    [InlineData("erf", 0.5, 0.5204998778130465)]
    [InlineData("erf", -1, -0.8427007929497149)]
    [InlineData("erf", 2.5, 0.999593047982555)]
    [InlineData("erf", 3, 0.9999779095030014)]
    [InlineData("erf", -3.5, -0.999999256901628)]
    [InlineData("erf", 0, 0)]
    [InlineData("step", 0, 1)]
    [InlineData("step", -1e-300, 0)]
    [InlineData("sigmoid", 0, 0.5)]
    [InlineData("lowerEnd", double.NaN, double.NegativeInfinity)]
    [InlineData("lowerEnd", 2, 2)]
    [InlineData("upperEnd", double.NaN, double.PositiveInfinity)]
    [InlineData("whereFinite", double.NegativeInfinity, double.NaN)]
    [InlineData("whereFinite", -2, -2)]
    [InlineData("fixed", -2, -2)]
    public void Values_AreKnown(string function, double argument, double expected) =>
        Assert.Equal(expected, ScalarFunctions.Find(function)!.Evaluate([argument]), Accuracy);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(-1e-300, 7)]
    [InlineData(double.NaN, double.NaN)]
    public void Selection_TakesTheSecondFromZeroOn(double condition, double expected) =>
        Assert.Equal(expected, ScalarFunctions.Select.Evaluate([condition, 5, 7]));

    /// <summary>By the value far from 1, by the argument near it, where the difference would be 0.</summary>
    [Fact]
    public void Complements_KeepTheirAccuracy()
    {
        Assert.Equal(0.75, ScalarFunctions.SigmoidComplement.Evaluate([0.25, double.NaN]));
        Assert.Equal(Math.Exp(-50), ScalarFunctions.SigmoidComplement.Evaluate([1, 50]), Math.Exp(-50) * 1e-14);
        Assert.Equal(2 * Math.Exp(-50), ScalarFunctions.TanhComplement.Evaluate([1, 25]), Math.Exp(-50) * 1e-14);
        Assert.Equal(-1, Assert.IsType<Number>(ScalarFunctions.TanhComplement.Derivative([X, Y], 0)).Value);
        Assert.True(ScalarFunctions.TanhComplement.Derivative([X, Y], 1).IsZero);
    }

    [Theory]
    [InlineData("select(3,x,y)", "x")]
    [InlineData("select(0,x,y)", "x")]
    [InlineData("select(-1,x,y)", "y")]
    [InlineData("select(y,x,x)", "x")]
    [InlineData("step(2)", "1")]
    [InlineData("step(0)", "1")]
    [InlineData("step(-2)", "0")]
    [InlineData("step(3*x)", "step(x)")]
    [InlineData("sin(0) + tanh(0) + erf(0) + ln(1) + atan(0)", "0")]
    [InlineData("cos(0) + exp(0)", "2")]
    [InlineData("sigmoid(0)", "1/2")]
    [InlineData("fixed(2) + lowerEnd(3) + upperEnd(4) + whereFinite(5)", "14")]
    [InlineData("sqrt(4072324)", "2018")] // 2 · 1009: beyond the primes that are tried
    [InlineData("sqrt(45)", "3*sqrt(5)")]
    [InlineData("sqrt(1018081)", "1009")]
    [InlineData("sqrt(1018083)", "sqrt(1018083)")]
    public void Simplifications_AreThese(string from, string to) => Assert.Equal(InfixParser.Parse(to), InfixParser.Parse(from));

    [Fact]
    public void Slopes_OfASelection_AreSelected()
    {
        var chosen = (FunctionCall)Expr.Apply(ScalarFunctions.Select, X, 2 * Y, 3 * Y);
        Assert.True(ScalarFunctions.Select.Derivative([.. chosen.Arguments], 0).IsZero);
        Assert.Equal(Expr.Apply(ScalarFunctions.Select, X, 1, 0), ScalarFunctions.Select.Derivative([.. chosen.Arguments], 1));
        Assert.Equal(Expr.Apply(ScalarFunctions.Select, X, 0, 1), ScalarFunctions.Select.Derivative([.. chosen.Arguments], 2));
    }

    [Theory]
    [InlineData("step(x/y)", @"\mathbf{1}\left[\frac{x}{y} \ge 0\right]")]
    [InlineData("step(x)", @"\mathbf{1}[x \ge 0]")]
    [InlineData("atan(x)", @"\arctan(x)")]
    [InlineData("logisticSlope(x)", @"\sigma'(x)")]
    [InlineData("fixed(x)", "[x]")]
    [InlineData("upperEnd(x)", "(x)")]
    [InlineData("exp(sqrt(x))", @"\exp\left(\sqrt{x}\right)")]
    [InlineData("-x/3", @"-\frac{1}{3} \, x")]
    [InlineData("(2/3)*x*y", @"\frac{2}{3} \, x \, y")]
    [InlineData("(x + y)^3", "{(x + y)}^{3}")]
    [InlineData("alpha_1*x", @"\mathrm{alpha\_1} \, x")]
    public void Latex_IsThis(string from, string to) => Assert.Equal(to, LatexPrinter.Print(InfixParser.Parse(from)));

    [Theory]
    [InlineData("max(x,y)^2", "max(x, y)²")]
    [InlineData("x*y/(x + 1)", "x y / (1 + x)")]
    [InlineData("(x + y)^3", "(x + y)^3")]
    [InlineData("-x - 2", "-2 - x")]
    public void Text_IsThis(string from, string to) => Assert.Equal(to, TextPrinter.Print(InfixParser.Parse(from)));

    [Theory]
    [InlineData("x*sqrt(y)", "x * N.Sqrt(y)")]
    [InlineData("x/(y + 1)", "x / (1 + y)")]
    [InlineData("x^3", "x * x * x")]
    [InlineData("ln(x)", "N.Log(x)")]
    [InlineData("y*(x + 1)^2", "y * ((1 + x) * (1 + x))")]
    public void CSharp_IsThis(string from, string to) => Assert.Equal(to, CSharpPrinter.Print(InfixParser.Parse(from), "N"));

    [Fact]
    public void Calls_AreMethodsOfTheNumberType()
    {
        foreach (ScalarFunction function in ScalarFunctions.All.Where(f => f.Name is not ("atan" or "ln"))) // a type of its own, and Log
        {
            Expr[] arguments = [X, Y, X + Y];
            string text = CSharpPrinter.Print(Expr.Apply(function, arguments[..function.Arity]), "N");
            string expected = string.Join(", ", new[] { "x", "y", "x + y" }.Take(function.Arity));
            Assert.Equal($"N.{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]}({expected})", text);
        }
    }

    [Fact]
    public void Symbols_AreFoundAndReplaced()
    {
        Expr expression = InfixParser.Parse("max(x,y)*x + 3");
        Assert.Equal(["x", "y"], Substitution.SymbolsOf(expression).Select(s => s.Name));
    }
}
