using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The Tikhonov penalty λτ²·ln(1 + gain²/τ²) of the cell and its exact gradient; the gain bounds the sensitivity of the output to the input
/// over the horizon.
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing. The bound is written out in the cell's
/// Derivation.</remarks>
/// <typeparam name="T">float or double.</typeparam>
// Three stages: Measure (the only code that reads weights), Bound (generated code on the measured numbers) and Apply (the only code that
// writes gradients). The documentation is what generated classes inherit.
public class TikhonovPenalty<T> : WeightPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly WeightSlot? readOut;
    private readonly BoundEvaluation<Real> real;
    private readonly BoundEvaluation<Scaled> scaled;
    private readonly bool isBound;
    private bool lastWasScaled;

    /// <summary>Creates the scratch.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <exception cref="ArgumentException">An option is out of range, or T is neither float nor double.</exception>
    protected internal TikhonovPenalty(CellCore cell, TikhonovOptions options)
        : base(cell, options)
    {
        Options = options;
        Description = cell.Definition;
        readOut = ReadOutSlot;
        WeightSlot[] slots = [.. Slots];
        isBound = options.GivesBound(slots.Append(readOut));
        BoundedInput[] inputs = cell.Bounded(options.InputBound, options.InputBounds);
        real = Evaluation<Real>();
        scaled = Evaluation<Scaled>();

        BoundEvaluation<TNumber> Evaluation<TNumber>()
            where TNumber : unmanaged, IBoundNumber<TNumber> =>
            new(cell.CreateBound<TNumber>(slots, options.Rules, options.Horizon), Description.OutputRow, slots, readOut, inputs, options);
    }

    /// <summary>The options that this penalty was created with.</summary>
    public TikhonovOptions Options { get; }

    /// <summary>Names of the states, and the cell's other fixed facts.</summary>
    public CellDefinition Description { get; }

    /// <summary>Range of a state after the given step (0: the initial range), as of the last call.</summary>
    public (double Lo, double Hi) StateRange(int step, int state) =>
        lastWasScaled
            ? (Scaled.ToDouble(scaled.Steps.Lo(step, state)), Scaled.ToDouble(scaled.Steps.Hi(step, state)))
            : (Real.ToDouble(real.Steps.Lo(step, state)), Real.ToDouble(real.Steps.Hi(step, state)));

    /// <summary>Bound of d(new state or output row)/d(previous state) at the given step (from 0), as of the last call.</summary>
    public double StateCoefficient(int step, int row, int state) =>
        lastWasScaled ? Scaled.ToDouble(scaled.Steps.A(step, row, state)) : Real.ToDouble(real.Steps.A(step, row, state));

    /// <summary>Bound of d(new state or output row)/d(input) at the given step (from 0), as of the last call.</summary>
    public double InputCoefficient(int step, int row) =>
        lastWasScaled ? Scaled.ToDouble(scaled.Steps.B(step, row)) : Real.ToDouble(real.Steps.B(step, row));

    /// <summary>Measures the read-out and checks the shape of its gradient.</summary>
    /// <exception cref="ArgumentException">A read-out is given without <see cref="TikhonovOptions.ReadOutRows"/> or the other way round, or
    /// its shape or an entry is wrong.</exception>
    protected internal void MeasureReadOut(MatrixSpan<T> values)
    {
        if (readOut is null)
        {
            if (values.Rows > 0)
            {
                throw new ArgumentException(
                    $"A read-out was given, but {nameof(TikhonovOptions)}.{nameof(TikhonovOptions.ReadOutRows)} is 0.",
                    nameof(values)
                );
            }

            return;
        }

        MeasureSlot(readOut, values);
    }

    /// <summary>Checks the shape of the read-out's gradient before anything is written.</summary>
    /// <exception cref="ArgumentException">The shape is not the read-out's.</exception>
    protected internal void CheckReadOut(MatrixSpan<T> gradient)
    {
        if (readOut is not null)
        {
            CheckSlot(readOut, gradient);
        }
    }

    /// <summary>The middle stage: the generated bound on the measured numbers, in doubles or, where these would overflow, in scaled
    /// numbers.</summary>
    /// <remarks>With gradient, all adjoints are finite afterwards, or all are 0 and the result says that there is no gradient.</remarks>
    protected internal TikhonovResult Solve(bool withGradient)
    {
        MeasureDerived();
        Real gain = real.Gain();
        lastWasScaled = !real.StaysInside(gain);
        if (!lastWasScaled)
        {
            var result = new TikhonovResult(real.Penalty(gain, Strength), Real.ToDouble(gain), Real.LogToDouble(gain))
            {
                IsBound = isBound,
            };
            bool isOmitted = withGradient && !TryReverse(real, gain) && !TryScaledReverse(result.LogGain);
            return result with { GradientOmitted = isOmitted };
        }

        Scaled scaledGain = scaled.Gain();
        return new TikhonovResult(scaled.Penalty(scaledGain, Strength), Scaled.ToDouble(scaledGain), Scaled.LogToDouble(scaledGain))
        {
            IsBound = isBound,
            GradientOmitted = withGradient && !(Scaled.IsFinite(scaledGain) && TryReverse(scaled, scaledGain)),
        };
    }

    /// <summary>Where doubles held the gain, but left their range on the way back: scaled numbers, if they agree on the gain, so that the
    /// gradient is that of the penalty which is returned.</summary>
    private bool TryScaledReverse(double logGain)
    {
        Scaled gain = scaled.Gain();
        return Math.Abs(Scaled.LogToDouble(gain) - logGain) < 1e-6 && TryReverse(scaled, gain);
    }

    /// <summary>The adjoints of all slots; none, and false, where one of them is not finite.</summary>
    private bool TryReverse<TNumber>(BoundEvaluation<TNumber> evaluation, TNumber gain)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        evaluation.Reverse(gain, Strength);
        return TryFinishGradient();
    }

    /// <summary>Adds the gradient of the read-out.</summary>
    protected internal void ApplyReadOut(MatrixSpan<T> values, MatrixSpan<T> gradient)
    {
        if (readOut is not null)
        {
            ApplySlot(readOut, values, gradient);
        }
    }
}
