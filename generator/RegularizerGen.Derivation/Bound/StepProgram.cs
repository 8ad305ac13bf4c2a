using System.Collections.Generic;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The bound of one time step by the base rules, derived: formulas alone, as they are printed.</summary>
/// <param name="Statements">Definitions of ranges, magnitudes and slopes, in order.</param>
/// <param name="Next">Ranges of the new states.</param>
/// <param name="A">Per new state (and output, where it is no state) and previous state: the deviation coefficient.</param>
/// <param name="B">Per new state (and output): the deviation coefficient with respect to the input.</param>
/// <param name="OutputRow">Row of A and B that is the output.</param>
public sealed record StepProgram(
    IReadOnlyList<Statement> Statements,
    IReadOnlyList<Interval> Next,
    IReadOnlyList<IReadOnlyList<Expr>> A,
    IReadOnlyList<Expr> B,
    int OutputRow
);

/// <summary>Names of the norms, and of trainable scalars, in expressions.</summary>
public static class NormSymbols
{
    public static Symbol Operator(WeightModel weight) => Expr.Symbol("norm" + weight.Name);

    public static Symbol Scalar(WeightModel weight) => Expr.Symbol("value" + weight.Name);

    public static Symbol Input(WeightModel weight) => Expr.Symbol("inputNorm" + weight.Name);
}
