using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Modules of other kinds and types, and how the tensor is used.</summary>
public sealed partial class PenaltyTests
{
    /// <summary>A stack of one layer is one cell; one of two is the cell that one would write by hand with both layers in its
    /// step.</summary>
    [Fact]
    public void StackOfTwo_IsTheBoundOfOneHandWrittenCell()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, layers: 2);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            var options = new TikhonovOptions
            {
                Horizon = 6,
                InputBound = 0.5,
                Perturbation = perturbation,
            };
            using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, options);
            double gain = regularizer.Evaluate().Gain;
            double[] flat = [.. Flat(0), .. Flat(1)];
            double expected = TwoLayers.Description.Regularize([3, 4, 4], options, flat, new double[flat.Length], 1).Result.Gain;
            Assert.Equal(expected, gain, 1e-12 * expected);
        }

        IEnumerable<double> Flat(int layer)
        {
            Tensor Gate(string name, int gate) => module.get_parameter($"{name}_l{layer}")!.narrow(0, gate * 4, 4);
            return Enumerable
                .Range(0, 4)
                .Select(g => Gate("weight_ih", g))
                .Concat(Enumerable.Range(0, 4).Select(g => Gate("weight_hh", g)))
                .Concat(Enumerable.Range(0, 4).Select(g => Gate("bias_ih", g) + Gate("bias_hh", g)))
                .SelectMany(Networks.Values);
        }
    }

    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    [InlineData("RnnTanh")]
    [InlineData("RnnRelu")]
    public void CellModules_AreBoundLikeTheirLayers(string kind)
    {
        nn.Module cell = Networks.CreateCell(kind, 3, 4);
        nn.Module layer = Networks.Create(kind, 3, 4);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in cell.named_parameters())
            {
                layer.get_parameter(name + "_l0")!.copy_(parameter);
            }
        }

        var options = new TikhonovOptions { Horizon = 9, InputBound = 1 };
        using TorchTikhonovPenalty ofCell = Networks.Regularize(cell, options, kind: kind);
        using TorchTikhonovPenalty ofLayer = Networks.Regularize(layer, options, kind: kind);
        Assert.Equal(ofLayer.Evaluate().Gain, ofCell.Evaluate().Gain);
    }

    [Fact]
    public void ModuleWithoutBiases_HasZeroBiases()
    {
        var without = (Modules.LSTM)Networks.Create("LSTM", 3, 4, bias: false);
        var with = (Modules.LSTM)Networks.Create("LSTM", 3, 4);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in with.named_parameters())
            {
                if (without.has_parameter(name))
                {
                    parameter.copy_(without.get_parameter(name)!);
                }
                else
                {
                    parameter.zero_();
                }
            }
        }

        var options = new TikhonovOptions { InputBound = 1, NormFloor = 0 };
        foreach (bool device in new[] { false, true })
        {
            using TorchTikhonovPenalty a = TorchTikhonovPenalty.For(without, options);
            using TorchTikhonovPenalty b = TorchTikhonovPenalty.For(with, options);
            a.UseDeviceOperations = device;
            Assert.Equal(b.AddGradient(1).Gain, a.AddGradient(1).Gain, 1e-12 * b.LastResult.Gain);
        }
    }

    /// <summary>Half precision: measured in float32, so it equals the penalty of the rounded weights; its gradient is rounded
    /// once.</summary>
    [Fact]
    public void BFloat16_IsMeasuredInFloat32()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 8, 16, type: ScalarType.BFloat16);
        var rounded = (Modules.LSTM)Networks.Create("LSTM", 8, 16, type: ScalarType.Float32);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in rounded.named_parameters())
            {
                parameter.copy_(module.get_parameter(name)!);
            }
        }

        var options = new TikhonovOptions { InputBound = 1 };
        using TorchTikhonovPenalty a = TorchTikhonovPenalty.For(module, options);
        using TorchTikhonovPenalty b = TorchTikhonovPenalty.For(rounded, options);
        using Tensor penalty = a.Penalty(0.1);
        penalty.backward();
        b.AddGradient(0.1);
        Assert.Equal(ScalarType.Float32, penalty.dtype);
        Assert.Equal(b.LastResult.Penalty, a.LastResult.Penalty, 1e-5 * b.LastResult.Penalty);
        foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
        {
            Assert.Equal(ScalarType.BFloat16, parameter.grad!.dtype);
            Near(Networks.Values(rounded.get_parameter(name)!.grad!), Networks.Values(parameter.grad!), 1.0 / 128);
        }
    }

    [Fact]
    public void Penalty_CanBeScaledAndAddedLikeAnyTensor()
    {
        var module = (Modules.GRU)Networks.Create("GRU", 3, 4);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        Tensor x = randn([5, 2, 3], dtype: ScalarType.Float64);
        Networks.Run(module, x).square().mean().backward();
        double[] ofLoss = [.. module.parameters().SelectMany(p => Networks.Values(p.grad!))];
        module.zero_grad();
        regularizer.AddGradient(0.02);
        double[] ofPenalty = [.. module.parameters().SelectMany(p => Networks.Values(p.grad!))];
        module.zero_grad();
        (Networks.Run(module, x).square().mean() + (0.02 * regularizer.Penalty())).backward();
        Near([.. ofLoss.Zip(ofPenalty, (a, b) => a + b)], [.. module.parameters().SelectMany(p => Networks.Values(p.grad!))], 1e-12);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, type: ScalarType.Float32);
        var options = new TikhonovOptions { InputBound = 1 };
        Assert.Contains(
            "is [2, 9]; on this module it must be a matrix with 4 columns",
            Assert.ThrowsAny<ArgumentException>(() => TorchTikhonovPenalty.For(module, options, nn.Linear(9, 2))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Horizon is 0",
            Assert.ThrowsAny<ArgumentException>(() => TorchTikhonovPenalty.For(module, options with { Horizon = 0 })).Message,
            StringComparison.Ordinal
        );
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, options);
        Assert.Contains(
            "strength is -1",
            Assert.ThrowsAny<ArgumentException>(() => regularizer.AddGradient(-1)).Message,
            StringComparison.Ordinal
        );
        foreach (bool device in new[] { false, true })
        {
            regularizer.UseDeviceOperations = device;
            module.zero_grad();
            using (IDisposable noGradient = no_grad())
            {
                module.get_parameter("weight_hh_l0")![5, 2] = float.NaN;
            }

            Assert.Contains(
                "'weight_hh_l0' is NaN at [5, 2]",
                Assert.ThrowsAny<ArgumentException>(() => regularizer.AddGradient(1)).Message,
                StringComparison.Ordinal
            );
            Assert.All(module.parameters(), p => Assert.True(p.grad is null));
        }
    }
}
