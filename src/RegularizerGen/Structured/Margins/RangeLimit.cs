using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Numbers;
using Number = RegularizerGen.Domains.Tapes.Taped;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// Ranges of the states that hold at every step, R = hull(R_0, F(R)), unit by unit, and the exact derivative of what is computed from them:
/// with g its derivative by R and J that of the hull, μ = g + Jᵀμ goes on to the weights through F. The range of the last call is where the
/// next one starts.
/// </summary>
internal sealed class RangeLimit
{
    private const double Tolerance = 1e-13;
    private const double AdjointTolerance = 1e-11;
    private const int MostAdjoint = 1000;
    private const int MostCarried = 50;
    private const double Widening = 1e-7;
    private const double Shrunk = 0.9;
    private const double ShrunkAtOnce = 0.999;
    private const double WidestShape = 100;

    private readonly CellCore cell;
    private readonly UnitwiseWeights weights;
    private readonly int most;
    private readonly StepRanges<Real> plain;
    private readonly TapedKernels kernels;
    private readonly Tape tape = new();
    private readonly bool[] isFixed; // by state: declared to hold at every step
    private readonly double[] start; // lower and upper end of every unit that is not fixed
    private readonly double[] limit;
    private readonly double[] shape; // by how much ends were widened, when they came back at once
    private readonly double[] wide;
    private readonly double[] next;
    private readonly double[] adjoint;
    private readonly double[] direct;
    private readonly FixedPoint solver;
    private readonly CarriedFixedPoint carried;
    private readonly CarriedFixedPoint carriedAdjoint;
    private readonly Action<double[], double[]> step;
    private readonly Action<double[], double[]> reverse;
    private bool isKnown;
    private bool hasShape;
    private int first;

    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights, and the bounds of its inputs.</param>
    /// <param name="most">Most steps towards the limit.</param>
    public RangeLimit(CellCore cell, UnitwiseWeights weights, int most)
    {
        (this.cell, this.weights, this.most) = (cell, weights, most);
        plain = new(cell, weights);
        kernels = new TapedKernels(weights);
        Taped = new(cell, kernels);
        bool keeps = cell.Inputs.Zip(weights.InputBounds, (declared, bound) => Real.ToDouble(bound) <= declared.Bound).All(x => x);
        isFixed = [.. cell.States.Select(s => s.IsInvariant && keeps)];
        int size = 2 * cell.States.Select((s, k) => isFixed[k] ? 0 : cell.Widths[s.Node]).Sum();
        (start, limit, adjoint, direct) = (new double[size], new double[size], new double[size], new double[size]);
        (shape, wide, next) = (new double[size], new double[size], new double[size]);
        (solver, carried, carriedAdjoint) = (new FixedPoint(size), new CarriedFixedPoint(size), new CarriedFixedPoint(size));
        (step, reverse) = (Step, Reverse);
        int at = 0;
        for (int state = 0; state < isFixed.Length; state++)
        {
            (Constant min, Constant max) = (cell.States[state].Min, cell.States[state].Max);
            Array.Fill(plain.State(state).Lower, min.In<Real>());
            Array.Fill(plain.State(state).Upper, max.In<Real>());
            Array.Fill(Taped.State(state).Lower, min.In<Taped>());
            Array.Fill(Taped.State(state).Upper, max.In<Taped>());
            for (int unit = 0; unit < cell.Widths[cell.States[state].Node] && !isFixed[state]; unit++)
            {
                (start[at++], start[at++]) = (min.Value, max.Value);
            }
        }
    }

    /// <summary>Ranges of all signals at the limit, recorded.</summary>
    public StepRanges<Taped> Taped { get; }

    /// <summary>What weights do, recorded on the same tape.</summary>
    public TapedKernels Kernels => kernels;

    /// <summary>Finds the limit, and records one step at it; false where there is none, or it takes too long.</summary>
    public bool TryFind()
    {
        isKnown = (isKnown && carried.TryFind(limit, step, MostCarried, Tolerance) && IsAttracting()) || TryFindFromStart();
        if (isKnown)
        {
            Record();
        }

        return isKnown;
    }

    /// <summary>Forgets the last limit.</summary>
    public void Reset()
    {
        (isKnown, hasShape) = (false, false);
        carriedAdjoint.Reset();
        Array.Clear(adjoint);
    }

    /// <summary>Adds to the gradients of the weights, for what factors were seeded with.</summary>
    /// <param name="factors">What was computed from the ranges.</param>
    public bool TryReverse(StepFactors factors)
    {
        tape.ClearAdjoints();
        foreach (StepFactor factor in factors.All)
        {
            factor.Seed(tape);
        }

        tape.Sweep();
        Read(direct);
        weights.AddsGradients = false;
        bool isFound = carriedAdjoint.TryFind(adjoint, reverse, MostCarried, AdjointTolerance);
        if (!isFound)
        {
            carriedAdjoint.Reset();
            Array.Clear(adjoint);
            isFound = solver.TryFind(adjoint, reverse, MostAdjoint, AdjointTolerance);
        }

        weights.AddsGradients = true;
        Seed(adjoint);
        tape.Sweep();
        return isFound;
    }

    private bool TryFindFromStart()
    {
        start.CopyTo(limit, 0);
        carried.Reset();
        hasShape = false;
        return solver.TryFind(limit, step, most, Tolerance) && IsAttracting();
    }

    /// <summary>Whether ranges that are a little wider come back: where states grow without bound, ever more slowly, rounding may end it,
    /// and where a gate may hold its state for ever every range is a limit.</summary>
    private bool IsAttracting() => (hasShape && Widened() <= ShrunkAtOnce) || ComesBack();

    /// <summary>How far ranges are beyond the limit one step after they were widened, relative to that.</summary>
    private double Widened()
    {
        for (int k = 0; k < limit.Length; k++)
        {
            wide[k] = limit[k] + ((k % 2 == 0 ? -Widening : Widening) * shape[k]);
        }

        Step(wide, next);
        double share = 0;
        for (int k = 0; k < limit.Length; k++)
        {
            share = Math.Max(share, Beyond(k) / shape[k]);
        }

        return share;
    }

    /// <summary>The same after any number of steps. The sum of all widths on the way shrinks at once: that is a shape to try next
    /// time.</summary>
    private bool ComesBack()
    {
        for (int k = 0; k < limit.Length; k++)
        {
            shape[k] = 1 + Math.Abs(limit[k]);
            wide[k] = limit[k] + ((k % 2 == 0 ? -Widening : Widening) * shape[k]);
        }

        for (int count = 0; count < most; count++)
        {
            Step(wide, next);
            (double share, double widest) = (0, 0);
            for (int k = 0; k < limit.Length; k++)
            {
                double size = 1 + Math.Abs(limit[k]);
                share = Math.Max(share, Beyond(k) / size);
                widest = Math.Max(widest, shape[k] / size);
            }

            if (share <= Shrunk)
            {
                hasShape = widest <= WidestShape;
                return true;
            }

            for (int k = 0; k < limit.Length; k++)
            {
                shape[k] += Math.Max(0, Beyond(k));
            }

            next.CopyTo(wide, 0);
        }

        return false;
    }

    private double Beyond(int k) => (k % 2 == 0 ? limit[k] - next[k] : next[k] - limit[k]) / Widening;

    private void Step(double[] from, double[] to)
    {
        int at = 0;
        for (int state = 0; state < isFixed.Length; state++)
        {
            UnitwiseSignal<Real> own = plain.State(state);
            for (int unit = 0; unit < own.Lower.Length && !isFixed[state]; unit++)
            {
                own.Lower[unit] = Math.Min(start[at], from[at++]);
                own.Upper[unit] = Math.Max(start[at], from[at++]);
            }
        }

        plain.Forward();
        at = 0;
        for (int state = 0; state < isFixed.Length; state++)
        {
            UnitwiseSignal<Real> own = plain.Next(state);
            for (int unit = 0; unit < own.Lower.Length && !isFixed[state]; unit++)
            {
                to[at] = Math.Min(start[at], Real.ToDouble(own.Lower[unit]));
                at++;
                to[at] = Math.Max(start[at], Real.ToDouble(own.Upper[unit]));
                at++;
            }
        }
    }

    private void Record()
    {
        tape.Start();
        first = -1;
        int at = 0;
        for (int state = 0; state < isFixed.Length; state++)
        {
            UnitwiseSignal<Taped> own = Taped.State(state);
            for (int unit = 0; unit < own.Lower.Length && !isFixed[state]; unit++)
            {
                own.Lower[unit] = Number.Variable(limit[at++]);
                own.Upper[unit] = Number.Variable(limit[at++]);
                first = first < 0 ? own.Lower[unit].Index : first;
            }
        }

        Taped.Forward();
    }

    /// <summary>g + Jᵀμ.</summary>
    private void Reverse(double[] from, double[] to)
    {
        Seed(from);
        tape.Sweep();
        Read(to);
        for (int k = 0; k < to.Length; k++)
        {
            to[k] += direct[k];
        }
    }

    private void Read(double[] into)
    {
        for (int k = 0; k < into.Length; k++)
        {
            into[k] = tape.Adjoint(first + k);
        }
    }

    /// <summary>Seeds the new states with what their hull hands on: an end that is the initial one hands on nothing.</summary>
    private void Seed(double[] from)
    {
        tape.ClearAdjoints();
        int at = 0;
        for (int state = 0; state < isFixed.Length; state++)
        {
            UnitwiseSignal<Taped> own = Taped.Next(state);
            for (int unit = 0; unit < own.Lower.Length && !isFixed[state]; unit++)
            {
                Add(own.Lower[unit], Number.ToDouble(own.Lower[unit]) < start[at], from[at++]);
                Add(own.Upper[unit], Number.ToDouble(own.Upper[unit]) > start[at], from[at++]);
            }
        }

        void Add(Taped number, bool isBeyond, double value) => tape.Adjoint(number) += isBeyond && number.Index != 0 ? value : 0;
    }
}
