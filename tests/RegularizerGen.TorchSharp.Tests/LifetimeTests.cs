using System;
using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>
/// Nothing of a call stays alive until a garbage collection: live tensors and the memory of the process are counted, with a model whose
/// gradients are large.
/// </summary>
public sealed class LifetimeTests : TorchTest
{
    private const int Steps = 60;
    private const int WarmUp = 15;
    private const long GradientBytes = 7_500_000; // of the model below

    [Theory]
    [InlineData("in a scope")]
    [InlineData("without a scope")]
    [InlineData("as a term of a loss")]
    [InlineData("never backward")]
    [InlineData("under no_grad")]
    [InlineData("AddGradient")]
    [InlineData("Evaluate")]
    public void Calls_LeaveNoTensorBehind(string use)
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 64, 384, layers: 2, type: ScalarType.Float32);
        foreach (bool device in new[] { false, true })
        {
            using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(
                module,
                new TikhonovOptions { InputBound = 1, SpectralMode = SpectralMode.Tracking }
            );
            regularizer.UseDeviceOperations = device;
            (long tensors, long bytes) = (0, 0);
            for (int step = -WarmUp; step < Steps; step++)
            {
                (tensors, bytes) = step == 0 ? (Tensor.TotalCount, Bytes()) : (tensors, bytes);
                Step(use, module, regularizer);
            }

            Assert.True(
                Tensor.TotalCount <= tensors,
                $"{use}, device {device}: {Tensor.TotalCount - tensors} more tensors after {Steps} steps."
            );

            // The operations of the other backend allocate and free so many sizes that the heap grows and shrinks by more than this.
            Assert.True(
                device || Bytes() - bytes < Steps * GradientBytes / 2,
                $"{use}: {(Bytes() - bytes) / 1_000_000} MB more after {Steps} steps."
            );
        }
    }

    [Fact]
    public void StabilityPenalty_LeavesNoTensorBehind()
    {
        var module = (Modules.GRU)Networks.Create("GRU", 8, 32, layers: 2, type: ScalarType.Float32);
        TorchStabilityPenalty margin = TorchStabilityPenalty.For(
            module,
            new StabilityOptions
            {
                Perturbation = Perturbation.Peak,
                InputBound = 1,
                Iterations = 5,
            }
        );
        Call();
        long tensors = Tensor.TotalCount;
        for (int step = 0; step < 10; step++)
        {
            Call();
        }

        Assert.Equal(tensors, Tensor.TotalCount);

        void Call()
        {
            using Tensor penalty = margin.Penalty();
            penalty.backward();
            margin.AddGradient(1);
        }
    }

    /// <summary>The graph owns the gradient, so it is there as often as the graph is kept.</summary>
    [Fact]
    public void Backward_TwiceThroughOneGraph_AddsTheGradientTwice()
    {
        var module = (Modules.GRU)Networks.Create("GRU", 3, 4);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        using Tensor penalty = regularizer.Penalty();
        penalty.backward(retain_graph: true);
        double[] once = Networks.Values(module.get_parameter("weight_hh_l0")!.grad!);
        regularizer.Evaluate(); // another call in between changes nothing
        penalty.backward();
        PenaltyTests.Near(Array.ConvertAll(once, g => 2 * g), Networks.Values(module.get_parameter("weight_hh_l0")!.grad!), 1e-15);
    }

    private static void Step(string use, Modules.LSTM module, TorchTikhonovPenalty regularizer)
    {
        switch (use)
        {
            case "in a scope":
                using (DisposeScope scope = NewDisposeScope())
                {
                    regularizer.Penalty(0.1).backward();
                }

                break;
            case "without a scope":
                using (Tensor penalty = regularizer.Penalty(0.1))
                {
                    penalty.backward();
                }

                break;
            case "as a term of a loss":
                using (DisposeScope scope = NewDisposeScope())
                {
                    (Networks.Run(module, rand(2, 1, 64)).square().mean() + (1e-4 * regularizer.Penalty())).backward();
                }

                break;
            case "never backward":
                regularizer.Penalty(0.1).Dispose();
                break;
            case "under no_grad":
                using (IDisposable noGradient = no_grad())
                {
                    regularizer.Penalty(0.1).Dispose();
                }

                break;
            case "AddGradient":
                module.zero_grad();
                regularizer.AddGradient(0.1);
                break;
            default:
                regularizer.Evaluate();
                break;
        }
    }

    private static long Bytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
