namespace RegularizerGen.Derivation;

/// <summary>
/// One operator of the step graph: everything that is known about it stands in its one file. The contract of an operator that is no source
/// is a range rule, a deviation rule, forward and backward code, the same for its tangent (the derivative in one direction), and its
/// printed forms.
/// </summary>
public abstract class Operator
{
    /// <summary>Key in <see cref="OperatorTable"/>; for an activation also its name in CellMath.</summary>
    public abstract string Name { get; }

    /// <summary>A range that holds for every unit, given the ranges of the arguments (theory: section 2).</summary>
    public abstract Interval Range(StepDerivation step, NodeModel node);

    /// <summary>Deviation coefficients, given those of the arguments (theory: section 2).</summary>
    public abstract Deviation Deviation(StepDerivation step, NodeModel node);

    /// <summary>C# that computes the signal for one time step of a batch.</summary>
    public abstract void Forward(IKernelWriter writer, NodeModel node);

    /// <summary>C# that adds to the adjoints of the arguments.</summary>
    public abstract void Backward(IKernelWriter writer, NodeModel node);

    /// <summary>C# that computes the signal's tangent from those of its arguments.</summary>
    public abstract void Tangent(IKernelWriter writer, NodeModel node);

    /// <summary>C# that adds, to the adjoints of the arguments, what the tangent owes to their values: second derivatives times tangents.
    /// The tangent's own adjoint is given.</summary>
    public abstract void TangentBackward(IKernelWriter writer, NodeModel node);

    /// <summary>The right-hand side of the signal's equation over printed arguments.</summary>
    public abstract string Print(IEquationWriter writer, NodeModel node);
}
