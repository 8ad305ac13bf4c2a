using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Weights;

namespace RegularizerGen.Passes.Threads;

/// <summary>The passes over a batch whose sequences are divided among threads. Outputs are the same to the bit as on one thread; gradients
/// of weights are added up thread by thread, always in the same order.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ThreadedPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CellCore cell;
    private readonly int batch;
    private readonly PassShard<T>[] shards;
    private readonly int[] starts; // first sequence of each
    private readonly T[] inputs;
    private readonly T[] inputGradient;
    private readonly T[] outputGradient;
    private readonly T[][] parts; // per shard, its part of the output's gradient
    private readonly T[][] inputParts; // and of the inputs'
    private readonly ThreadTeam team;
    private readonly Action<int> forward;
    private readonly Action<int> backward;
    private WeightMemory<T>? weights;
    private bool wantsInputs;

    /// <param name="cell">The cell.</param>
    /// <param name="steps">Length of the sequences.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="threads">Number of threads, at most one per sequence.</param>
    /// <param name="inputs">Where the inputs [steps, batch, width] are.</param>
    /// <exception cref="ArgumentException">A part is too large; the message names the signal.</exception>
    public ThreadedPass(CellCore cell, int steps, int batch, int threads, T[] inputs)
    {
        (this.cell, this.batch, this.inputs) = (cell, batch, inputs);
        starts = [.. Enumerable.Range(0, threads + 1).Select(k => (int)((long)batch * k / threads))];
        shards = new PassShard<T>[threads];
        for (int k = 0; k < threads; k++)
        {
            int own = starts[k + 1] - starts[k];
            T[] ownInputs = Sizes.Allocate<T>("inputs [steps, batch, width]", steps, own, cell.InputWidth);
            shards[k] = new PassShard<T>(cell, steps, own, ownInputs);
        }

        inputGradient = new T[inputs.Length];
        outputGradient = Sizes.Allocate<T>("Output gradient [steps, batch, width]", steps, batch, cell.OutputWidth);
        Output = new T[outputGradient.Length];
        States = [.. cell.States.Select(s => Sizes.Allocate<T>("State [steps + 1, batch, width]", steps + 1L, batch, cell.Widths[s.Node]))];
        Carried = [.. cell.States.Select(s => new T[batch * cell.Widths[s.Node]])];
        parts = [.. shards.Select(s => new T[outputGradient.Length / batch * s.Plan.Batch])];
        inputParts = [.. shards.Select(s => new T[s.Inputs.Length])];
        team = new ThreadTeam(threads);
        (forward, backward) = (Forward, Backward);
    }

    /// <summary>The output at every step [steps, batch, width].</summary>
    public T[] Output { get; }

    /// <summary>By state, [steps + 1, batch, width].</summary>
    public T[][] States { get; }

    /// <summary>By state, the gradient of the initial state.</summary>
    public T[][] Carried { get; }

    /// <summary>Forward, from the inputs and the states before the first step.</summary>
    public void Forward(WeightMemory<T> given)
    {
        weights = given;
        team.Run(forward);
    }

    /// <summary>Backward; the gradients of the weights are added up in those of the first shard, derived matrices apart.</summary>
    public WeightMemory<T> Backward(ReadOnlySpan<T> ofOutput, Span<T> ofInput)
    {
        ofOutput.CopyTo(outputGradient);
        wantsInputs = !ofInput.IsEmpty;
        team.Run(backward);
        if (wantsInputs)
        {
            inputGradient.CopyTo(ofInput);
        }

        for (int k = 1; k < shards.Length; k++)
        {
            shards[0].Gradients.Add(shards[k].Gradients);
        }

        return shards[0].Gradients;
    }

    private void Forward(int index)
    {
        PassShard<T> shard = shards[index];
        shard.Take(weights!);
        Divide(inputs, shard.Inputs, index, cell.InputWidth);
        for (int state = 0; state < States.Length; state++)
        {
            int width = cell.Widths[cell.States[state].Node];
            Divide(States[state], shard.Values.States[state].AsSpan(0, width * shard.Plan.Batch), index, width);
        }

        shard.Forward();
        Gather(shard.Values.From(cell.Definition.Output, 0, shard.Plan.Steps), Output, index, cell.OutputWidth);
        for (int state = 0; state < States.Length; state++)
        {
            Gather(shard.Values.States[state], States[state], index, cell.Widths[cell.States[state].Node]);
        }
    }

    private void Backward(int index)
    {
        PassShard<T> shard = shards[index];
        Divide(outputGradient, parts[index], index, cell.OutputWidth);
        shard.Backward(parts[index], wantsInputs ? inputParts[index] : []);
        if (wantsInputs)
        {
            Gather(inputParts[index], inputGradient, index, cell.InputWidth);
        }

        for (int state = 0; state < Carried.Length; state++)
        {
            Gather(shard.Adjoints.Carried[state], Carried[state], index, cell.Widths[cell.States[state].Node]);
        }
    }

    /// <summary>The sequences of a shard, at as many steps as it has room for.</summary>
    private void Divide(ReadOnlySpan<T> whole, Span<T> part, int index, int width)
    {
        (int start, int own) = (starts[index] * width, (starts[index + 1] - starts[index]) * width);
        for (int done = 0; done < part.Length; done += own)
        {
            whole.Slice((done / own * batch * width) + start, own).CopyTo(part[done..]);
        }
    }

    /// <summary>And back.</summary>
    private void Gather(ReadOnlySpan<T> part, Span<T> whole, int index, int width)
    {
        (int start, int own) = (starts[index] * width, (starts[index + 1] - starts[index]) * width);
        for (int done = 0; done < part.Length; done += own)
        {
            part.Slice(done, own).CopyTo(whole[((done / own * batch * width) + start)..]);
        }
    }
}
