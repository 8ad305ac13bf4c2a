using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// One time step of a cell's bound, and the memory of all steps. Generated code derives from it: <see cref="Forward"/> turns the state
/// ranges before a step into those after it and into the coefficients A_t and B_t; <see cref="Reverse"/> is its adjoint.
/// </summary>
/// <remarks>
/// Rows of A and B are the new states in order, followed by the output where that is no state. Nothing here or in generated code depends on
/// where the weights live.
/// </remarks>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class StepBound<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly Range<TNumber>[] ranges;
    private readonly Range<TNumber>[] rangeAdjoints;
    private readonly TNumber[] a;
    private readonly TNumber[] aAdjoints;
    private readonly TNumber[] b;
    private readonly TNumber[] bAdjoints;
    private readonly List<RowSum<TNumber>> rowSums = [];
    private Range<TNumber>[]? recorded;
    private bool isPeak;

    /// <summary>Creates the memory of a bound over the given number of steps.</summary>
    protected StepBound(int states, int rows, int norms, int scalars, BoundRules rules, int horizon, int inputs = 1)
    {
        IsTight = rules == BoundRules.Tight;
        States = states;
        RowCount = rows;
        Horizon = horizon;
        Norms = new TNumber[norms];
        NormAdjoints = new TNumber[norms];
        Scalars = new TNumber[scalars];
        InputBounds = new TNumber[inputs];
        InputWidths = new TNumber[inputs];
        InputScales = new TNumber[inputs];
        ScalarAdjoints = new TNumber[scalars];
        ranges = new Range<TNumber>[states * (horizon + 1)];
        rangeAdjoints = new Range<TNumber>[ranges.Length];
        a = Sizes.Allocate<TNumber>("Coefficients of the bound [rows, states, horizon]", rows, states, horizon);
        aAdjoints = new TNumber[a.Length];
        b = new TNumber[rows * horizon];
        bAdjoints = new TNumber[b.Length];
    }

    /// <summary>Number of states m.</summary>
    public int States { get; }

    /// <summary>Rows of A and B: m, or m + 1 where the output is no state.</summary>
    public int RowCount { get; }

    /// <summary>Number of steps T.</summary>
    public int Horizon { get; }

    /// <summary>The norms that the coefficients are made of, norm floor included.</summary>
    public TNumber[] Norms { get; }

    /// <summary>Derivative of the penalty with respect to <see cref="Norms"/>.</summary>
    public TNumber[] NormAdjoints { get; }

    /// <summary>The values of trainable scalars, in order.</summary>
    public TNumber[] Scalars { get; }

    /// <summary>Derivative of the penalty with respect to <see cref="Scalars"/>.</summary>
    public TNumber[] ScalarAdjoints { get; }

    /// <summary>Upper end of every input's range; the lower is its negative.</summary>
    public TNumber[] InputBounds { get; }

    /// <summary>What a unit diagonal Jacobian with respect to an input counts: sqrt(X) under white noise, else 1.</summary>
    public TNumber[] InputWidths { get; }

    /// <summary>Size of every input's disturbance relative to the common one.</summary>
    public TNumber[] InputScales { get; }

    /// <summary>The bound of a single input.</summary>
    protected TNumber InputBound => InputBounds[0];

    /// <summary>The width of a single input.</summary>
    protected TNumber InputWidth => InputWidths[0];

    /// <summary>The scale of a single input.</summary>
    protected TNumber InputScale => InputScales[0];

    /// <summary>1 for peak perturbations, else 0: some rules differ.</summary>
    public TNumber IsPeak
    {
        get => isPeak ? 1 : 0;
        internal set => isPeak = value > 0;
    }

    /// <summary>Whether the tight rules apply, which give never more than the base rules.</summary>
    protected bool IsTight { get; }

    /// <summary>Once per call, after the weights were measured: everything that does not change from step to step.</summary>
    public abstract void Prepare();

    /// <summary>Step number <paramref name="step"/>, from 0.</summary>
    public abstract void Forward(int step);

    /// <summary>Adjoint of <see cref="Forward"/>.</summary>
    public abstract void Reverse(int step);

    /// <summary>A state's range before the given step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Range<TNumber> State(int step, int state) => ref ranges[(step * States) + state];

    /// <summary>Adjoint of <see cref="State"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Range<TNumber> StateAdjoint(int step, int state) => ref rangeAdjoints[(step * States) + state];

    /// <summary>A state's range before the given step. Here and below end by end: what was just written so is quickly read so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Range<TNumber> Before(int step, int state)
    {
        ref Range<TNumber> range = ref State(step, state);
        return new(range.Lo, range.Hi);
    }

    /// <summary>Sets a state's range after the given step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void After(int step, int state, Range<TNumber> range)
    {
        ref Range<TNumber> own = ref State(step + 1, state);
        (own.Lo, own.Hi) = (range.Lo, range.Hi);
    }

    /// <summary>Sets the adjoint of <see cref="Before"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void HandBack(int step, int state, Range<TNumber> adjoint)
    {
        ref Range<TNumber> own = ref StateAdjoint(step, state);
        (own.Lo, own.Hi) = (adjoint.Lo, adjoint.Hi);
    }

    /// <summary>Lower end of a state's range before the given step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber Lo(int step, int state) => ref State(step, state).Lo;

    /// <summary>Upper end of a state's range before the given step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber Hi(int step, int state) => ref State(step, state).Hi;

    /// <summary>Adjoint of <see cref="Lo"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber LoAdjoint(int step, int state) => ref StateAdjoint(step, state).Lo;

    /// <summary>Adjoint of <see cref="Hi"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber HiAdjoint(int step, int state) => ref StateAdjoint(step, state).Hi;

    /// <summary>A_t: bound of the derivative of a new state (or the output) with respect to a previous state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber A(int step, int row, int state) => ref a[(((step * RowCount) + row) * States) + state];

    /// <summary>Adjoint of <see cref="A"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber AAdjoint(int step, int row, int state) => ref aAdjoints[(((step * RowCount) + row) * States) + state];

    /// <summary>B_t: bound of the derivative of a new state (or the output) with respect to all inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber B(int step, int row) => ref b[(step * RowCount) + row];

    /// <summary>Adjoint of <see cref="B"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TNumber BAdjoint(int step, int row) => ref bAdjoints[(step * RowCount) + row];

    /// <summary>A_t, row by row.</summary>
    internal Span<TNumber> StepA(int step) => a.AsSpan(step * RowCount * States, RowCount * States);

    /// <summary>Adjoint of <see cref="StepA"/>.</summary>
    internal Span<TNumber> StepAAdjoint(int step) => aAdjoints.AsSpan(step * RowCount * States, RowCount * States);

    /// <summary>B_t.</summary>
    internal Span<TNumber> StepB(int step) => b.AsSpan(step * RowCount, RowCount);

    /// <summary>Adjoint of <see cref="StepB"/>.</summary>
    internal Span<TNumber> StepBAdjoint(int step) => bAdjoints.AsSpan(step * RowCount, RowCount);

    /// <summary>Ranges of all states at all steps, and A and B of all steps.</summary>
    internal (Range<TNumber>[] Ranges, TNumber[] A, TNumber[] B) AllSteps => (ranges, a, b);

    /// <summary>The range of an affine signal over all its rows; see <see cref="RowSum{TNumber}"/>.</summary>
    protected RowSum<TNumber> Rows(WeightSlot[] terms, int staticTerms, WeightSlot[] biases, double[] biasCoefficients)
    {
        var rows = new RowSum<TNumber>(terms, staticTerms, biases, biasCoefficients, Horizon);
        rowSums.Add(rows);
        return rows;
    }

    /// <summary>Whether the ranges of all signals were asked for.</summary>
    protected bool IsRecording => recorded is not null;

    /// <summary>Notes the ranges of all signals; generated code calls it at every step where they were asked for.</summary>
    protected void Record(ReadOnlySpan<Range<TNumber>> signals) => signals.CopyTo(recorded);

    /// <summary>One box for every step: those of a long step are too large for elements of an array.</summary>
    protected static StrongBox<TValues>[] Boxes<TValues>(int count)
        where TValues : struct
    {
        var boxes = new StrongBox<TValues>[count];
        for (int k = 0; k < count; k++)
        {
            boxes[k] = new StrongBox<TValues>();
        }

        return boxes;
    }

    /// <summary>Range of a signal at the last step that was computed.</summary>
    internal Range<TNumber> SignalRange(int signal) => recorded![signal];

    /// <summary>Asks for the ranges of all signals.</summary>
    internal void RecordSignals(int signals) => recorded = new Range<TNumber>[signals];

    /// <summary>Whether there is nothing to hand on: often an end of a range does not matter, and 0 times any number is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsZero(TNumber adjoint) => !(adjoint > 0) && !(adjoint < 0) && TNumber.IsFinite(adjoint);

    internal void ClearAdjoints()
    {
        Array.Clear(NormAdjoints);
        Array.Clear(ScalarAdjoints);
        Array.Clear(rangeAdjoints);
    }

    /// <summary>After the last call of <see cref="Reverse"/>: completes the adjoints of weights and biases.</summary>
    internal void FinishReverse()
    {
        foreach (RowSum<TNumber> rows in rowSums)
        {
            rows.FinishReverse();
        }
    }

    internal void ClearCoefficientAdjoints()
    {
        Array.Clear(aAdjoints);
        Array.Clear(bAdjoints);
    }
}
