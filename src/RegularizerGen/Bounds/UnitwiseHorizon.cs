using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Domains;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// The bound unit by unit over a horizon, where every input moves by at most its scale at every step: forward with the states kept, and
/// back, every step computed once more on a tape. Allocates when created, and in its first call forward and back.
/// </summary>
internal sealed class UnitwiseHorizon
{
    private readonly UnitwiseBound<Real> bound;
    private readonly UnitwiseBound<Taped> taped;
    private readonly Tape tape = new();
    private readonly Real[] kept; // states before every step: lower ends, upper ends, movements
    private readonly double[] adjoint; // of the states after the step that is swept
    private readonly int size; // of the states
    private readonly int steps;

    public UnitwiseHorizon(ICellStep step, IReadOnlyList<WeightSpec> specs, UnitwiseWeights weights, int steps)
    {
        this.steps = steps;
        bound = new(step, specs, weights);
        taped = new(step, specs, new TapedKernels(weights));
        bound.MoveInputs();
        taped.MoveInputs();
        size = Sizes.Length<Real>("Ranges and movements of the states [3, states]", 3, bound.Lower.Sum(s => (long)s.Length));
        kept = Sizes.Allocate<Real>("Ranges and movements of the states [steps + 1, states]", steps + 1L, size);
        adjoint = new double[size];
        Keep(Before(0), bound.Lower, bound.Upper, bound.Moved);
    }

    /// <summary>How far each unit of the output moves at most, after the last step.</summary>
    public Real[] OutputMoved => bound.OutputMoved;

    /// <summary>All steps.</summary>
    public void Forward()
    {
        for (int t = 0; t < steps; t++)
        {
            int next = 0;
            foreach (Real[][] vectors in (ReadOnlySpan<Real[][]>)[bound.Lower, bound.Upper, bound.Moved])
            {
                foreach (Real[] vector in vectors)
                {
                    Before(t).Slice(next, vector.Length).CopyTo(vector);
                    next += vector.Length;
                }
            }

            bound.Forward();
            Keep(Before(t + 1), bound.NextLower, bound.NextUpper, bound.NextMoved);
        }
    }

    /// <summary>From the adjoint of <see cref="OutputMoved"/> to those of the weights, which accumulate in the bound's weights.</summary>
    public void Reverse(ReadOnlySpan<double> outputAdjoint)
    {
        Array.Clear(adjoint);
        for (int t = steps - 1; t >= 0; t--)
        {
            tape.Start();
            int first = Variables(Before(t));
            taped.Forward();
            tape.ClearAdjoints();
            AddAdjoints();
            for (int k = 0; t == steps - 1 && k < outputAdjoint.Length; k++)
            {
                tape.Adjoint(taped.OutputMoved[k]) += outputAdjoint[k];
            }

            tape.Sweep();
            for (int k = 0; k < adjoint.Length; k++)
            {
                adjoint[k] = tape.Adjoint(first + k);
            }
        }
    }

    /// <summary>The states before a step.</summary>
    private Span<Real> Before(int step) => kept.AsSpan(step * size, size);

    private static void Keep(Span<Real> into, Real[][] lower, Real[][] upper, Real[][] moved)
    {
        foreach (Real[][] vectors in (ReadOnlySpan<Real[][]>)[lower, upper, moved])
        {
            foreach (Real[] vector in vectors)
            {
                vector.CopyTo(into);
                into = into[vector.Length..];
            }
        }
    }

    /// <summary>The states before a step as the first numbers on the tape; returns the position of the first.</summary>
    private int Variables(ReadOnlySpan<Real> states)
    {
        int first = -1;
        int next = 0;
        foreach (Taped[][] vectors in (ReadOnlySpan<Taped[][]>)[taped.Lower, taped.Upper, taped.Moved])
        {
            foreach (Taped[] vector in vectors)
            {
                for (int unit = 0; unit < vector.Length; unit++)
                {
                    vector[unit] = Taped.Variable(Real.ToDouble(states[next++]));
                    first = first < 0 ? vector[unit].Index : first;
                }
            }
        }

        return first;
    }

    private void AddAdjoints()
    {
        int next = 0;
        foreach (Taped[][] vectors in (ReadOnlySpan<Taped[][]>)[taped.NextLower, taped.NextUpper, taped.NextMoved])
        {
            foreach (Taped[] vector in vectors)
            {
                foreach (Taped number in vector)
                {
                    tape.Adjoint(number) += number.Index == 0 ? 0 : adjoint[next];
                    next++;
                }
            }
        }
    }
}
