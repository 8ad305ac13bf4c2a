using System;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>Which dimension of its input a module takes for the batch: TorchSharp keeps that to itself, but the shape of the last state
/// tells.</summary>
internal static class BatchProbe
{
    /// <summary>Whether it is the first.</summary>
    /// <param name="module">A module of several steps, that drops no units.</param>
    /// <param name="weight">A parameter of it: where it is, and of what type.</param>
    /// <param name="inputs">Width of its inputs.</param>
    public static bool Ask(nn.Module module, Tensor weight, int inputs)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = zeros([1, 2, inputs], weight.dtype, weight.device);
        return DropoutProbe.Run(module, rows).Last.shape[1] == 1;
    }
}
