using System.Collections.Generic;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The bound of one time step by both sets of rules, derived with functions of the runtime in place of long formulas.</summary>
/// <param name="Ranges">Definitions of ranges and slopes, which both share.</param>
/// <param name="Base">Deviations by the base rules.</param>
/// <param name="Tight">Deviations by the tight rules.</param>
/// <param name="Signals">Range of every signal.</param>
/// <param name="Next">Ranges of the new states.</param>
/// <param name="OutputRow">Row of A and B that is the output.</param>
public sealed record CompoundStep(
    IReadOnlyList<Statement> Ranges,
    StepBranch Base,
    StepBranch Tight,
    IReadOnlyList<Quantity> Signals,
    IReadOnlyList<Interval> Next,
    int OutputRow
);

/// <summary>Deviations by one set of rules.</summary>
/// <param name="Statements">Definitions, in order.</param>
/// <param name="A">Per new state (and output, where it is no state) and previous state: the deviation coefficient.</param>
/// <param name="B">Per new state (and output): the deviation coefficient with respect to the input.</param>
public sealed record StepBranch(IReadOnlyList<Statement> Statements, IReadOnlyList<IReadOnlyList<Expr>> A, IReadOnlyList<Expr> B);
