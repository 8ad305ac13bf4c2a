using System;
using System.Collections.Generic;
using CsCheck;

namespace RegularizerGen.Symbolics.Tests;

/// <summary>An expression together with its value by plain double arithmetic in the order written: what simplification must never
/// change.</summary>
public sealed record Sample(Expr Expression, double X, double Y, double Z, double Value)
{
    public double Evaluate(Expr expression) => expression.Evaluate(Lookup);

    public double Lookup(string name) =>
        name switch
        {
            "x" => X,
            "y" => Y,
            "z" => Z,
            _ => throw new KeyNotFoundException(name),
        };
}

/// <summary>Random expressions in x, y, z whose plain value is tame.</summary>
public static class RandomExpressions
{
    public static Gen<Sample> Samples { get; } =
        Gen.Int[0, int.MaxValue]
            .Select(seed =>
            {
                // Generic points: exact ties and zeros, where steps jump, have tests of their own.
                var random = new Random(seed);
                double[] point = [(4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2];
                (Expr expression, double value) = Tree(random, 5, point);
                return new Sample(expression, point[0], point[1], point[2], value);
            })
            .Where(s => double.IsFinite(s.Value) && Math.Abs(s.Value) < 1e6);

    private static (Expr Expression, double Value) Tree(Random random, int depth, double[] point)
    {
        if (depth == 0 || random.Next(8) == 0)
        {
            int leaf = random.Next(5);
            return leaf < 3
                ? (Expr.Symbol("xyz"[leaf].ToString()), point[leaf])
                : Constant(new Rational(random.Next(-6, 7), random.Next(1, 5)));
        }

        (Expr a, double u) = Tree(random, depth - 1, point);
        (Expr b, double v) = Tree(random, depth - 1, point);
        return random.Next(15) switch
        {
            0 or 1 => (a + b, u + v),
            2 => (a - b, u - v),
            3 or 4 => (a * b, u * v),
            5 => (-a, -u),
            6 => (Expr.Square(a), u * u),
            7 => (a / (2 + Expr.Square(b)), u / (2 + (v * v))),
            8 => (Expr.Sqrt(1 + Expr.Square(a)), Math.Sqrt(1 + (u * u))),
            9 => (Expr.Max(a, b), Math.Max(u, v)),
            10 => (Expr.Min(a, b), Math.Min(u, v)),
            11 => (Expr.Abs(a), Math.Abs(u)),
            12 => (Expr.Apply(ScalarFunctions.Tanh, a), Math.Tanh(u)),
            13 => (Expr.Apply(ScalarFunctions.Sigmoid, a), 1 / (1 + Math.Exp(-u))),
            _ => (
                Expr.Apply(ScalarFunctions.Sin, a) * Expr.Apply(ScalarFunctions.Exp, Expr.Apply(ScalarFunctions.Cos, b)),
                Math.Sin(u) * Math.Exp(Math.Cos(v))
            ),
        };
    }

    private static (Expr Expression, double Value) Constant(Rational value) => (value, value.ToDouble());
}
