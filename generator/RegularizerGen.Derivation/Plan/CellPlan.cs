using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Everything that emission needs to know of a cell: the whole pipeline on one screen.</summary>
/// <param name="Model">The cell.</param>
/// <param name="Base">Its bound by the base rules.</param>
/// <param name="Tight">Its bound by the tight rules.</param>
/// <param name="OperatorNorms">Weights whose operator norm one of the two needs.</param>
/// <param name="InputNorms">Weights whose norm as first matrix on the input one of the two needs.</param>
/// <param name="Equations">The base derivation as people read it.</param>
public sealed record CellPlan(
    CellModel Model,
    RulesPlan Base,
    RulesPlan Tight,
    IReadOnlyList<int> OperatorNorms,
    IReadOnlyList<int> InputNorms,
    CellEquations Equations
)
{
    public static CellPlan Create(CellModel model, CancellationToken cancellation = default)
    {
        RulesPlan @base = RulesPlan.Create(model, isTight: false, cancellation);
        RulesPlan tight = RulesPlan.Create(model, isTight: true, cancellation);
        CellEquations equations = CellEquations.Print(model, @base.Step, cancellation);
        return new CellPlan(
            model,
            @base,
            tight,
            [.. @base.Step.OperatorNorms.Union(tight.Step.OperatorNorms).OrderBy(w => w)],
            [.. @base.Step.InputNorms.Union(tight.Step.InputNorms).OrderBy(w => w)],
            equations
        );
    }
}

/// <summary>The bound by one set of rules, ready for emission.</summary>
public sealed record RulesPlan(StepProgram Step, BoundProgram Bound, ReverseProgram Reverse)
{
    public static RulesPlan Create(CellModel model, bool isTight, CancellationToken cancellation = default)
    {
        StepProgram step = NeededNorms(model, StepDerivation.Derive(model, isTight, cancellation)); // ranges, then sensitivity, by the operators' rules
        BoundProgram bound = BoundProgram.Create(model, step); // one simplified straight-line program
        return new RulesPlan(step, bound, ReverseSweep.Derive(bound, cancellation)); // and its derivative
    }

    /// <summary>A matrix that the input never meets directly has no norm as first matrix, and the other way round: keep the norms that
    /// occur.</summary>
    private static StepProgram NeededNorms(CellModel model, StepProgram step)
    {
        HashSet<Symbol> used =
        [
            .. step
                .A.SelectMany(row => row)
                .Concat(step.B)
                .Concat(step.Statements.OfType<ScalarStatement>().Select(s => s.Value))
                .SelectMany(Substitution.SymbolsOf),
        ];
        return step with
        {
            OperatorNorms = [.. step.OperatorNorms.Where(w => used.Contains(NormSymbols.Operator(model.Weights[w])))],
            InputNorms = [.. step.InputNorms.Where(w => used.Contains(NormSymbols.Input(model.Weights[w])))],
        };
    }
}
