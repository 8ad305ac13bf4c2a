using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Stacks;

/// <summary>
/// The Tikhonov bound of a stack of recurrent layers, over slots that a backend fills and whose adjoints it applies: between the two, <see
/// cref="Solve"/>.
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>
public sealed class StackBound
{
    private readonly WeightSlot[] slots;
    private readonly Evaluation<Real> real;
    private readonly Evaluation<Scaled> scaled;

    /// <summary>Creates the bound.</summary>
    /// <param name="cells">
    /// Layer by layer, direction by direction. Above the first layer, cells whose last states are the outputs of the layer below (one per
    /// direction), and whose own input is not used.
    /// </param>
    /// <param name="directions">1, or 2 for bidirectional layers.</param>
    /// <param name="options">Options; a read-out of <see cref="TikhonovOptions.ReadOutRows"/> rows acts on the last layer's output (its
    /// halves, for two directions).</param>
    /// <exception cref="ArgumentException">An option is out of range, or the cells are not a whole number of layers.</exception>
    public StackBound(IReadOnlyList<CellBound> cells, int directions, TikhonovOptions options)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (directions is not (1 or 2) || cells.Count == 0 || cells.Count % directions != 0)
        {
            throw new ArgumentException($"{cells.Count} cells are no stack of {directions} direction(s).", nameof(cells));
        }

        ReadOuts =
            options.ReadOutRows == 0
                ? new WeightSlot?[directions]
                :
                [
                    .. Enumerable
                        .Range(0, directions)
                        .Select(_ => new WeightSlot(
                            new WeightSpec("readOut", WeightKind.Matrix, options.ReadOutRows, cells[^1].Outputs, WeightUses.OperatorNorm),
                            options
                        )),
                ];
        var shape = new StackShape(cells.Count / directions, directions, cells[0].Description.OutputRow, options.ReadOutRows > 0);
        if (shape.Layers > 1 && shape.OutputState >= cells[0].Description.StateNames.Count)
        {
            throw new ArgumentException("Only cells whose output is a state can be stacked.", nameof(cells));
        }

        slots = [.. cells.SelectMany(c => c.Slots), .. ReadOuts.OfType<WeightSlot>()];
        bool isBound = options.GivesBound(slots);
        real = new Evaluation<Real>(shape, [.. cells.Select((c, k) => Unit(c, c.Real, k < directions))], ReadOuts, options, isBound);
        scaled = new Evaluation<Scaled>(shape, [.. cells.Select((c, k) => Unit(c, c.Scaled, k < directions))], ReadOuts, options, isBound);

        // A single cell is evaluated as its own regularizer does, read-out included.
        BoundEvaluation<TNumber> Unit<TNumber>(CellBound cell, StepBound<TNumber> steps, bool isFirst)
            where TNumber : unmanaged, IBoundNumber<TNumber> =>
            new(
                steps,
                cell.Description.OutputRow,
                [.. cell.Slots],
                cells.Count == 1 ? ReadOuts[0] : null,
                isFirst ? cell.Bounded : [],
                options
            );
    }

    /// <summary>Slots of the read-out, one per direction; null where there is none.</summary>
    public IReadOnlyList<WeightSlot?> ReadOuts { get; }

    /// <summary>Before measuring: sets all adjoints to 0.</summary>
    public void ClearAdjoints()
    {
        foreach (WeightSlot slot in slots)
        {
            slot.ClearAdjoints();
        }
    }

    /// <summary>Penalty and gain from the measured slots; with gradient, fills their adjoints.</summary>
    /// <param name="strength">λ ≥ 0.</param>
    /// <param name="withGradient">Whether the gradient is wanted, too.</param>
    /// <exception cref="ArgumentException">The strength is out of range.</exception>
    public TikhonovResult Solve(double strength, bool withGradient)
    {
        ShapeCheck.RequireStrength(strength);
        (TikhonovResult result, bool isInside) = real.Solve(strength, withGradient, onlyInside: true);
        return isInside ? result : scaled.Solve(strength, withGradient, onlyInside: false).Result;
    }

    /// <summary>In one kind of number: one cell, or a stack.</summary>
    private sealed class Evaluation<TNumber>(
        StackShape shape,
        BoundEvaluation<TNumber>[] units,
        IReadOnlyList<WeightSlot?> readOuts,
        TikhonovOptions options,
        bool isBound
    )
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        private readonly StackEvaluation<TNumber>? stack = units.Length > 1 ? new(shape, units, [.. readOuts], options) : null;
        private readonly PenaltyOfGain<TNumber> penalty = new(options);

        public (TikhonovResult Result, bool IsInside) Solve(double strength, bool withGradient, bool onlyInside)
        {
            TNumber gain = stack is null ? units[0].Gain() : stack.Gain();
            bool inside = !onlyInside || (stack is null ? units[0].StaysInside(gain) : stack.StaysInside(gain));
            if (withGradient && inside && TNumber.IsFinite(gain) && TNumber.LogToDouble(gain) > double.NegativeInfinity)
            {
                if (stack is null)
                {
                    units[0].Reverse(gain, strength);
                }
                else
                {
                    stack.Reverse(gain, penalty.Slope(gain, strength));
                }
            }

            var result = new TikhonovResult(penalty.Value(gain, strength), TNumber.ToDouble(gain), TNumber.LogToDouble(gain))
            {
                IsBound = isBound,
            };
            return (result, inside);
        }
    }
}
