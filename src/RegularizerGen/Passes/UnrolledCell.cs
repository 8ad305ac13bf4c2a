using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Passes.Threads;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes;

/// <summary>
/// The cell over whole sequences [steps, batch, width]: forward pass and backpropagation through time. Owns all memory; calls allocate
/// nothing. One instance per thread.
/// </summary>
/// <remarks>What the last forward pass saw is kept, so that a backward pass of other inputs or weights is refused instead of being
/// wrong.</remarks>
/// <typeparam name="T">float or double.</typeparam>
// Over the recorded step. Generated classes add the types of weights and states, and inherit the documentation.
public partial class UnrolledCell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] inputs; // of the last forward pass
    private readonly WeightMemory<T> given; // weights of the call in progress
    private readonly WeightMemory<T> last; // and of the last forward pass
    private readonly PassShard<T>? single; // on one thread
    private readonly ThreadedPass<T>? threaded; // or on more
    private readonly int steps;
    private readonly int batch;
    private WeightMemory<T> gradients; // of the last backward pass
    private bool hasWeights;
    private bool hasRun;

    /// <summary>Reserves memory.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="steps">Length T of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="threads">Number of threads that the sequences are divided among.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large (the message names it and the memory needed), there are more
    /// threads than sequences, or T is neither float nor double.</exception>
    protected internal UnrolledCell(CellCore cell, int steps, int batch, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ElementType.Require<T>();
        if (steps < 1 || batch < 1)
        {
            throw new ArgumentException($"Steps ({steps}) and batch ({batch}) must be at least 1.");
        }

        if (threads < 1 || threads > batch)
        {
            throw new ArgumentException($"Threads ({threads}) must be from 1 to the number of sequences, {batch}.", nameof(threads));
        }

        // Before the first array is reserved: none is larger.
        Sizes.Length<T>("Every signal [steps + 1, batch, width]", steps + 1L, batch, cell.Widths.Max());

        (Cell, this.steps, this.batch, Threads) = (cell, steps, batch, threads);
        inputs = Sizes.Allocate<T>("inputs [steps, batch, width]", steps, batch, cell.InputWidth);
        given = new WeightMemory<T>(cell);
        single = threads == 1 ? new PassShard<T>(cell, steps, batch, inputs) : null;
        threaded = threads > 1 ? new ThreadedPass<T>(cell, steps, batch, threads, inputs) : null;
        last = single?.Plan.Weights.Values ?? new WeightMemory<T>(cell);
        gradients = single?.Gradients ?? new WeightMemory<T>(cell);
    }

    /// <summary>Number of threads that passes use: the sequences of the batch are divided among them. Outputs do not depend on it;
    /// gradients of weights are added up in another order, the same at every call.</summary>
    public int Threads { get; }

    /// <summary>The output at every step [steps, batch, width], as of the last forward pass.</summary>
    public ReadOnlySpan<T> Output => threaded is null ? Values.From(Cell.Definition.Output, 0, steps) : threaded.Output;

    internal CellCore Cell { get; }

    internal PassPlan<T> Plan => Single.Plan;

    internal Signals<T> Values => Single.Values;

    internal Adjoints<T> Adjoints => Single.Adjoints;

    internal ReadOnlySpan<T> ForwardInputs => inputs;

    /// <summary>What sees the values of signals while forward passes compute them; null for nothing.</summary>
    internal SignalWatch<T>? Watch
    {
        get => single?.Watch;
        set => Single.Watch = value;
    }

    /// <summary>The pass on one thread, for what needs all signals.</summary>
    /// <exception cref="ArgumentException">There are more threads.</exception>
    private PassShard<T> Single =>
        single
        ?? throw new ArgumentException($"Monitors and exact penalties need all signals of a pass on one thread; this one uses {Threads}.");

    private T[][] States => threaded is null ? Values.States : threaded.States;

    /// <summary>The number of sequences [steps, batch, width] that an array holds.</summary>
    /// <exception cref="ArgumentException">It is no positive whole number.</exception>
    protected internal static int BatchOf(CellCore cell, int length, int steps)
    {
        ArgumentNullException.ThrowIfNull(cell);
        long sequence = (long)steps * cell.InputWidth;
        return steps >= 1 && length > 0 && length % sequence == 0
            ? (int)(length / sequence)
            : throw new ArgumentException(
                $"'{nameof(inputs)}' has {length} values; {steps} steps of width {cell.InputWidth} need a positive multiple of {sequence}.",
                nameof(inputs)
            );
    }

    /// <summary>A state before the first step [batch, width], as of the last forward pass.</summary>
    protected ReadOnlySpan<T> InitialState(int state) => States[state].AsSpan(0, SizeOf(state));

    /// <summary>A state after every step [steps, batch, width], as of the last forward pass.</summary>
    protected ReadOnlySpan<T> StatesAfter(int state) => States[state].AsSpan(SizeOf(state));

    /// <summary>Gradient with respect to an initial state [batch, width], as of the last backward pass.</summary>
    protected ReadOnlySpan<T> InitialStateGradient(int state) => (threaded?.Carried ?? Adjoints.Carried)[state];

    /// <summary>Checks the shape of a weight or its gradient.</summary>
    /// <exception cref="ArgumentException">It is not the cell's; the message names it and both shapes.</exception>
    protected internal void Check(int weight, WeightSpan<T> values, string role) => values.Require(Cell.Weights[weight], role);

    /// <summary>Reads a weight whose shape was checked.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite; the message names the weight and the entry.</exception>
    protected internal void Read(int weight, WeightSpan<T> values)
    {
        values.RequireFinite(Cell.Weights[weight]);
        given.Set(weight, values);
    }

    /// <summary>Checks a state before the first step; empty for 0.</summary>
    /// <exception cref="ArgumentException">It has the wrong length, or an element lies outside of the declared range.</exception>
    protected internal void CheckInitial(int state, ReadOnlySpan<T> values)
    {
        StateDefinition definition = Cell.Definition.States[state];
        Passes.InitialState.Require(values, SizeOf(state), definition.Min.Value, definition.Max.Value, definition.Name);
    }

    /// <summary>Sets a state before the first step; empty for 0.</summary>
    protected internal void SetInitial(int state, ReadOnlySpan<T> values) =>
        Passes.InitialState.Set(values, States[state].AsSpan(0, SizeOf(state)));

    /// <summary>Takes the weights just read, and the inputs. Until the pass has run there is none.</summary>
    /// <exception cref="ArgumentException">A matrix derived from weights is not finite.</exception>
    protected internal void BeginForward(ReadOnlySpan<T> values)
    {
        given.Derive();
        monitor?.Reset();
        hasRun = false;
        if (!hasWeights || !Bits(given.Own).SequenceEqual(Bits(last.Own)))
        {
            given.CopyTo(last);
            single?.Plan.Weights.Pack();
            hasWeights = true;
        }

        TakeInputs(values);
    }

    /// <summary>Takes inputs that were checked.</summary>
    internal void TakeInputs(ReadOnlySpan<T> values) => values.CopyTo(inputs);

    /// <summary>All steps.</summary>
    protected internal void RunForward()
    {
        single?.Forward();
        threaded?.Forward(last);
        hasRun = true;
    }

    /// <summary>Checks that the inputs, and the weights just read, are those of the last forward pass.</summary>
    /// <exception cref="ArgumentException">They are others.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    protected internal void RequireForward(ReadOnlySpan<T> values)
    {
        CheckLength(values.Length, inputs.Length, nameof(inputs));
        if (!hasRun)
        {
            throw new InvalidOperationException("Run the forward pass of the unrolled cell first, with the same weights and inputs.");
        }

        if (!Bits(values).SequenceEqual(Bits(inputs)))
        {
            throw new ArgumentException(
                $"'{nameof(inputs)}' are not those of the last forward pass: they differ from position {values.CommonPrefixLength(inputs)} on.",
                nameof(inputs)
            );
        }

        if (!Bits(given.Own).SequenceEqual(Bits(last.Own)))
        {
            throw new ArgumentException(
                "The weights are not those of the last forward pass: run it again after every change of theirs.",
                "weights"
            );
        }
    }

    /// <summary>Backpropagation through time from the gradient of the output; the gradients of the weights are then to be added.</summary>
    /// <param name="outputGradient">Gradient with respect to the output at every step, [steps, batch, width].</param>
    /// <param name="inputGradient">Receives the gradient with respect to the inputs; empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">A sequence has the wrong length, a weight or gradient the wrong shape, weights or inputs are not
    /// those of the forward pass, the output gradient is not finite, or the input gradient shares its memory; nothing is written
    /// then.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    protected internal void RunBackward(ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        CheckGradients(outputGradient, inputGradient);
        single?.Backward(outputGradient, inputGradient);
        gradients = threaded?.Backward(outputGradient, inputGradient) ?? gradients;
        last.Backpropagate(gradients);
    }

    /// <summary>Adds the gradient of a weight to what was accumulated; its shape was checked.</summary>
    protected internal void AddGradient(int weight, WeightSpan<T> gradient) =>
        gradient.Add(Cell.Weights[weight], gradients.Entries(weight));

    private int SizeOf(int state) => batch * Cell.Widths[Cell.Definition.States[state].Signal];

    private static ReadOnlySpan<byte> Bits(ReadOnlySpan<T> of) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(of);

    private void CheckGradients(ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> inputGradient)
    {
        CheckLength(outputGradient.Length, Output.Length, nameof(outputGradient));
        FiniteCheck.RequireSequence(outputGradient, nameof(outputGradient));
        if (!inputGradient.IsEmpty)
        {
            CheckLength(inputGradient.Length, inputs.Length, nameof(inputGradient));
            if (inputGradient.Overlaps(outputGradient))
            {
                throw new ArgumentException(
                    $"'{nameof(inputGradient)}' is written while '{nameof(outputGradient)}' is read: they must not share memory.",
                    nameof(inputGradient)
                );
            }
        }
    }

    private static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"'{name}' has {length} values; for these sizes it must have {expected}.", name);
        }
    }
}
