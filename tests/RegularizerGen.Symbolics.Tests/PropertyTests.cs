using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using RegularizerGen.Tests;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>
/// On random expressions, nothing that the algebra does may change a value. The samples are the same in every run (Seeded).
/// </summary>
public sealed class PropertyTests
{
    private const int Iterations = 3000;

    [Fact]
    public void Simplification_KeepsTheValue() =>
        RandomExpressions.Samples.Seeded().Sample(s => Close(s.Value, s.Evaluate(s.Expression)), iter: Iterations);

    [Fact]
    public void InfixText_ParsesBackToTheSameValue() =>
        RandomExpressions
            .Samples.Seeded()
            .Sample(s => Close(s.Value, s.Evaluate(InfixParser.Parse(InfixPrinter.Print(s.Expression)))), iter: Iterations);

    [Fact]
    public void InfixText_WithoutSigmoid_ParsesBackToTheSameExpression() =>
        RandomExpressions
            .Samples.Seeded()
            .Sample(
                s =>
                {
                    string text = InfixPrinter.Print(s.Expression);
                    return text.Contains("exp(-", StringComparison.Ordinal) || InfixParser.Parse(text) == s.Expression;
                },
                iter: Iterations
            );

    [Fact]
    public void CommonSubexpressions_KeepTheValues() =>
        Gen.Select(RandomExpressions.Samples, Gen.Int[0, 2])
            .Seeded()
            .Sample(
                (s, which) =>
                {
                    Expr[] outputs =
                    [
                        s.Expression,
                        s.Expression.Differentiate(Expr.Symbol("xyz"[which].ToString())),
                        s.Expression * s.Expression + 1,
                    ];
                    (IReadOnlyList<Definition> definitions, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(outputs, "t");
                    var values = new Dictionary<string, double>
                    {
                        ["x"] = s.X,
                        ["y"] = s.Y,
                        ["z"] = s.Z,
                    };
                    foreach (Definition definition in definitions)
                    {
                        values.Add(definition.Name.Name, definition.Value.Evaluate(n => values[n]));
                    }

                    return outputs.Zip(rewritten, (o, r) => Close(s.Evaluate(o), r.Evaluate(n => values[n]))).All(same => same);
                },
                iter: Iterations
            );

    [Fact]
    public void CommonSubexpressions_AreNamedOnceInOrderOfUse()
    {
        Expr shared = Expr.Apply(ScalarFunctions.Tanh, Expr.Symbol("x") + Expr.Symbol("y"));
        (IReadOnlyList<Definition> definitions, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(
            [Expr.Symbol("z"), shared * Expr.Symbol("z"), Expr.Square(shared)],
            "t"
        );
        Definition only = Assert.Single(definitions);
        Assert.Equal(("t1", 1), (only.Name.Name, only.FirstUse));
        Assert.Equal(["z", "t1*z", "t1^2"], rewritten.Select(InfixPrinter.Print));
    }

    [Fact]
    public void Derivative_AgreesWithCentralDifferences() =>
        Gen.Select(RandomExpressions.Samples, Gen.Int[0, 2])
            .Seeded()
            .Sample(
                (s, which) =>
                {
                    const double H = 1e-5;
                    string name = "xyz"[which].ToString();
                    double At(double offset) => s.Expression.Evaluate(n => s.Lookup(n) + (n == name ? offset : 0));
                    double central = (At(H) - At(-H)) / (2 * H);
                    double wide = (At(2 * H) - At(-2 * H)) / (4 * H);
                    double oneSided = (At(2 * H) - At(0)) / (2 * H);
                    double derivative = s.Evaluate(s.Expression.Differentiate(Expr.Symbol(name)));

                    // Next to a kink of min, max or abs, or where the function bends sharply, differences of different widths
                    // disagree: nothing to compare there.
                    bool smooth = Math.Abs(central - wide) + Math.Abs(central - oneSided) < 1e-3 * (1 + Math.Abs(central));
                    return !smooth || !double.IsFinite(central) || Math.Abs(derivative - central) <= 1e-3 * (1 + Math.Abs(central));
                },
                iter: Iterations
            );

    [Fact]
    public void Canonical_SumsAndProductsDoNotDependOnOrder() =>
        Gen.Select(RandomExpressions.Samples, RandomExpressions.Samples, RandomExpressions.Samples)
            .Seeded()
            .Sample(
                (a, b, c) =>
                    (a.Expression + b.Expression) + c.Expression == c.Expression + (b.Expression + a.Expression)
                    && Expr.Max(a.Expression, Expr.Max(b.Expression, c.Expression))
                        == Expr.Max(Expr.Max(c.Expression, a.Expression), b.Expression)
                    && (a.Expression - a.Expression).IsZero,
                iter: 500
            );

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-7 * (1 + Math.Abs(a)) || double.IsNaN(a) || double.IsInfinity(a);
}
