using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes;

/// <summary>
/// The adjoints of all signals in a backward pass. At every step the first contribution to a signal is assigned, the others are added;
/// those of inputs and of the states before the step begin with 0, and the latter are carried to the step before.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Adjoints<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PassPlan<T> plan;
    private readonly SignalArray<T>[] arrays;
    private readonly bool isShared;
    private readonly bool[] started;
    private readonly T[][] before; // of the states before the step

    /// <summary>Reserves memory.</summary>
    /// <param name="plan">Where signals live.</param>
    /// <param name="everything">Whether every signal has an adjoint of its own that is kept for all steps; else a sum shares that of its
    /// activation, and only those of some steps are held that weight gradients need.</param>
    /// <param name="shared">Adjoints whose memory is to be used; null for memory of its own.</param>
    public Adjoints(PassPlan<T> plan, bool everything, Adjoints<T>? shared = null)
    {
        this.plan = plan;
        isShared = !everything;
        started = new bool[plan.Count];
        T[][] States(string name) =>
            [.. plan.Cell.Definition.States.Select(s => plan.Allocate($"{name} {s.Name}", s.Signal, isKept: false))];
        before = States("Gradient of the state before the step");
        Carried = States("Gradient of the initial state");
        arrays = new SignalArray<T>[plan.Count];
        for (int signal = 0; signal < plan.Count; signal++)
        {
            int state = plan.StateOf(signal);
            int held = plan.HoldsWeights(signal) ? plan.StepsAtOnce : 1;
            arrays[signal] =
                state >= 0 ? new SignalArray<T>(before[state], 0, plan.Size(signal), isKept: false)
                : plan.IsInput(signal) ? plan.Array("Gradient of the input", signal, isKept: false)
                : shared is not null ? shared.arrays[signal]
                : isShared && plan.Owner(signal) != signal ? default
                : plan.Array("Adjoint", signal, everything, held);
        }

        for (int signal = 0; isShared && signal < plan.Count; signal++)
        {
            arrays[signal] = arrays[plan.Owner(signal)];
        }
    }

    /// <summary>By state, the gradient that is carried from a step to the one before; after the pass that of the initial state.</summary>
    public T[][] Carried { get; }

    /// <summary>Whether the gradients of inputs are wanted.</summary>
    public bool WantsInputs { get; set; }

    /// <summary>Begins a pass at its last step.</summary>
    public void Begin()
    {
        foreach (T[] carried in Carried)
        {
            Array.Clear(carried);
        }
    }

    /// <summary>Begins a step with what the states after it have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginStep(int step)
    {
        Array.Clear(started);
        foreach (T[] state in before)
        {
            Array.Clear(state);
        }

        for (int input = 0; WantsInputs && input < plan.Cell.Inputs.Count; input++)
        {
            At(plan.Cell.Inputs[input].Node, step).Clear();
        }

        for (int state = 0; state < Carried.Length; state++)
        {
            Add(plan.Cell.Definition.States[state].Next, step, Carried[state]);
        }
    }

    /// <summary>Ends a step: what the states before it have is carried on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndStep()
    {
        for (int state = 0; state < before.Length; state++)
        {
            before[state].CopyTo(Carried[state], 0);
        }
    }

    /// <summary>Begins with a signal; one that nothing depends on has adjoint 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Start(int signal, int step)
    {
        if (IsFirst(signal, -1))
        {
            At(signal, step).Clear();
        }
    }

    /// <summary>The adjoint of a signal at a step.</summary>
    public Span<T> At(int signal, int step) => arrays[signal].At(step);

    /// <summary>The adjoint of a signal that weights stand in, at steps from one on.</summary>
    public Span<T> From(int signal, int step, int steps) => arrays[signal].From(step, steps);

    /// <summary>Whether contributions to a signal matter.</summary>
    public bool Wants(int signal) => WantsInputs || !plan.IsInput(signal);

    /// <summary>Whether what comes next is the first contribution to a signal, or replaces the adjoint of <paramref name="by"/>, whose
    /// memory it shares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsFirst(int signal, int by)
    {
        if (plan.IsSource(signal))
        {
            return false;
        }

        int owner = isShared ? plan.Owner(signal) : signal;
        if (isShared && by >= 0 && by != signal && plan.Owner(by) == owner)
        {
            return true;
        }

        bool isFirst = !started[owner];
        started[owner] = true;
        return isFirst;
    }

    /// <summary>The adjoint of a signal, 0 where there was no contribution yet, to add to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<T> Cleared(int signal, int step)
    {
        Span<T> target = At(signal, step);
        if (IsFirst(signal, -1))
        {
            target.Clear();
        }

        return target;
    }

    /// <summary>Adds values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int signal, int step, ReadOnlySpan<T> values)
    {
        if (!Wants(signal))
        {
            return;
        }

        Span<T> target = At(signal, step);
        if (IsFirst(signal, -1))
        {
            values.CopyTo(target);
        }
        else
        {
            Arithmetic.Add(values, target);
        }
    }

    /// <summary>Adds the adjoint of <paramref name="by"/> times a signal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProduct(int signal, int by, int step, ReadOnlySpan<T> factor)
    {
        if (!Wants(signal))
        {
            return;
        }

        Span<T> target = At(signal, step);
        Span<T> own = At(by, step);
        if (IsFirst(signal, by))
        {
            Arithmetic.Multiply(own, factor, target);
        }
        else
        {
            Arithmetic.AddProduct(own, factor, target);
        }
    }

    /// <summary>Adds a multiple of the adjoint of <paramref name="by"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddScaled(int signal, int by, int step, T factor)
    {
        if (factor == T.One)
        {
            Add(signal, step, At(by, step));
            return;
        }

        Span<T> target = At(signal, step);
        Span<T> own = At(by, step);
        if (IsFirst(signal, by))
        {
            Arithmetic.Multiply(own, factor, target);
        }
        else
        {
            Arithmetic.AddMultiple(own, factor, target);
        }
    }
}
