using System;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Stacks;

/// <summary>
/// The bound of a stack of layers, in one kind of number. Step by step, the range of a layer's input is that of the outputs below; the
/// coefficients of all layers and steps make one linear recursion for the derivatives of the last layer's output, which is run from the
/// output down to the inputs. A cell above the first layer has the outputs below among its states, after its own: their ranges are set
/// here, and their coefficients lead down.
/// </summary>
internal sealed class StackEvaluation<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly StackShape shape;
    private readonly BoundEvaluation<TNumber>[] units;
    private readonly TNumber[][] rows; // per unit: derivatives of the output with respect to its states, before every step and after the last
    private readonly TNumber[][] rowAdjoints;
    private readonly TNumber[][] rangeAdjoints; // per unit: what the layers above add to the adjoint of its output's range, lo and hi after every step
    private readonly TNumber[] gammas; // per output and time
    private readonly TNumber[] gammaAdjoints;
    private readonly WeightSlot?[] readOuts;
    private readonly TikhonovOptions options;
    private readonly int horizon;
    private int outputTime;

    public StackEvaluation(StackShape shape, BoundEvaluation<TNumber>[] units, WeightSlot?[] readOuts, TikhonovOptions options)
    {
        this.shape = shape;
        this.units = units;
        this.readOuts = readOuts;
        this.options = options;
        horizon = options.Horizon;
        rows = Array.ConvertAll(units, u => new TNumber[(horizon + 1) * u.Steps.States]);
        rowAdjoints = Array.ConvertAll(units, u => new TNumber[(horizon + 1) * u.Steps.States]);
        rangeAdjoints = Array.ConvertAll(units, _ => new TNumber[2 * (horizon + 1)]);
        gammas = new TNumber[shape.Outputs * horizon];
        gammaAdjoints = new TNumber[gammas.Length];
    }

    /// <summary>The gain: of the last output, or of the worst one over time, as always of a bidirectional stack.</summary>
    public TNumber Gain()
    {
        for (int unit = 0; unit < units.Length; unit++)
        {
            Ranges(unit);
        }

        TNumber largest = -1;
        int worst = horizon - 1;
        bool lastOnly = shape.Directions == 1 && !options.EveryOutput;
        for (int time = lastOnly ? horizon - 1 : 0; time < horizon; time++)
        {
            TNumber gain = GainAt(time);
            if (gain > largest)
            {
                (largest, worst) = (gain, time);
            }
        }

        outputTime = worst;
        return lastOnly ? largest : GainAt(worst);
    }

    /// <summary>Adds the derivative of the penalty to the adjoints of all slots, for d(penalty)/d(gain).</summary>
    public void Reverse(TNumber gain, TNumber gainAdjoint)
    {
        CombineReverse(gain, gainAdjoint);
        for (int unit = 0; unit < units.Length; unit++)
        {
            units[unit].Steps.ClearAdjoints();
            units[unit].Steps.ClearCoefficientAdjoints();
            Array.Clear(rangeAdjoints[unit]);
        }

        for (int output = 0; output < shape.Outputs; output++)
        {
            Propagate(output);
            for (int unit = 0; unit < units.Length; unit++)
            {
                PropagateReverse(unit, output);
            }

            ReadOutReverse();
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
                (int source, int sourceStep, int input) = Source(unit, below, step);
                StepBound<TNumber> from = units[source].Steps;
                steps.Lo(step, input) = from.Lo(sourceStep + 1, shape.OutputState);
                steps.Hi(step, input) = from.Hi(sourceStep + 1, shape.OutputState);
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
                (int source, int sourceStep, int input) = Source(unit, below, step);
                rangeAdjoints[source][2 * (sourceStep + 1)] += steps.LoAdjoint(step, input);
                rangeAdjoints[source][(2 * (sourceStep + 1)) + 1] += steps.HiAdjoint(step, input);
                steps.LoAdjoint(step, input) = 0; // Set from below, not by the step before.
                steps.HiAdjoint(step, input) = 0;
            }
        }
    }

    /// <summary>The gain of the output at one time, without a bound on the others.</summary>
    private TNumber GainAt(int time)
    {
        outputTime = time;
        for (int output = 0; output < shape.Outputs; output++)
        {
            Propagate(output);
        }

        TNumber total = 0;
        for (int t = 0; t < horizon; t++)
        {
            total += Term(t);
        }

        return TNumber.UpperEnd(options.Perturbation == Perturbation.WhiteNoise ? TNumber.Sqrt(total) : total);
    }

    /// <summary>What the input at one time adds: squares under white noise; else the norm of the two directions' outputs
    /// together.</summary>
    private TNumber Term(int t)
    {
        TNumber first = gammas[t];
        TNumber second = shape.Outputs == 2 ? gammas[horizon + t] : 0;
        return options.Perturbation switch
        {
            Perturbation.WhiteNoise => (first * first) + (second * second),
            Perturbation.Energy => shape.Outputs == 2 ? TNumber.Sqrt((first * first) + (second * second)) : first,
            _ => TNumber.Max(first, second),
        };
    }

    private void CombineReverse(TNumber gain, TNumber gainAdjoint)
    {
        for (int t = 0; t < horizon; t++)
        {
            TNumber first = gammas[t];
            TNumber second = shape.Outputs == 2 ? gammas[horizon + t] : 0;
            TNumber whole = options.Perturbation == Perturbation.WhiteNoise ? gain : Term(t);
            bool peak = options.Perturbation == Perturbation.Peak;
            bool moves = whole > 0; // An input after the output in question moves nothing.
            gammaAdjoints[t] =
                peak ? (second > first ? 0 : gainAdjoint)
                : moves ? gainAdjoint * (first / whole)
                : 0;
            if (shape.Outputs == 2)
            {
                gammaAdjoints[horizon + t] =
                    peak ? (second > first ? gainAdjoint : 0)
                    : moves ? gainAdjoint * (second / whole)
                    : 0;
            }
        }
    }

    /// <summary>From one output at the time in question down to the inputs.</summary>
    private void Propagate(int output)
    {
        foreach (TNumber[] row in rows)
        {
            Array.Clear(row);
        }

        gammas.AsSpan(output * horizon, horizon).Clear();
        for (int direction = 0; direction < shape.Directions; direction++)
        {
            if (shape.Outputs == 1 || direction == output)
            {
                int unit = shape.Unit(shape.Layers - 1, direction);
                rows[unit][((StackShape.Step(direction, outputTime, horizon) + 1) * units[unit].Steps.States) + shape.OutputState] =
                    ReadOutNorm(direction);
            }
        }

        for (int unit = units.Length - 1; unit >= 0; unit--)
        {
            StepBound<TNumber> steps = units[unit].Steps;
            for (int step = horizon - 1; step >= 0; step--)
            {
                ReadOnlySpan<TNumber> after = rows[unit].AsSpan((step + 1) * steps.States, steps.States);
                for (int state = 0; state < steps.States; state++)
                {
                    Down(unit, step, state) += Dot(after, steps, step, state);
                }

                if (shape.Below(unit) == 0)
                {
                    TNumber gamma = 0;
                    for (int row = 0; row < steps.States; row++)
                    {
                        gamma += after[row] * steps.B(step, row);
                    }

                    gammas[(output * horizon) + StackShape.Step(shape.Direction(unit), step, horizon)] += gamma;
                }
            }
        }
    }

    /// <summary>Adjoint of <see cref="Propagate"/> for one unit, after those below it.</summary>
    private void PropagateReverse(int unit, int output)
    {
        StepBound<TNumber> steps = units[unit].Steps;
        TNumber[] adjoints = rowAdjoints[unit];
        Array.Clear(adjoints);
        for (int step = 0; step < horizon; step++)
        {
            TNumber gammaAdjoint =
                shape.Below(unit) == 0 ? gammaAdjoints[(output * horizon) + StackShape.Step(shape.Direction(unit), step, horizon)] : 0;
            for (int row = 0; row < steps.States; row++)
            {
                TNumber after = rows[unit][((step + 1) * steps.States) + row];
                TNumber sum = steps.B(step, row) * gammaAdjoint;
                steps.BAdjoint(step, row) += after * gammaAdjoint;
                for (int state = 0; state < steps.States; state++)
                {
                    TNumber down = DownAdjoint(unit, step, state);
                    steps.AAdjoint(step, row, state) += after * down;
                    sum += steps.A(step, row, state) * down;
                }

                adjoints[((step + 1) * steps.States) + row] = sum;
            }
        }
    }

    private static TNumber Dot(ReadOnlySpan<TNumber> after, StepBound<TNumber> steps, int step, int state)
    {
        TNumber sum = 0;
        for (int row = 0; row < after.Length; row++)
        {
            sum += after[row] * steps.A(step, row, state);
        }

        return sum;
    }

    /// <summary>Where the derivative with respect to a state before a step goes: to the step before or, for an input from below, to the
    /// output there.</summary>
    private ref TNumber Down(int unit, int step, int state) => ref At(rows, unit, step, state);

    private ref TNumber DownAdjoint(int unit, int step, int state) => ref At(rowAdjoints, unit, step, state);

    private ref TNumber At(TNumber[][] table, int unit, int step, int state)
    {
        int states = units[unit].Steps.States;
        int own = states - shape.Below(unit);
        if (state < own)
        {
            return ref table[unit][(step * states) + state];
        }

        (int source, int sourceStep, _) = Source(unit, state - own, step);
        return ref table[source][((sourceStep + 1) * units[source].Steps.States) + shape.OutputState];
    }

    /// <summary>The unit below, its own step at the same time, and the state of this unit that stands for its output.</summary>
    private (int Unit, int Step, int Input) Source(int unit, int below, int step)
    {
        int time = StackShape.Step(shape.Direction(unit), step, horizon);
        return (
            shape.Unit(shape.Layer(unit) - 1, below),
            StackShape.Step(below, time, horizon),
            units[unit].Steps.States - shape.Below(unit) + below
        );
    }

    private TNumber ReadOutNorm(int direction) =>
        readOuts[direction] is { } readOut ? units[0].Floored(TNumber.FromParts(readOut.Operator.Value, readOut.Exponent)) : 1;

    private void ReadOutReverse()
    {
        for (int direction = 0; direction < shape.Directions; direction++)
        {
            if (readOuts[direction] is { } readOut)
            {
                int unit = shape.Unit(shape.Layers - 1, direction);
                TNumber adjoint = rowAdjoints[unit][
                    ((StackShape.Step(direction, outputTime, horizon) + 1) * units[unit].Steps.States) + shape.OutputState
                ];
                readOut.Operator.Adjoint = BoundEvaluation<TNumber>.Unfloored(adjoint, ReadOutNorm(direction), readOut.Operator, readOut);
                readOut.SpreadLargestRowSum();
            }
        }
    }
}
