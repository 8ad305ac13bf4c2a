using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Passes.Nodes;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes;

/// <summary>
/// The recorded step, and where its signals live. A new state is written straight into the state's own array; the sum in front of an
/// activation whose derivatives its value tells shares the activation's memory.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class PassPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsAhead = 32;
    private const int RowsAtOnce = 256;

    private readonly PassNode<T>?[] nodes; // null for inputs and states
    private readonly PassNode<T>[] order;
    private readonly int[] owners;
    private readonly bool[] isInput;
    private readonly int[] states;
    private readonly int[] nexts;
    private readonly bool[] holdsWeights;
    private readonly bool[] needed;

    public PassPlan(CellCore cell, int steps, int batch)
    {
        (Cell, Steps, Batch) = (cell, steps, batch);
        Weights = new PassWeights<T>(cell);
        nodes = new PassNode<T>?[cell.Widths.Count];
        isInput = [.. Enumerable.Range(0, Count).Select(k => cell.Inputs.Any(i => i.Node == k))];
        int[] sources = [.. cell.Inputs.Select(i => i.Node), .. cell.States.Select(s => s.Node)];
        cell.Run(new StepRecorder<T>(Weights, isInput, batch, nodes), sources.AsSpan(), new int[cell.States.Count + 1].AsSpan());
        order = [.. nodes.OfType<PassNode<T>>()];
        states = Numbers(s => s.Signal);
        nexts = Numbers(s => s.Next);
        owners = Owners();
        holdsWeights = new bool[Count];
        foreach (PassNode<T> node in order)
        {
            holdsWeights[owners[node.Number]] |= node is SumNode<T> { IsWeighted: true };
        }

        needed = Needed();
    }

    /// <summary>The cell.</summary>
    public CellCore Cell { get; }

    /// <summary>What its weights do.</summary>
    public PassWeights<T> Weights { get; }

    /// <summary>Length of the sequences.</summary>
    public int Steps { get; }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>Steps whose products with inputs are made before the first of them: few enough that they stay in the first cache, but of
    /// some rows together.</summary>
    public int StepsAhead => StepsOf(RowsAhead);

    /// <summary>Steps whose weight gradients are added up together, a power of two.</summary>
    public int StepsAtOnce => StepsOf(RowsAtOnce);

    /// <summary>Number of signals.</summary>
    public int Count => nodes.Length;

    /// <summary>What the step computes, in order.</summary>
    public ReadOnlySpan<PassNode<T>> Nodes => order;

    /// <summary>Elements of a signal at one step.</summary>
    public int Size(int signal) => Batch * Cell.Widths[signal];

    /// <summary>Whether it is an input.</summary>
    public bool IsInput(int signal) => isInput[signal];

    /// <summary>Whether it is an input or a state before the step.</summary>
    public bool IsSource(int signal) => nodes[signal] is null;

    /// <summary>The state whose value before the step a signal is, or -1.</summary>
    public int StateOf(int signal) => states[signal];

    /// <summary>The first state whose new value a computed signal is, or -1.</summary>
    public int NextOf(int signal) => IsSource(signal) ? -1 : nexts[signal];

    /// <summary>The signal whose memory holds this one.</summary>
    public int Owner(int signal) => owners[signal];

    /// <summary>Whether weights stand in a signal, or in the sum that shares its memory.</summary>
    public bool HoldsWeights(int signal) => holdsWeights[signal];

    /// <summary>Begins the sums that hold weights, at steps from one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prepare(Signals<T> values, int step, int steps)
    {
        foreach (PassNode<T> node in order)
        {
            if (node is SumNode<T> { IsWeighted: true } sum)
            {
                sum.Prepare(values, step, steps);
            }
        }
    }

    /// <summary>After a step: the states whose new value lives elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyStates(Signals<T> signals, int step)
    {
        for (int state = 0; state < Cell.Definition.States.Count; state++)
        {
            int next = Cell.Definition.States[state].Next;
            if (NextOf(next) != state)
            {
                Span<T> value = signals.At(next, step);
                value.CopyTo(signals.States[state].AsSpan((step + 1) * value.Length, value.Length));
            }
        }
    }

    /// <summary>One step backwards, once the adjoints of its results are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(Signals<T> values, Adjoints<T> adjoints, int step)
    {
        for (int k = order.Length - 1; k >= 0; k--)
        {
            adjoints.Start(order[k].Number, step);
            order[k].Backward(values, adjoints, step);
        }
    }

    /// <summary>The same with what the tangents owe to the values.</summary>
    public void Backward(Signals<T> values, Signals<T> tangents, Adjoints<T> ofTangents, Adjoints<T> adjoints, int step)
    {
        for (int k = order.Length - 1; k >= 0; k--)
        {
            adjoints.Start(order[k].Number, step);
            order[k].Backward(values, adjoints, step);
            order[k].TangentBackward(values, tangents, ofTangents, adjoints, step);
        }
    }

    /// <summary>Adds the gradients of the weights, of steps from one on at once.</summary>
    public void AddWeightGradients(
        Adjoints<T> adjoints,
        Signals<T> signals,
        WeightMemory<T> gradients,
        int step,
        int steps,
        bool withBiases
    )
    {
        foreach (PassNode<T> node in order)
        {
            if (node is SumNode<T> { IsWeighted: true } sum)
            {
                sum.AddWeightGradients(adjoints, signals, gradients, step, steps, withBiases);
            }
        }
    }

    /// <summary>An array for a signal.</summary>
    /// <exception cref="ArgumentException">It is too large; the message names the signal.</exception>
    public SignalArray<T> Array(string what, int signal, bool isKept, int held = 1) =>
        new(Allocate($"{what} {Cell.Definition.Signals[signal].Name}", signal, isKept, held), 0, Size(signal), isKept, held);

    /// <summary>Memory for a signal, [steps, batch, width] for all steps or those that are held.</summary>
    /// <inheritdoc cref="Array"/>
    public T[] Allocate(string what, int signal, bool isKept, int held = 1) =>
        Sizes.Allocate<T>(what + " [steps, batch, width]", isKept ? Steps : Math.Min(held, Steps), Batch, Cell.Widths[signal]);

    /// <summary>Memory for all signals, over that of every input.</summary>
    /// <exception cref="ArgumentException">A part is too large; the message names the signal.</exception>
    public Signals<T> Signals(string what, T[][] inputs)
    {
        T[][] ofStates =
        [
            .. Cell.Definition.States.Select(s =>
                Sizes.Allocate<T>($"{what} {s.Name} [steps + 1, batch, width]", Steps + 1L, Batch, Cell.Widths[s.Signal])
            ),
        ];
        var arrays = new SignalArray<T>[Count];
        for (int signal = 0; signal < Count; signal++)
        {
            int size = Size(signal);
            arrays[signal] =
                isInput[signal] ? new(inputs[InputOf(signal)], 0, size, isKept: true)
                : states[signal] >= 0 ? new(ofStates[states[signal]], 0, size, isKept: true)
                : NextOf(signal) is >= 0 and int next ? new(ofStates[next], size, size, isKept: true)
                : owners[signal] == signal ? Array(what, signal, needed[signal])
                : default;
        }

        SignalArray<T>?[] slopes =
        [
            .. nodes.Select(n =>
                n is ActivationNode<T> { Kernel.KeepsSlopes: true } ? Array("Slopes of", n.Number, isKept: true) : (SignalArray<T>?)null
            ),
        ];
        return new Signals<T>([.. arrays.Select((_, k) => arrays[owners[k]])], slopes, ofStates);
    }

    private int StepsOf(int rows) => 1 << BitOperations.Log2((uint)Math.Max(1, rows / Batch));

    private int InputOf(int signal) => Cell.Inputs.TakeWhile(i => i.Node != signal).Count();

    /// <summary>By signal, whether its value is needed after its step: by a backward pass, or by sums that are begun ahead.</summary>
    private bool[] Needed()
    {
        bool[] needed = [.. holdsWeights];
        needed[Cell.Definition.Output] = true;
        foreach (PassNode<T> node in order)
        {
            needed[node.Number] |= node is ActivationNode<T>;
            foreach (int argument in node.Needed)
            {
                needed[argument] = true;
            }
        }

        return needed;
    }

    /// <summary>By signal, the first state of which it is the given signal.</summary>
    private int[] Numbers(Func<StateDefinition, int> signalOf)
    {
        int[] numbers = new int[Count];
        System.Array.Fill(numbers, -1);
        for (int state = Cell.Definition.States.Count - 1; state >= 0; state--)
        {
            numbers[signalOf(Cell.Definition.States[state])] = state;
        }

        return numbers;
    }

    private int[] Owners()
    {
        int[] consumers = new int[Count];
        int[] last = new int[Count];
        foreach (PassNode<T> node in order)
        {
            foreach (int argument in node.Arguments.Distinct())
            {
                consumers[argument]++;
                last[argument] = node.Number;
            }
        }

        return
        [
            .. Enumerable
                .Range(0, Count)
                .Select(k =>
                    nodes[k] is SumNode<T>
                    && consumers[k] == 1
                    && k != Cell.Definition.Output
                    && nexts[k] < 0
                    && nodes[last[k]] is ActivationNode<T> { Kernel.NeedsArgument: false }
                        ? last[k]
                        : k
                ),
        ];
    }
}
