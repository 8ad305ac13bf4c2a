using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The bound of one cell apart from where its weights live: for backends that measure weights and write gradients by other means
/// than spans.</summary>
public sealed class CellBound
{
    /// <summary>Creates the slots and the generated bound over them.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal CellBound(CellCore cell, TikhonovOptions options)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        WeightSlot[] slots = [.. cell.Weights.Select(w => new WeightSlot(w, options))];
        Slots = slots;
        Description = cell.Definition;
        Inputs = cell.InputWidth;
        Bounded = cell.Bounded(options.InputBound, options.InputBounds);
        Outputs = cell.OutputWidth;
        Real = cell.CreateBound<Real>(slots, options.Rules, options.Horizon);
        Scaled = cell.CreateBound<Scaled>(slots, options.Rules, options.Horizon);
    }

    /// <summary>What is to be measured of each weight.</summary>
    public IReadOnlyList<WeightSlot> Slots { get; }

    /// <summary>The cell's fixed facts.</summary>
    public CellDefinition Description { get; }

    /// <summary>Width X of all inputs together.</summary>
    public int Inputs { get; }

    /// <summary>Width of the output signal.</summary>
    public int Outputs { get; }

    /// <summary>The inputs with their bounds.</summary>
    internal BoundedInput[] Bounded { get; }

    internal StepBound<Real> Real { get; }

    internal StepBound<Scaled> Scaled { get; }
}
