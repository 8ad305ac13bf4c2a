using System;

namespace RegularizerGen;

/// <summary>Marks a partial class as a recurrent cell: its fields are the weights, its <see cref="StepAttribute"/> method is one time step.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecurrentCellAttribute : Attribute;

/// <summary>Marks the one method of a cell that maps input and previous states to the new states.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StepAttribute : Attribute;

/// <summary>Marks the input of the step.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute : Attribute
{
    /// <summary>The bound holds for inputs with |x| at most this, elementwise; a default that options may override. Infinite unless set.</summary>
    public double Bound { get; set; } = double.PositiveInfinity;
}

/// <summary>Marks a state: its new value is the returned signal of the same name (in the tuple), or of the same position.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : Attribute;
