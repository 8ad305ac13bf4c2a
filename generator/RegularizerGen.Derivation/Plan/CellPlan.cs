using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Everything that emission needs to know of a cell: the whole pipeline on one screen.</summary>
public sealed record CellPlan(CellModel Model, StepProgram Step, BoundProgram Bound, ReverseProgram Reverse, CellEquations Equations)
{
    public static CellPlan Create(CellModel model)
    {
        StepProgram step = StepDerivation.Derive(model);              // ranges, then sensitivity, by the operators' rules
        StepProgram needed = NeededNorms(model, step);
        BoundProgram bound = BoundProgram.Create(model, needed);      // one simplified straight-line program
        ReverseProgram reverse = ReverseSweep.Derive(bound);          // its derivative
        CellEquations equations = CellEquations.Print(model, needed); // what people read
        return new CellPlan(model, needed, bound, reverse, equations);
    }

    /// <summary>A matrix that the input never meets directly has no norm as first matrix, and the other way round: keep the norms that occur.</summary>
    private static StepProgram NeededNorms(CellModel model, StepProgram step)
    {
        HashSet<Symbol> used = [.. step.A.SelectMany(row => row).Concat(step.B).SelectMany(Substitution.SymbolsOf)];
        return step with
        {
            OperatorNorms = [.. step.OperatorNorms.Where(w => used.Contains(NormSymbols.Operator(model.Weights[w])))],
            InputNorms = [.. step.InputNorms.Where(w => used.Contains(NormSymbols.Input(model.Weights[w])))],
        };
    }
}
