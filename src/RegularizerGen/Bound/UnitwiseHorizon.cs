using System;
using System.Linq;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The bound unit by unit over a horizon, where every input moves by at most 1 at every step: forward with the states kept, and back, every step computed once more. Allocates only when created.</summary>
internal sealed class UnitwiseHorizon
{
    private readonly UnitwiseBound<Real> step;
    private readonly IUnitwiseReverse reverse;
    private readonly Real[] kept; // states before every step
    private readonly int stateSize;
    private readonly int steps;

    public UnitwiseHorizon(IUnitwiseReverse reverse, int steps)
    {
        this.reverse = reverse;
        this.steps = steps;
        step = reverse.Step;
        Array.Fill(step.InputMoved, 1);
        stateSize = Sizes.Length<Real>("Ranges and movements of the states [3, states]", 3, step.Lower.Sum(s => (long)s.Length));
        kept = Sizes.Allocate<Real>("Ranges and movements of the states [steps + 1, states]", steps + 1L, stateSize);
        Keep(0, step.Lower, step.Upper, step.Moved); // the initial ranges, which generated code has filled in
    }

    /// <summary>How far each unit of the output moves at most, after the last step.</summary>
    public Real[] OutputMoved => step.OutputMoved;

    /// <summary>All steps.</summary>
    public void Forward()
    {
        for (int t = 0; t < steps; t++)
        {
            Restore(t);
            step.Forward();
            Keep(t + 1, step.NextLower, step.NextUpper, step.NextMoved);
        }
    }

    /// <summary>From the adjoint of <see cref="OutputMoved"/> to those of the weights, which accumulate in the bound's weights.</summary>
    public void Reverse(ReadOnlySpan<double> outputAdjoint)
    {
        Clear(reverse.NextLowerAdjoint);
        Clear(reverse.NextUpperAdjoint);
        Clear(reverse.NextMovedAdjoint);
        for (int t = steps - 1; t >= 0; t--)
        {
            Restore(t);
            step.Forward();
            reverse.ClearAdjoints();
            if (t == steps - 1)
            {
                for (int k = 0; k < outputAdjoint.Length; k++)
                {
                    reverse.OutputMovedAdjoint[k] += outputAdjoint[k];
                }
            }

            reverse.Reverse();
            Copy(reverse.LowerAdjoint, reverse.NextLowerAdjoint);
            Copy(reverse.UpperAdjoint, reverse.NextUpperAdjoint);
            Copy(reverse.MovedAdjoint, reverse.NextMovedAdjoint);
        }
    }

    private void Keep(int t, Real[][] lower, Real[][] upper, Real[][] moved)
    {
        Span<Real> rest = kept.AsSpan(t * stateSize, stateSize);
        for (int state = 0; state < lower.Length; state++)
        {
            rest = Take(lower[state], rest);
            rest = Take(upper[state], rest);
            rest = Take(moved[state], rest);
        }

        static Span<Real> Take(Real[] values, Span<Real> into)
        {
            values.CopyTo(into);
            return into[values.Length..];
        }
    }

    private void Restore(int t)
    {
        ReadOnlySpan<Real> rest = kept.AsSpan(t * stateSize, stateSize);
        for (int state = 0; state < step.Lower.Length; state++)
        {
            rest = Give(rest, step.Lower[state]);
            rest = Give(rest, step.Upper[state]);
            rest = Give(rest, step.Moved[state]);
        }

        static ReadOnlySpan<Real> Give(ReadOnlySpan<Real> from, Real[] values)
        {
            from[..values.Length].CopyTo(values);
            return from[values.Length..];
        }
    }

    private static void Clear(Real[][] vectors)
    {
        foreach (Real[] vector in vectors)
        {
            Array.Clear(vector);
        }
    }

    private static void Copy(Real[][] from, Real[][] to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            from[k].CopyTo(to[k], 0);
        }
    }
}
