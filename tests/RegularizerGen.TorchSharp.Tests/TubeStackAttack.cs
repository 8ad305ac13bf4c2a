using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The search for sequences of a box that take a module's outputs far, by torch's own passes.</summary>
/// <param name="module">The module.</param>
/// <param name="readOut">A linear layer on its output.</param>
/// <param name="nominal">The middle of the box [steps, 1, inputs].</param>
/// <param name="initial">The states before the first step [layers · directions, 1, units].</param>
/// <param name="radius">How far the box reaches.</param>
internal sealed class TubeStackAttack(nn.Module module, Modules.Linear? readOut, Tensor nominal, Tensor[] initial, double radius)
{
    private const int Samples = 20;

    /// <summary>The outputs [steps, batch, outputs] of sequences [steps, batch, inputs].</summary>
    public Tensor Outputs(Tensor sequences)
    {
        using IDisposable noGradient = no_grad();
        return Run(sequences, [.. initial.Select(s => Repeated(s, sequences.shape[1]))]);
    }

    /// <summary>The nominal sequence, random ones, random corners, and those that ascent on every output goes through: at every step, or at
    /// the last alone.</summary>
    public Tensor Climb(int climbs, bool everyStep = true)
    {
        Tensor first = Outputs(nominal);
        (int steps, int outputs) = ((int)first.shape[0], (int)first.shape[2]);
        int[] times = everyStep ? [.. Enumerable.Range(0, steps)] : [steps - 1];
        int targets = 2 * times.Length * outputs;
        Tensor weights = zeros([steps, targets, outputs], dtype: ScalarType.Float64);
        for (int k = 0; k < targets; k++)
        {
            weights[times[k / 2 / outputs], k, k / 2 % outputs] = k % 2 == 0 ? 1.0 : -1.0;
        }

        long[] shape = [nominal.shape[0], Samples, nominal.shape[2]];
        var seen = new List<Tensor> { nominal };
        Tensor uniform = rand(shape, dtype: ScalarType.Float64);
        seen.Add(nominal + (radius * ((2 * uniform) - 1)));
        seen.Add(nominal + (radius * randn(shape, dtype: ScalarType.Float64).sign()));
        Tensor x = Repeated(nominal, targets);
        for (int climb = 0; climb < climbs; climb++)
        {
            x = x.detach();
            x.requires_grad = true;
            Tensor y = Run(x, [.. initial.Select(s => Repeated(s, targets))]);
            x = nominal + (radius * autograd.grad([(weights * y).sum()], [x])[0].sign());
            seen.Add(x);
        }

        return cat(seen, 1).detach();
    }

    /// <summary>By output at the last step, its derivatives with respect to all inputs [steps, batch, inputs], and to the states.</summary>
    public IEnumerable<(Tensor Inputs, Tensor[] States, int Row)> Jacobians(Tensor sequences)
    {
        Tensor x = sequences.detach().clone();
        x.requires_grad = true;
        Tensor[] states = [.. initial.Select(s => Repeated(s, x.shape[1]).clone())];
        foreach (Tensor state in states)
        {
            state.requires_grad = true;
        }

        Tensor last = Run(x, states)[-1];
        for (int row = 0; row < last.shape[1]; row++)
        {
            IList<Tensor> found = autograd.grad([last.select(1, row).sum()], [x, .. states], retain_graph: true);
            yield return (found[0], [.. found.Skip(1)], row);
        }
    }

    private Tensor Run(Tensor sequences, Tensor[] states) => TubeNetworks.Run(module, sequences, states, readOut);

    private static Tensor Repeated(Tensor tensor, long count) => tensor.repeat(1, count, 1);
}
