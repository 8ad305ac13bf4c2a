using System;
using System.ComponentModel;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen.Bounds;

/// <summary>A penalty on the weights of a cell, weight by weight: begin, measure all, solve, and apply all unless the result says that
/// there is no gradient.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CellPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected CellPenalty(CellCore cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ElementType.Require<T>();
        Cell = cell;
    }

    internal CellCore Cell { get; }

    /// <summary>λ of the call in progress.</summary>
    private protected double Strength { get; private set; }

    /// <summary>Starts a call.</summary>
    /// <exception cref="ArgumentException">The strength is negative, NaN or infinite.</exception>
    protected internal virtual void Begin(double strength)
    {
        ShapeCheck.RequireStrength(strength);
        Strength = strength;
    }

    /// <summary>Measures a weight of the cell's own.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    protected internal abstract void Measure(int weight, WeightSpan<T> values);

    /// <summary>Checks the shape of a weight or its gradient.</summary>
    /// <exception cref="ArgumentException">The shape is not the weight's.</exception>
    protected internal void Check(int weight, WeightSpan<T> values, string role = "gradient") => values.Require(Cell.Weights[weight], role);

    /// <summary>Adds the gradient of a weight of the cell's own, with what comes through matrices derived from it.</summary>
    protected internal abstract void Apply(int weight, WeightSpan<T> values, WeightSpan<T> gradient);
}
