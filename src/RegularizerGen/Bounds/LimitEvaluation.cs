using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>ρ(A) at the limit of the ranges, R ← hull(R, F(R)) from the initial ones, and the exact reverse of that iteration.</summary>
internal sealed class LimitEvaluation
{
    private const double Settled = 1e-14;
    private const double LargestRange = 1e100;

    private readonly BoundEvaluation<Real> evaluation;
    private readonly StepBound<Real> bound;
    private readonly bool[] keptLo; // per step and state: whether the hull kept the end before the step
    private readonly bool[] keptHi;
    private readonly PerronVectors perron;
    private int last;

    public LimitEvaluation(BoundEvaluation<Real> evaluation)
    {
        this.evaluation = evaluation;
        bound = evaluation.Steps;
        keptLo = new bool[bound.Horizon * bound.States];
        keptHi = new bool[bound.Horizon * bound.States];
        perron = new PerronVectors(bound.States);
    }

    /// <summary>Whether the ranges settled.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The spectral radius of A at the limit.</summary>
    public double SpectralRadius()
    {
        evaluation.Start();
        IsSettled = false;
        for (last = 0; ; last++)
        {
            bound.Forward(last);
            if (last + 1 == bound.Horizon || !Grow(last))
            {
                break;
            }
        }

        for (int row = 0; row < bound.States; row++)
        {
            for (int column = 0; column < bound.States; column++)
            {
                perron.Matrix[(row * bound.States) + column] = Real.ToDouble(bound.A(last, row, column));
            }
        }

        return perron.Compute();
    }

    /// <summary>Adds to the adjoints of all slots, for d(penalty)/dρ = <paramref name="radiusAdjoint"/>.</summary>
    public void Reverse(double radiusAdjoint)
    {
        int states = bound.States;
        Span<Real> carried = stackalloc Real[2 * states];
        bound.ClearAdjoints();
        for (int step = last; step >= 0; step--)
        {
            for (int row = 0; row < bound.RowCount; row++)
            {
                bound.BAdjoint(step, row) = 0;
                for (int state = 0; state < states; state++)
                {
                    bound.AAdjoint(step, row, state) = step == last && row < states ? radiusAdjoint * perron.Derivative(row, state) : 0;
                }
            }

            carried.Clear();
            for (int state = 0; state < states && step < last; state++)
            {
                Carry(ref bound.LoAdjoint(step + 1, state), keptLo[(step * states) + state], ref carried[2 * state]);
                Carry(ref bound.HiAdjoint(step + 1, state), keptHi[(step * states) + state], ref carried[(2 * state) + 1]);
            }

            bound.Reverse(step);
            for (int state = 0; state < states; state++)
            {
                bound.LoAdjoint(step, state) += carried[2 * state];
                bound.HiAdjoint(step, state) += carried[(2 * state) + 1];
            }
        }

        evaluation.HandBack();

        // What the hull kept passes the step by.
        static void Carry(ref Real adjoint, bool kept, ref Real carried)
        {
            if (kept)
            {
                carried = adjoint;
                adjoint = 0;
            }
        }
    }

    /// <summary>Hull with the ranges before the step; false where they have settled, or left all bounds.</summary>
    private bool Grow(int step)
    {
        double change = 0;
        for (int state = 0; state < bound.States; state++)
        {
            int at = (step * bound.States) + state;
            double lo = Real.ToDouble(bound.Lo(step, state));
            double hi = Real.ToDouble(bound.Hi(step, state));
            double down = lo - Real.ToDouble(bound.Lo(step + 1, state));
            double up = Real.ToDouble(bound.Hi(step + 1, state)) - hi;
            keptLo[at] = !(down > 0);
            keptHi[at] = !(up > 0);
            bound.Lo(step + 1, state) = keptLo[at] ? lo : bound.Lo(step + 1, state);
            bound.Hi(step + 1, state) = keptHi[at] ? hi : bound.Hi(step + 1, state);
            if (!(Math.Abs(lo) + Math.Abs(hi) + Math.Abs(down) + Math.Abs(up) < LargestRange))
            {
                return false;
            }

            change = Math.Max(change, Math.Max(down, up) / Math.Max(hi - lo, double.Epsilon));
        }

        IsSettled = change < Settled;
        return !IsSettled;
    }
}
