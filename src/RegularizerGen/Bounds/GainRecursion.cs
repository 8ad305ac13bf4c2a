using System;
using RegularizerGen.Numbers;
using RegularizerGen.Stacks;

namespace RegularizerGen.Bounds;

/// <summary>
/// From the coefficients of the single steps to the gain over all of them, of a cell or of a stack of them: r_T = e_out, r_(t-1) = r_t A_t,
/// γ_t = r_t B_t, then the root of the sum of squares (white noise) or the sum of the γ_t; and the reverse of that. In a stack the
/// coefficients of all layers and steps make one linear recursion, from the output down to the inputs: a cell above the first layer has
/// the outputs below among its states, after its own, and their coefficients lead down. Of every output, and always of a bidirectional
/// stack: the largest gain over all outputs up to the horizon.
/// </summary>
internal sealed class GainRecursion<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly StackShape shape;
    private readonly StepBound<TNumber>[] units;
    private readonly Perturbation perturbation;
    private readonly TNumber[][] rows; // per unit: r before every step and after the last
    private readonly TNumber[][] rowAdjoints;
    private readonly TNumber[] gammas; // per output and time
    private readonly TNumber[] gammaAdjoints;
    private readonly int horizon;
    private readonly int outputs;
    private readonly bool lastOnly;
    private int outputTime;

    public GainRecursion(StackShape shape, StepBound<TNumber>[] units, TikhonovOptions options)
    {
        this.shape = shape;
        this.units = units;
        perturbation = options.Perturbation;
        horizon = units[0].Horizon;
        outputs = shape.Outputs;
        lastOnly = shape.Directions == 1 && !options.EveryOutput;
        rows = Array.ConvertAll(units, u => new TNumber[(horizon + 1) * u.RowCount]);
        rowAdjoints = Array.ConvertAll(units, u => new TNumber[(horizon + 1) * u.RowCount]);
        gammas = new TNumber[shape.Outputs * horizon];
        gammaAdjoints = new TNumber[gammas.Length];
        Outputs = new TNumber[shape.Directions];
        OutputAdjoints = new TNumber[shape.Directions];
        Array.Fill(Outputs, (TNumber)1);
    }

    /// <summary>What the output of each direction counts: the norm of a read-out.</summary>
    public TNumber[] Outputs { get; }

    /// <summary>Adjoints of <see cref="Outputs"/>.</summary>
    public TNumber[] OutputAdjoints { get; }

    /// <summary>The gain of the last output, or of the worst one.</summary>
    public TNumber Gain()
    {
        int worst = horizon - 1;
        TNumber largest = GainAt(worst);
        for (int time = 0; !lastOnly && time < horizon - 1; time++)
        {
            TNumber gain = GainAt(time);
            if (gain > largest)
            {
                (largest, worst) = (gain, time);
            }
        }

        return lastOnly ? largest : GainAt(worst);
    }

    /// <summary>Fills the adjoints of all A_t, B_t and <see cref="Outputs"/> for d(penalty)/d(gain).</summary>
    public void Reverse(TNumber gain, TNumber gainAdjoint)
    {
        foreach (StepBound<TNumber> unit in units)
        {
            unit.ClearCoefficientAdjoints();
        }

        for (int time = 0; time < horizon; time++)
        {
            AddUpReverse(time, gain, gainAdjoint);
        }

        Array.Clear(OutputAdjoints);
        for (int output = 0; output < outputs; output++)
        {
            if (outputs > 1)
            {
                Propagate(output); // of a single output the rows are those of the gain
            }

            for (int unit = 0; unit < units.Length; unit++)
            {
                PropagateReverse(unit, output);
            }

            for (int direction = 0; direction < shape.Directions; direction++)
            {
                OutputAdjoints[direction] += IsPartOf(output, direction) ? Top(rowAdjoints, direction) : 0;
            }
        }
    }

    private TNumber GainAt(int time)
    {
        outputTime = time;
        for (int output = 0; output < outputs; output++)
        {
            Propagate(output);
        }

        TNumber total = 0;
        for (int t = LastStep; t >= 0; t--)
        {
            total += Term(t);
        }

        return TNumber.UpperEnd(perturbation == Perturbation.WhiteNoise ? TNumber.Sqrt(total) : total);
    }

    /// <summary>Without a second direction nothing after the output moves it.</summary>
    private int LastStep => shape.Directions == 1 ? outputTime : horizon - 1;

    /// <summary>What the input at one time adds: squares under white noise; else the norm of the outputs together.</summary>
    private TNumber Term(int time)
    {
        TNumber first = gammas[time];
        if (outputs == 1)
        {
            return perturbation == Perturbation.WhiteNoise ? first * first : first;
        }

        TNumber second = gammas[horizon + time];
        return perturbation switch
        {
            Perturbation.WhiteNoise => (first * first) + (second * second),
            Perturbation.Energy => TNumber.Sqrt((first * first) + (second * second)),
            _ => TNumber.Max(first, second),
        };
    }

    private void AddUpReverse(int time, TNumber gain, TNumber gainAdjoint)
    {
        bool isShared = outputs == 2 && perturbation == Perturbation.Peak;
        int larger = isShared && gammas[horizon + time] > gammas[time] ? 1 : 0;
        TNumber whole = perturbation == Perturbation.WhiteNoise ? gain : Term(time);
        for (int output = 0; output < outputs; output++)
        {
            ref TNumber adjoint = ref gammaAdjoints[(output * horizon) + time];
            adjoint =
                isShared ? (output == larger ? gainAdjoint : 0)
                : perturbation != Perturbation.WhiteNoise && outputs == 1 ? gainAdjoint
                : whole > 0 ? gainAdjoint * (gammas[(output * horizon) + time] / whole)
                : 0; // an input after the output in question moves nothing
        }
    }

    private bool IsPartOf(int output, int direction) => outputs == 1 || direction == output;

    /// <summary>The entry of the output in question of one direction.</summary>
    private ref TNumber Top(TNumber[][] table, int direction)
    {
        int unit = shape.Unit(shape.Layers - 1, direction);
        int step = StackShape.Step(direction, outputTime, horizon) + 1;
        return ref table[unit][(step * units[unit].RowCount) + shape.OutputState];
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
            if (IsPartOf(output, direction))
            {
                Top(rows, direction) = Outputs[direction];
            }
        }

        for (int unit = units.Length - 1; unit >= 0; unit--)
        {
            for (int step = LastStep; step >= 0; step--)
            {
                PropagateStep(unit, output, step);
            }
        }
    }

    private void PropagateStep(int unit, int output, int step)
    {
        StepBound<TNumber> steps = units[unit];
        ReadOnlySpan<TNumber> after = rows[unit].AsSpan((step + 1) * steps.RowCount, steps.RowCount);
        ReadOnlySpan<TNumber> a = steps.StepA(step);
        int below = shape.Below(unit);
        Span<TNumber> before = rows[unit].AsSpan(step * steps.RowCount, steps.States - below);
        for (int row = 0; row < after.Length; row++)
        {
            TNumber factor = after[row];
            ReadOnlySpan<TNumber> coefficients = a.Slice(row * steps.States, before.Length);
            for (int state = 0; state < before.Length; state++)
            {
                before[state] += factor * coefficients[state];
            }
        }

        for (int state = 0; state < below; state++)
        {
            ref TNumber down = ref Down(rows, unit, step, state);
            for (int row = 0; row < after.Length; row++)
            {
                down += after[row] * a[(row * steps.States) + before.Length + state];
            }
        }

        if (below == 0)
        {
            ReadOnlySpan<TNumber> b = steps.StepB(step);
            ref TNumber gamma = ref gammas[Input(unit, output, step)];
            for (int row = 0; row < after.Length; row++)
            {
                gamma += after[row] * b[row];
            }
        }
    }

    /// <summary>Adjoint of <see cref="Propagate"/> for one unit, after those below it.</summary>
    private void PropagateReverse(int unit, int output)
    {
        StepBound<TNumber> steps = units[unit];
        int below = shape.Below(unit);
        int own = steps.States - below;
        TNumber[] adjoints = rowAdjoints[unit];
        Array.Clear(adjoints);
        for (int step = 0; step <= LastStep; step++)
        {
            ReadOnlySpan<TNumber> after = rows[unit].AsSpan((step + 1) * steps.RowCount, steps.RowCount);
            Span<TNumber> afterAdjoint = adjoints.AsSpan((step + 1) * steps.RowCount, steps.RowCount);
            ReadOnlySpan<TNumber> before = adjoints.AsSpan(step * steps.RowCount, own);
            ReadOnlySpan<TNumber> a = steps.StepA(step);
            ReadOnlySpan<TNumber> b = steps.StepB(step);
            Span<TNumber> aAdjoint = steps.StepAAdjoint(step);
            Span<TNumber> bAdjoint = steps.StepBAdjoint(step);
            TNumber gammaAdjoint = below == 0 ? gammaAdjoints[Input(unit, output, step)] : 0;
            for (int row = 0; row < after.Length; row++)
            {
                TNumber factor = after[row];
                TNumber sum = b[row] * gammaAdjoint;
                bAdjoint[row] += factor * gammaAdjoint;
                ReadOnlySpan<TNumber> coefficients = a.Slice(row * steps.States, steps.States);
                Span<TNumber> coefficientAdjoints = aAdjoint.Slice(row * steps.States, steps.States);
                for (int state = 0; state < before.Length; state++)
                {
                    coefficientAdjoints[state] += factor * before[state];
                    sum += coefficients[state] * before[state];
                }

                for (int state = 0; state < below; state++)
                {
                    TNumber down = Down(rowAdjoints, unit, step, state);
                    coefficientAdjoints[own + state] += factor * down;
                    sum += coefficients[own + state] * down;
                }

                afterAdjoint[row] = sum;
            }
        }
    }

    private int Input(int unit, int output, int step) => (output * horizon) + StackShape.Step(shape.Direction(unit), step, horizon);

    /// <summary>Where the derivative with respect to an input from below goes: to the output there.</summary>
    private ref TNumber Down(TNumber[][] table, int unit, int step, int below)
    {
        (int source, int sourceStep) = shape.Source(unit, below, step, horizon);
        return ref table[source][((sourceStep + 1) * units[source].RowCount) + shape.OutputState];
    }
}
