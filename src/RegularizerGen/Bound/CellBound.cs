using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The bound of one cell apart from where its weights live: for backends that measure weights and write gradients by other means
/// than spans.</summary>
public sealed class CellBound
{
    /// <summary>Creates the slots and the generated bound over them.</summary>
    /// <param name="weights">The cell's weights, in order; those derived from others last.</param>
    /// <param name="description">The cell's fixed facts.</param>
    /// <param name="inputs">Width X of the input.</param>
    /// <param name="outputs">Width of the output signal.</param>
    /// <param name="options">Options; validated here.</param>
    /// <param name="createBounds">Creates the generated bound in both kinds of number over the given slots.</param>
    public CellBound(
        IReadOnlyList<WeightSpec> weights,
        BoundDescription description,
        int inputs,
        int outputs,
        TikhonovOptions options,
        Func<WeightSlot[], (StepBound<Real> Real, StepBound<Scaled> Scaled)> createBounds
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(createBounds);
        options.Validate();
        WeightSlot[] slots = [.. weights.Select(w => new WeightSlot(w, options))];
        Slots = slots;
        Description = description;
        Inputs = inputs;
        Outputs = outputs;
        (Real, Scaled) = createBounds(slots);
    }

    /// <summary>What is to be measured of each weight.</summary>
    public IReadOnlyList<WeightSlot> Slots { get; }

    /// <summary>The cell's fixed facts.</summary>
    public BoundDescription Description { get; }

    /// <summary>Width X of the input.</summary>
    public int Inputs { get; }

    /// <summary>Width of the output signal.</summary>
    public int Outputs { get; }

    internal StepBound<Real> Real { get; }

    internal StepBound<Scaled> Scaled { get; }
}
