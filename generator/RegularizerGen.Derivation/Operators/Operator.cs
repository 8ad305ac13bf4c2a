namespace RegularizerGen.Derivation;

/// <summary>
/// One operator of the step graph: everything that is known about it stands in its one file. The contract of an operator that is no source
/// is a range rule, a deviation rule, and its printed forms; what the passes compute is a class of the runtime (Passes/Nodes).
/// </summary>
public abstract class Operator
{
    /// <summary>Key in <see cref="OperatorTable"/>; for an activation also its name in CellMath.</summary>
    public abstract string Name { get; }

    /// <summary>A range that holds for every unit, given the ranges of the arguments (theory: section 2).</summary>
    public abstract Interval Range(StepDerivation step, NodeModel node);

    /// <summary>Deviation coefficients, given those of the arguments (theory: section 2).</summary>
    public abstract Deviation Deviation(StepDerivation step, NodeModel node);

    /// <summary>The right-hand side of the signal's equation over printed arguments.</summary>
    public abstract string Print(IEquationWriter writer, NodeModel node);
}
