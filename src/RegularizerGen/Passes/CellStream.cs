using System;
using System.ComponentModel;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Passes;

namespace RegularizerGen;

/// <summary>
/// The cell step by step, for inference: takes the inputs of one step, keeps the states, returns the output. Weights are read once. Owns
/// all memory; calls allocate nothing. One instance per thread.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class CellStream<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly UnrolledCell<T> cell;
    private RangeMonitor? monitor;

    /// <summary>Reserves memory; weights are to be read, and the stream to be started.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="batch">Number of sequences side by side.</param>
    /// <exception cref="ArgumentException">The batch is less than 1, or T is neither float nor double.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CellStream(CellCore cell, int batch) => this.cell = new UnrolledCell<T>(cell, 1, batch);

    /// <summary>Steps since the start.</summary>
    public long Steps { get; private set; }

    /// <summary>The output [batch, width] of the last step.</summary>
    public ReadOnlySpan<T> Output => cell.Output;

    /// <summary>What watches the steps, from the start on; null for nothing.</summary>
    /// <exception cref="ArgumentException">It is of another cell, or of other sizes.</exception>
    /// <exception cref="InvalidOperationException">Steps were made: none must be missed.</exception>
    public RangeMonitor? Monitor
    {
        get => monitor;
        set
        {
            if (value is not null && Steps > 0)
            {
                throw new InvalidOperationException("A monitor must see every step: set it before the first one, or after Start.");
            }

            cell.Watch = value?.On(cell.Plan);
            monitor?.Detach(value);
            monitor = value;
        }
    }

    /// <summary>Reads a weight.</summary>
    /// <param name="weight">Number of the weight.</param>
    /// <param name="values">Its values.</param>
    /// <exception cref="ArgumentException">It has the wrong shape or is not finite; the message names it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Read(int weight, WeightSpan<T> values)
    {
        cell.Check(weight, values, "weight");
        cell.Read(weight, values);
    }

    /// <summary>Takes the weights just read; states are 0.</summary>
    /// <exception cref="ArgumentException">A matrix derived from weights is not finite.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CellStream<T> Ready()
    {
        cell.BeginForward(new T[cell.ForwardInputs.Length]);
        Start();
        return this;
    }

    /// <summary>Begins a new sequence.</summary>
    /// <param name="initial">The states before the first step, state by state [batch, units], finite; null for 0.</param>
    /// <exception cref="ArgumentException">There are not as many as the cell has, or one has the wrong length or is not finite; the message
    /// names it.</exception>
    public void Start(T[][]? initial = null)
    {
        PassPlan<T> plan = cell.Plan;
        CellDefinition definition = plan.Cell.Definition;
        if (initial is not null && initial.Length != definition.States.Count)
        {
            throw new ArgumentException(
                $"'{nameof(initial)}' has {initial.Length} states; the cell has {definition.States.Count}.",
                nameof(initial)
            );
        }

        for (int state = 0; state < definition.States.Count && initial is not null; state++)
        {
            int length = plan.Size(definition.States[state].Signal);
            InitialState.Require<T>(initial[state], length, -double.MaxValue, double.MaxValue, definition.States[state].Name);
        }

        for (int state = 0; state < definition.States.Count; state++)
        {
            InitialState.Set<T>(initial?[state], cell.Values.States[state].AsSpan(0, plan.Size(definition.States[state].Signal)));
        }

        monitor?.Reset();
        Steps = 0;
    }

    /// <summary>One step.</summary>
    /// <param name="inputs">The inputs [batch, width], finite.</param>
    /// <returns>The output [batch, width], until the next step.</returns>
    /// <exception cref="ArgumentException">They have the wrong length or are not finite; nothing changes then.</exception>
    public ReadOnlySpan<T> Next(ReadOnlySpan<T> inputs)
    {
        cell.CheckInputs(inputs);
        foreach (T[] state in Steps > 0 ? cell.Values.States : [])
        {
            int half = state.Length / 2;
            state.AsSpan(half).CopyTo(state);
        }

        cell.TakeInputs(inputs);
        cell.RunForward();
        Steps++;
        monitor?.EndStep();
        return cell.Output;
    }

    /// <summary>A state [batch, units] after the last step.</summary>
    /// <param name="state">Which one, in the order of the step's results.</param>
    public ReadOnlySpan<T> State(int state)
    {
        T[] values = cell.Values.States[state];
        int half = values.Length / 2;
        return values.AsSpan(Steps > 0 ? half : 0, half);
    }

    /// <summary>Lets something else than a monitor watch.</summary>
    internal TWatch Watched<TWatch>(Func<PassPlan<T>, TWatch> watch)
        where TWatch : SignalWatch<T>
    {
        TWatch own = watch(cell.Plan);
        cell.Watch = own;
        return own;
    }
}
