using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The error function 2/√π ∫₀ˣ exp(-t²) dt.</summary>
internal sealed class ErfFunction : ScalarFunction
{
    private static readonly Rational TwoOverRootPi = Rational.Parse("1.1283791670955126");

    public override string Name => "erf";

    public override string CSharpMethod => "Erf";

    /// <summary>exp(-x²) times a series without cancellation below 3, Legendre's continued fraction of erfc above (Abramowitz and Stegun
    /// 7.1.6, 7.1.14).</summary>
    public override double Evaluate(IReadOnlyList<double> arguments)
    {
        double x = Math.Abs(arguments[0]);
        double value;
        if (x < 3)
        {
            double term = x;
            double sum = x;
            for (int k = 1; term > 1e-17 * sum; k++)
            {
                term *= 2 * x * x / ((2 * k) + 1);
                sum += term;
            }

            value = Math.Min(1, sum * Math.Exp(-x * x) * TwoOverRootPi.ToDouble());
        }
        else
        {
            double fraction = x;
            for (int k = 60; k >= 1; k--)
            {
                fraction = x + (k / 2.0 / fraction);
            }

            value = 1 - (Math.Exp(-x * x) / (fraction * Math.Sqrt(Math.PI)));
        }

        return arguments[0] < 0 ? -value : value;
    }

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) =>
        TwoOverRootPi * Expr.Apply(ScalarFunctions.Exp, -Expr.Square(arguments[0]));

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? Expr.Zero : null;
}
