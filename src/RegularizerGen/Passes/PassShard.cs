using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Definitions;
using RegularizerGen.Passes.Nodes;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes;

/// <summary>The passes over a batch, or over some sequences of it, on one thread; with all memory that they take.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class PassShard<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] apart; // the inputs, input by input

    /// <summary>Reserves memory.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="inputs">Where the inputs [steps, batch, width] are.</param>
    /// <exception cref="ArgumentException">A part is too large; the message names the signal.</exception>
    public PassShard(CellCore cell, int steps, int batch, T[] inputs)
    {
        Inputs = inputs;
        Gradients = new WeightMemory<T>(cell);
        Plan = new PassPlan<T>(cell, steps, batch);
        apart = cell.Inputs.Count == 1 ? [inputs] : PackedInputs.Allocate<T>(cell, steps, batch);
        Values = Plan.Signals("Signal", apart);
        Adjoints = new Adjoints<T>(Plan, everything: false);
    }

    /// <summary>The inputs [steps, batch, width].</summary>
    public T[] Inputs { get; }

    /// <summary>The recorded step; its weights are those of the last forward pass.</summary>
    public PassPlan<T> Plan { get; }

    /// <summary>All signals, as of the last forward pass.</summary>
    public Signals<T> Values { get; }

    /// <summary>Their adjoints.</summary>
    public Adjoints<T> Adjoints { get; }

    /// <summary>The gradients of the weights, as of the last backward pass, derived matrices apart.</summary>
    public WeightMemory<T> Gradients { get; }

    /// <summary>What sees the values of signals while forward passes compute them; null for nothing.</summary>
    public SignalWatch<T>? Watch { get; set; }

    /// <summary>Takes the weights.</summary>
    public void Take(WeightMemory<T> weights)
    {
        weights.CopyTo(Plan.Weights.Values);
        Plan.Weights.Pack();
    }

    /// <summary>All steps, from the inputs and the states before the first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward()
    {
        if (apart.Length > 1)
        {
            PackedInputs.Unpack<T>(Plan.Cell.InputWidths, Inputs, apart);
        }

        for (int step = 0; step < Plan.Steps; step++)
        {
            if (step % Plan.StepsAhead == 0)
            {
                Plan.Prepare(Values, step, Math.Min(Plan.StepsAhead, Plan.Steps - step));
            }

            Watch?.Before(Values, step);
            foreach (PassNode<T> node in Plan.Nodes)
            {
                node.Forward(Values, step);
                Watch?.After(node.Number, Values, step);
            }

            Plan.CopyStates(Values, step);
        }
    }

    /// <summary>All steps backwards.</summary>
    /// <param name="outputGradient">Gradient of the output at every step, [steps, batch, width].</param>
    /// <param name="inputGradient">Receives that of the inputs; empty where it is not wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        int output = Plan.Size(Plan.Cell.Definition.Output);
        int row = Plan.Batch * Plan.Cell.InputWidth;
        Adjoints.WantsInputs = !inputGradient.IsEmpty;
        Adjoints.Begin();
        Gradients.Clear();
        for (int step = Plan.Steps - 1; step >= 0; step--)
        {
            Adjoints.BeginStep(step);
            Adjoints.Add(Plan.Cell.Definition.Output, step, outputGradient.Slice(step * output, output));
            Plan.Backward(Values, Adjoints, step);
            for (int input = 0; Adjoints.WantsInputs && input < Plan.Cell.Inputs.Count; input++)
            {
                Span<T> gradient = Adjoints.At(Plan.Cell.Inputs[input].Node, step);
                PackedInputs.Pack(Plan.Cell.InputWidths, input, gradient, inputGradient.Slice(step * row, row));
            }

            Adjoints.EndStep();
            if (step % Plan.StepsAtOnce == 0)
            {
                int steps = Math.Min(Plan.StepsAtOnce, Plan.Steps - step);
                Plan.AddWeightGradients(Adjoints, Values, Gradients, step, steps, withBiases: true);
            }
        }
    }
}
