using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Division by a signal, where something keeps the divisor away from 0, or where the quotient is a share of gates.</summary>
public sealed partial class ModelBuilder
{
    /// <summary>Divisors are accepted down to this size; the slope of the quotient is as large as the square of its inverse.</summary>
    private static readonly Rational LeastDivisor = Rational.One / Rational.Pow(10, 30);

    private static readonly ActivationOperator Sigmoid = OperatorTable.FindActivation("Sigmoid")!;
    private static readonly ActivationOperator Softplus = OperatorTable.FindActivation("Softplus")!;

    /// <summary>a/v; null where no bound is known for it.</summary>
    public int? Divide(int a, int v)
    {
        Unify(nodes[a].Dimension, nodes[v].Dimension);
        return Share(a, v) ?? (NegatedReciprocal(v) is var (sign, reciprocal) ? Scale(sign, Multiply(a, reciprocal), 0) : null);
    }

    /// <summary>number/v; null where no bound is known for it.</summary>
    public int? Divide(Rational number, int v) =>
        NegatedReciprocal(v) is var (sign, reciprocal) ? Scale(sign * number, reciprocal, 0) : null;

    /// <summary>1/v as sign · r of a signal r that rises with |v|, where v is known to lie in [c, d] with c > 0, or -v is: r is
    /// -1/max(|v|, c), which is the function of v that it has to be there, and Lipschitz with 1/c² everywhere.</summary>
    private (int Sign, int Reciprocal)? NegatedReciprocal(int v)
    {
        if (StaticRangeOf(v) is not var (lo, hi))
        {
            return null;
        }

        bool isPositive = lo.Sign > 0;
        (Rational least, Rational most) = isPositive ? (lo, hi) : (-hi, -lo);
        if (least < LeastDivisor || most > Rational.One / LeastDivisor)
        {
            return null;
        }

        Expr divisor = Expr.Max(Expr.Symbol(UserActivation.Argument), least);
        var facts = new ActivationFacts(
            Rational.One / (least * least),
            Rational.Zero - (Rational.One / least),
            Rational.Zero - (Rational.One / most),
            IsMonotone: true
        );
        var function = new UserActivation("NegatedReciprocal", -Expr.Power(divisor, -1), facts);
        return (isPositive ? -1 : 1, Apply(OperatorTable.Map, isPositive ? v : Scale(-1, v, 0), user: function));
    }

    /// <summary>k·f/(f + i) of two logistic gates f = σ(p), i = σ(q), of which nothing but their sum's sign is known: k·σ(ln f - ln i),
    /// with ln σ(p) = -softplus(-p). The other share is one minus it, so that both together make a blend.</summary>
    private int? Share(int a, int v)
    {
        if (
            nodes[v].Terms is not [{ Weight: < 0, Signal: >= 0 } first, { Weight: < 0, Signal: >= 0 } second]
            || first.Coefficient != second.Coefficient
            || TermsOf(a, 1).ToArray() is not [{ Weight: < 0, Signal: >= 0 } own]
            || (own.Signal != first.Signal && own.Signal != second.Signal)
            || nodes[first.Signal].Operator != Sigmoid.Name
            || nodes[second.Signal].Operator != Sigmoid.Name
        )
        {
            return null;
        }

        (int f, int i) = first.Signal < second.Signal ? (first.Signal, second.Signal) : (second.Signal, first.Signal);
        int share = Apply(Sigmoid, Add(1, NegatedLogarithm(i), -1, NegatedLogarithm(f)));
        Rational factor = own.Coefficient / first.Coefficient;
        return own.Signal == f ? Scale(factor, share, 0) : Scale(-factor, share, factor);

        int NegatedLogarithm(int gate) => Apply(Softplus, Scale(-1, nodes[gate].Arguments[0], 0));
    }
}
