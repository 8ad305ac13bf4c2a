using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Stacks;

/// <summary>
/// The bound of a stack of layers, in one kind of number. Step by step, the range of a layer's input is that of the outputs below: a cell
/// above the first layer has them among its states, after its own. Their coefficients lead down in the <see cref="GainRecursion{TNumber}"/>
/// of all layers.
/// </summary>
internal sealed class StackEvaluation<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly StackShape shape;
    private readonly BoundEvaluation<TNumber>[] units;

    // Per unit: what the layers above add to the adjoint of its output's range, lo and hi after every step.
    private readonly TNumber[][] rangeAdjoints;
    private readonly WeightSlot?[] readOuts;
    private readonly GainRecursion<TNumber> recursion;
    private readonly int horizon;

    public StackEvaluation(StackShape shape, BoundEvaluation<TNumber>[] units, WeightSlot?[] readOuts, TikhonovOptions options)
    {
        this.shape = shape;
        this.units = units;
        this.readOuts = readOuts;
        horizon = options.Horizon;
        recursion = new GainRecursion<TNumber>(shape, [.. units.Select(u => u.Steps)], options);
        rangeAdjoints = Array.ConvertAll(units, _ => new TNumber[2 * (horizon + 1)]);
    }

    /// <summary>The gain: of the last output, or of the worst one over time, as always of a bidirectional stack.</summary>
    public TNumber Gain()
    {
        for (int unit = 0; unit < units.Length; unit++)
        {
            Ranges(unit);
        }

        for (int direction = 0; direction < shape.Directions; direction++)
        {
            recursion.Outputs[direction] = readOuts[direction] is { } readOut ? Norm(readOut) : 1;
        }

        return recursion.Gain();
    }

    /// <summary>Adds the derivative of the penalty to the adjoints of all slots, for d(penalty)/d(gain).</summary>
    public void Reverse(TNumber gain, TNumber gainAdjoint)
    {
        for (int unit = 0; unit < units.Length; unit++)
        {
            units[unit].Steps.ClearAdjoints();
            Array.Clear(rangeAdjoints[unit]);
        }

        recursion.Reverse(gain, gainAdjoint);
        for (int direction = 0; direction < shape.Directions; direction++)
        {
            if (readOuts[direction] is { } readOut)
            {
                readOut.Operator.Adjoint = BoundEvaluation<TNumber>.Unfloored(
                    recursion.OutputAdjoints[direction],
                    Norm(readOut),
                    readOut.Operator,
                    readOut
                );
                readOut.SpreadLargestRowSum();
            }
        }

        for (int unit = units.Length - 1; unit >= 0; unit--)
        {
            RangesReverse(unit);
            units[unit].HandBack();
        }
    }

    /// <summary>Whether every coefficient and range stayed far from the ends of double.</summary>
    public bool StaysInside(TNumber gain)
    {
        bool inside = true;
        foreach (BoundEvaluation<TNumber> unit in units)
        {
            inside &= unit.StaysInside(gain);
        }

        return inside;
    }

    private void Ranges(int unit)
    {
        StepBound<TNumber> steps = units[unit].Steps;
        units[unit].Start();
        for (int step = 0; step < horizon; step++)
        {
            for (int below = 0; below < shape.Below(unit); below++)
            {
                (int source, int sourceStep) = shape.Source(unit, below, step, horizon);
                steps.State(step, Input(unit, below)) = units[source].Steps.State(sourceStep + 1, shape.OutputState);
            }

            steps.Forward(step);
        }
    }

    private void RangesReverse(int unit)
    {
        StepBound<TNumber> steps = units[unit].Steps;
        for (int step = horizon - 1; step >= 0; step--)
        {
            steps.LoAdjoint(step + 1, shape.OutputState) += rangeAdjoints[unit][2 * (step + 1)];
            steps.HiAdjoint(step + 1, shape.OutputState) += rangeAdjoints[unit][(2 * (step + 1)) + 1];
            steps.Reverse(step);
            for (int below = 0; below < shape.Below(unit); below++)
            {
                (int source, int sourceStep) = shape.Source(unit, below, step, horizon);
                int input = Input(unit, below);
                rangeAdjoints[source][2 * (sourceStep + 1)] += steps.LoAdjoint(step, input);
                rangeAdjoints[source][(2 * (sourceStep + 1)) + 1] += steps.HiAdjoint(step, input);
                steps.StateAdjoint(step, input) = default; // Set from below, not by the step before.
            }
        }
    }

    /// <summary>The state of a unit that stands for an output below.</summary>
    private int Input(int unit, int below) => units[unit].Steps.States - shape.Below(unit) + below;

    private TNumber Norm(WeightSlot readOut) => units[0].Floored(TNumber.FromParts(readOut.Operator.Value, readOut.Exponent));
}
