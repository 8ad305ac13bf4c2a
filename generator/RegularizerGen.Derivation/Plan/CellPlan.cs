using System.Threading;

namespace RegularizerGen.Derivation;

/// <summary>Everything that emission needs to know of a cell: the whole pipeline on one screen.</summary>
/// <param name="Model">The cell.</param>
/// <param name="Bound">Its bound by both sets of rules.</param>
/// <param name="Reverse">The bound's derivative.</param>
/// <param name="Equations">The base derivation as people read it.</param>
public sealed record CellPlan(CellModel Model, BoundProgram Bound, ReverseProgram Reverse, CellEquations Equations)
{
    public static CellPlan Create(CellModel model, CancellationToken cancellation = default)
    {
        BoundProgram bound = BoundProgram.Create(model, cancellation); // ranges, then sensitivity, by the operators' rules
        ReverseProgram reverse = ReverseProgram.Derive(bound, cancellation); // and its derivative
        return new CellPlan(model, bound, reverse, CellEquations.Print(model, StepDerivation.Derive(model, cancellation), cancellation));
    }
}
