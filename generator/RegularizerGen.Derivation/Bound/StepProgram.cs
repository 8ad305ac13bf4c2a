using System.Collections.Generic;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>One statement of a straight-line program.</summary>
public abstract record Statement
{
    /// <summary>What it names.</summary>
    public virtual IReadOnlyList<Symbol> Defined => [];
}

/// <summary>name = value.</summary>
public sealed record ScalarStatement(Symbol Name, Expr Value) : Statement
{
    public override IReadOnlyList<Symbol> Defined => [Name];
}

/// <summary>(lo, hi) = range of an affine sum over all its rows.</summary>
public sealed record RowStatement(RowSumSpec Rows, Symbol Lo, Symbol Hi) : Statement
{
    public override IReadOnlyList<Symbol> Defined => [Lo, Hi];
}

/// <summary>An affine sum whose range is taken row by row.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">The signal.</param>
/// <param name="Weights">Matrices and diagonals; those on the input come first.</param>
/// <param name="InputTerms">How many of them act on the input, whose range does not change from step to step.</param>
/// <param name="Arguments">Range of each weight's argument, coefficient included.</param>
/// <param name="Biases">Biases with their coefficients.</param>
public sealed record RowSumSpec(
    int Index,
    string Name,
    IReadOnlyList<int> Weights,
    int InputTerms,
    IReadOnlyList<Interval> Arguments,
    IReadOnlyList<(int Weight, Rational Coefficient)> Biases
);

/// <summary>The bound of one time step, derived.</summary>
/// <param name="Statements">Definitions of ranges, magnitudes and slopes, in order.</param>
/// <param name="RowSums">The affine sums.</param>
/// <param name="Next">Ranges of the new states.</param>
/// <param name="A">Per new state (and output, where it is no state) and previous state: the deviation coefficient.</param>
/// <param name="B">Per new state (and output): the deviation coefficient with respect to the input.</param>
/// <param name="OutputRow">Row of A and B that is the output.</param>
/// <param name="Scalars">Trainable scalars.</param>
/// <param name="OperatorNorms">Weights whose operator norm occurs.</param>
/// <param name="InputNorms">Weights whose norm as first matrix on the input occurs.</param>
/// <param name="Ranges">Ranges of all signals, by node.</param>
public sealed record StepProgram(
    IReadOnlyList<Statement> Statements,
    IReadOnlyList<RowSumSpec> RowSums,
    IReadOnlyList<Interval> Next,
    IReadOnlyList<IReadOnlyList<Expr>> A,
    IReadOnlyList<Expr> B,
    int OutputRow,
    IReadOnlyList<int> Scalars,
    IReadOnlyList<int> OperatorNorms,
    IReadOnlyList<int> InputNorms,
    IReadOnlyList<Interval> Ranges
);

/// <summary>Names of the norms, and of trainable scalars, in expressions.</summary>
public static class NormSymbols
{
    public static Symbol Operator(WeightModel weight) => Expr.Symbol("norm" + weight.Name);

    public static Symbol Scalar(WeightModel weight) => Expr.Symbol("value" + weight.Name);

    public static Symbol Input(WeightModel weight) => Expr.Symbol("inputNorm" + weight.Name);
}
