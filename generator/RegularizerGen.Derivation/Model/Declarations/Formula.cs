using System;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// A formula of one argument as it is written, before any simplification: u/u has no value at 0, although it simplifies to 1.
/// </summary>
public abstract record Formula
{
    /// <summary>The simplified expression in <see cref="UserActivation.Argument"/>.</summary>
    public abstract Expr ToExpr();

    /// <summary>Enclosures of values and slopes on a box of arguments.</summary>
    internal abstract Jet On(Chart box);
}

/// <summary>A constant, as the program has it.</summary>
public sealed record ConstantFormula(double Value) : Formula
{
    public override Expr ToExpr() => Rational.FromDouble(Value);

    internal override Jet On(Chart box) => Jet.Constant(Value);
}

/// <summary>The argument.</summary>
public sealed record ArgumentFormula : Formula
{
    public override Expr ToExpr() => Expr.Symbol(UserActivation.Argument);

    internal override Jet On(Chart box) => new(box.Argument, DoubleInterval.One);
}

/// <summary>A + B.</summary>
public sealed record SumFormula(Formula A, Formula B) : Formula
{
    public override Expr ToExpr() => A.ToExpr() + B.ToExpr();

    internal override Jet On(Chart box) => Jet.Add(box, A.On(box), B.On(box));

    /// <summary>For 1 + exp(x): x; else null.</summary>
    internal Formula? OnePlusExp =>
        (A, B) switch
        {
            (ConstantFormula { Value: 1 }, FunctionFormula { Name: "exp", A: var x }) => x,
            (FunctionFormula { Name: "exp", A: var x }, ConstantFormula { Value: 1 }) => x,
            _ => null,
        };
}

/// <summary>A - B.</summary>
public sealed record DifferenceFormula(Formula A, Formula B) : Formula
{
    public override Expr ToExpr() => A.ToExpr() - B.ToExpr();

    internal override Jet On(Chart box) => Jet.Subtract(box, A.On(box), B.On(box));
}

/// <summary>A·B.</summary>
public sealed record ProductFormula(Formula A, Formula B) : Formula
{
    public override Expr ToExpr() => A.ToExpr() * B.ToExpr();

    internal override Jet On(Chart box) => A.Equals(B) ? Jet.Square(A.On(box)) : Jet.Multiply(box, A.On(box), B.On(box));
}

/// <summary>A/B.</summary>
public sealed record QuotientFormula(Formula A, Formula B) : Formula
{
    /// <exception cref="DivideByZeroException">B is the constant 0.</exception>
    public override Expr ToExpr() => A.ToExpr() / B.ToExpr();

    /// <summary>A/(1 + exp(x)) is A times a logistic function, of which more is known than of a quotient.</summary>
    internal override Jet On(Chart box) =>
        B is SumFormula { OnePlusExp: { } x }
            ? Jet.Multiply(box, A.On(box), FunctionFormula.Sigmoid(box, Jet.Subtract(box, Jet.Constant(0), x.On(box))))
            : Jet.Divide(box, A.On(box), B.On(box));
}
