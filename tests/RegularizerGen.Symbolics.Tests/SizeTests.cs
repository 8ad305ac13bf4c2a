using System.Linq;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>What bounds the size of exact numbers and of expressions.</summary>
public sealed class SizeTests
{
    [Fact]
    public void LengthOfANumber_IsThatOfItsLongerPart()
    {
        Assert.False(new Rational(1, 3).IsLongerThan(64));
        Assert.False(Rational.Pow(2, 127).IsLongerThan(128));
        Assert.True(Rational.Pow(2, 128).IsLongerThan(128));
        Assert.True((-Rational.Pow(3, -100)).IsLongerThan(128));
    }

    [Fact]
    public void LongNumbers_AreFoundInExpressions()
    {
        Expr expression = (Rational.Pow(10, 80) * Expr.Symbol("x")) + 1;
        Assert.True(Expr.Abs(expression).HasNumberLongerThan(128));
        Assert.False(expression.HasNumberLongerThan(1024));
    }

    [Fact]
    public void DerivativeOfALongSum_LooksAtTheTermsWithTheSymbolOnly()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, 2000).Select(k => Expr.Symbol("s" + k))];
        var sum = Expr.Sum(symbols.Select((s, k) => k * Expr.Square(s)));
        Assert.Equal(2 * 1999 * symbols[1999], sum.Differentiate(symbols[1999]));
        Assert.Equal(Expr.Zero, sum.Differentiate(Expr.Symbol("other")));
    }
}
