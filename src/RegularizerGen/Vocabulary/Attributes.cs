using System;

namespace RegularizerGen;

/// <summary>Marks a partial class as a recurrent cell: its fields are the weights, its <see cref="StepAttribute"/> method is one time
/// step.</summary>
// On several parts of a partial class it may stand, too: the cell is generated once.
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RecurrentCellAttribute : Attribute;

/// <summary>Marks the one method of a cell that maps input and previous states to the new states.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StepAttribute : Attribute;

/// <summary>Marks an input of the step. A step may have several: passes take them side by side in one row, in the order of the
/// parameters.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute : Attribute
{
    /// <summary>The bound holds for inputs with |x| at most this, elementwise; a default that options may override. Infinite unless
    /// set.</summary>
    public double Bound { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// w ≥ 0, finite: how large this input's disturbance is relative to the common one. Its noise has standard deviation w·σ; in the max or
    /// Euclidean norm it moves by at most w·ε. 0 for an input that is known exactly. 1 unless set.
    /// </summary>
    public double PerturbationScale { get; set; } = 1;
}

/// <summary>Marks the state whose new value is the cell's output. Without it, the first returned signal is the output, be it a state or
/// not.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputAttribute : Attribute;

/// <summary>Marks a state: its new value is the returned signal of the same name (in the tuple), or of the same position.</summary>
/// <remarks>
/// Without further declaration the bound starts from a state of zero and propagates its range step by step. Passes start within the
/// declared range only: at 0, or where the caller says; a start outside is refused, because no figure would hold for it.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : Attribute
{
    /// <summary>Lower end of the invariant range; see <see cref="Max"/>.</summary>
    public double Min { get; set; } = double.NegativeInfinity;

    /// <summary>Upper end of a range that the state is known never to leave: set together with <see cref="Min"/>, it is imposed at every
    /// step, and the bound then holds under that assumption.</summary>
    public double Max { get; set; } = double.PositiveInfinity;

    /// <summary>Lower end of the initial state's range; 0 unless set.</summary>
    public double InitialMin { get; set; }

    /// <summary>Upper end of the initial state's range; 0 unless set.</summary>
    public double InitialMax { get; set; }
}
