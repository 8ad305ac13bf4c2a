using System;
using System.Numerics;
using RegularizerGen.Bounds;

namespace RegularizerGen.Training;

/// <summary>
/// The penalty λτ²·ln(1 + gain²/τ²) of a whole stack under peak perturbations, by the tight rules unit by unit through all layers, and its
/// exact gradient: see <see cref="UnitwisePenalty{T}"/>, which it is for the layers written as one cell. The gain is the most that any unit
/// of the output (or row of the read-out) moves where every input moves by at most 1 at every step.
/// </summary>
/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing, after a first one with gradient.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StackPenalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerStack<T> stack;
    private readonly UnitwisePenalty<T> penalty;

    /// <summary>Creates the scratch.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="options">Horizon, InputBound(s), Saturation and ReadOutRows are heeded; the perturbation must be Peak.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the perturbation is not Peak.</exception>
    public StackPenalty(LayerStack<T> stack, TikhonovOptions options)
    {
        ArgumentNullException.ThrowIfNull(stack);
        this.stack = stack;
        penalty = new UnitwisePenalty<T>(stack.Core, options);
    }

    /// <summary>Penalty and gain.</summary>
    /// <param name="strength">λ, at least 0 and finite.</param>
    /// <param name="readOut">C [rows, width of the output] of a read-out; empty for none.</param>
    /// <exception cref="ArgumentException">The strength is out of its range, a weight is not finite, or the read-out does not fit the
    /// options.</exception>
    public TikhonovResult Evaluate(double strength, MatrixSpan<T> readOut = default)
    {
        Measure(strength, readOut);
        return penalty.Solve(withGradient: false);
    }

    /// <summary>Penalty and gain; adds to the gradients of all layers and of the read-out.</summary>
    /// <param name="strength">λ, at least 0 and finite.</param>
    /// <param name="readOut">C [rows, width of the output] of a read-out; empty for none.</param>
    /// <param name="readOutGradient">Its gradient, of the same shape.</param>
    /// <exception cref="ArgumentException">The strength is out of its range, a weight is not finite, or the read-out or its gradient does
    /// not fit the options; nothing is written then.</exception>
    public TikhonovResult AddGradient(double strength, MatrixSpan<T> readOut = default, MatrixSpan<T> readOutGradient = default)
    {
        Measure(strength, readOut);
        penalty.CheckReadOut(readOutGradient);
        TikhonovResult result = penalty.Solve(withGradient: true);
        if (!result.GradientOmitted)
        {
            for (int weight = 0; weight < stack.WeightCount; weight++)
            {
                penalty.Apply(weight, stack.Weight(weight), stack.Gradient(weight));
            }

            penalty.ApplyReadOut(readOut, readOutGradient);
        }

        return result;
    }

    private void Measure(double strength, MatrixSpan<T> readOut)
    {
        penalty.Begin(strength);
        for (int weight = 0; weight < stack.WeightCount; weight++)
        {
            penalty.Measure(weight, stack.Weight(weight));
        }

        penalty.MeasureReadOut(readOut);
    }
}
