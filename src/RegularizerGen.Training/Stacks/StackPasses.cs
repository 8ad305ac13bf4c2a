using System;
using System.Numerics;
using RegularizerGen.Passes;

namespace RegularizerGen.Training;

/// <summary>A stack over whole sequences [steps, batch, width]: forward pass and backpropagation through time and layers, with the weights
/// that its layers have at the time. Owns all memory; calls allocate nothing. One instance per thread.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StackPasses<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerStack<T> stack;
    private readonly UnrolledCell<T> unrolled;

    /// <summary>Reserves memory.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="steps">Length T of the sequences, at least 1.</param>
    /// <param name="batch">Number of sequences, at least 1.</param>
    /// <param name="threads">Number of threads that the sequences are divided among.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large, or there are more threads than sequences.</exception>
    public StackPasses(LayerStack<T> stack, int steps, int batch, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(stack);
        this.stack = stack;
        unrolled = new UnrolledCell<T>(stack.Core, steps, batch, threads);
    }

    /// <summary>The output of the last layer at every step [steps, batch, width], as of the last forward pass.</summary>
    public ReadOnlySpan<T> Output => unrolled.Output;

    /// <summary>Runs all layers over inputs [steps, batch, width] from zero states.</summary>
    /// <param name="inputs">Input sequences [steps, batch, width].</param>
    /// <exception cref="ArgumentException">The inputs have the wrong length, an input or a weight is not finite, or 0 is no start that a
    /// layer's cell allows; nothing is written then.</exception>
    public void Forward(ReadOnlySpan<T> inputs)
    {
        unrolled.CheckInputs(inputs);
        ReadWeights();
        int states = stack.Core.States.Count;
        for (int state = 0; state < states; state++)
        {
            unrolled.CheckInitial(state, default);
        }

        unrolled.BeginForward(inputs);
        for (int state = 0; state < states; state++)
        {
            unrolled.SetInitial(state, default);
        }

        unrolled.RunForward();
    }

    /// <summary>Backpropagation, after <see cref="Forward"/> with the same weights and inputs. Adds to the gradients of all
    /// layers.</summary>
    /// <param name="inputs">The inputs of the forward pass.</param>
    /// <param name="outputGradient">Gradient with respect to the output at every step [steps, batch, width].</param>
    /// <param name="inputGradient">Receives the gradient with respect to the inputs; empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">A sequence has the wrong length, weights or inputs are not those of the forward pass, or the
    /// output gradient is not finite; nothing is written then.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass.</exception>
    public void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradient, Span<T> inputGradient = default)
    {
        ReadWeights();
        unrolled.RequireForward(inputs);
        unrolled.RunBackward(outputGradient, inputGradient);
        for (int weight = 0; weight < stack.WeightCount; weight++)
        {
            unrolled.AddGradient(weight, stack.Gradient(weight));
        }
    }

    private void ReadWeights()
    {
        for (int weight = 0; weight < stack.WeightCount; weight++)
        {
            unrolled.Read(weight, stack.Weight(weight));
        }
    }
}
