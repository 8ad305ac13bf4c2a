using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The penalty on torch's parameters: against the span version, central differences, and between both backends.</summary>
public sealed class PenaltyTests : TorchTest
{
    public static TheoryData<string, ScalarType> KindsAndTypes =>
        [.. Networks.Kinds.SelectMany(k => new[] { (k, ScalarType.Float32), (k, ScalarType.Float64) })];

    public static TheoryData<string, int, bool> Stacks =>
        new()
        {
            { "LSTM", 1, false },
            { "LSTM", 2, false },
            { "LSTM", 3, false },
            { "LSTM", 1, true },
            { "LSTM", 2, true },
            { "GRU", 2, false },
            { "GRU", 2, true },
            { "RnnTanh", 3, false },
            { "RnnTanh", 2, true },
            { "RnnRelu", 2, false },
            { "RnnRelu", 2, true },
        };

    [Theory]
    [MemberData(nameof(KindsAndTypes))]
    public void Penalty_EqualsTheSpanVersion_OnBothBackends(string kind, ScalarType type)
    {
        nn.Module module = Networks.Create(kind, 3, 5, type: type);
        CellDescription cell = Networks.Plain(kind);
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            foreach (SpectralMode mode in Enum.GetValues<SpectralMode>())
            {
                var options = new TikhonovOptions
                {
                    Horizon = 7,
                    InputBound = 0.8,
                    Perturbation = perturbation,
                    SpectralMode = mode,
                };
                double[] parameters = Networks.Flat(kind, module);
                (double value, double[] gradient) =
                    type == ScalarType.Float32
                        ? Span<float>(cell, options, [.. parameters.Select(p => (float)p)])
                        : Span(cell, options, parameters);
                foreach (bool device in new[] { false, true })
                {
                    using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, kind: kind);
                    regularizer.UseDeviceOperations = device;
                    module.zero_grad();
                    using Tensor penalty = regularizer.Penalty(0.3);
                    penalty.backward();
                    double tolerance = type == ScalarType.Float32 ? 3e-6 : 1e-12;
                    Assert.Equal(value, penalty.to_type(ScalarType.Float64).item<double>(), tolerance * value);
                    Near(gradient, Networks.FlatGradient(kind, module), tolerance);
                    Assert.Equal(regularizer.LastResult.Penalty, value, tolerance * value);
                }
            }
        }

        static (double Value, double[] Gradient) Span<T>(CellDescription cell, TikhonovOptions options, T[] parameters)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            T[] gradient = new T[parameters.Length];
            TikhonovResult result = cell.Regularize([3, 5], options, parameters, gradient, 0.3).Result;
            return (result.Penalty, [.. gradient.Select(g => double.CreateChecked(g))]);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Gradient_EqualsCentralDifferences(string kind, int layers, bool bidirectional)
    {
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            foreach (bool withReadOut in new[] { false, true })
            {
                nn.Module module = Networks.Create(kind, 2, 3, layers, bidirectional, scale: 0.9);
                Modules.Linear? readOut = withReadOut ? nn.Linear(bidirectional ? 6 : 3, 2).to(ScalarType.Float64) as Modules.Linear : null;
                var options = new TikhonovOptions
                {
                    Horizon = 4,
                    InputBound = 0.7,
                    Perturbation = perturbation,
                    Saturation = 3,
                };
                using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, readOut, kind);
                using Tensor penalty = regularizer.Penalty(0.5);
                penalty.backward();
                IEnumerable<Tensor> parameters = module.parameters();
                if (readOut is not null)
                {
                    parameters = parameters.Append(readOut.weight!);
                }

                foreach (Tensor parameter in parameters)
                {
                    AssertGradient(parameter, () => 0.5 * regularizer.Evaluate().Penalty, $"{kind} {perturbation} read-out {withReadOut}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void DeviceOperations_EqualTheKernels(string kind, int layers, bool bidirectional)
    {
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            nn.Module module = Networks.Create(kind, 4, 6, layers, bidirectional, type);
            var readOut = (Modules.Linear)nn.Linear(bidirectional ? 12 : 6, 2).to(type);
            foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
            {
                double[][] results =
                [
                    .. new[] { false, true }.Select(device =>
                    {
                        using TorchTikhonovPenalty regularizer = Networks.Regularize(
                            module,
                            new TikhonovOptions
                            {
                                Horizon = 5,
                                InputBound = 1,
                                Perturbation = perturbation,
                            },
                            readOut,
                            kind
                        );
                        regularizer.UseDeviceOperations = device;
                        module.zero_grad();
                        readOut.zero_grad();
                        double penalty = regularizer.AddGradient(2).Penalty;
                        return (double[])
                            [penalty, .. module.parameters().Append(readOut.weight!).SelectMany(p => Networks.Values(p.grad!))];
                    }),
                ];
                Near(results[0], results[1], type == ScalarType.Float32 ? 1e-5 : 1e-11);
            }
        }
    }

    /// <summary>The same formula in torch operations, differentiated by autograd.</summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public void PenaltyAndGradient_EqualTorchsAutogradOfTheFormula(string kind, int layers, bool bidirectional)
    {
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
            {
                nn.Module module = Networks.Create(kind, 3, 4, layers, bidirectional, type);
                var options = new TikhonovOptions
                {
                    Horizon = 4,
                    InputBound = 0.7,
                    Perturbation = perturbation,
                    Saturation = 5,
                };
                using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, kind: kind);
                using Tensor penalty = regularizer.Penalty(0.5);
                penalty.backward();
                double[] actual =
                [
                    penalty.to_type(ScalarType.Float64).item<double>(),
                    .. module.parameters().SelectMany(p => Networks.Values(p.grad!)),
                ];
                module.zero_grad();
                Tensor formula = new TorchFormula(module, kind, options, bidirectional).Penalty(0.5);
                formula.backward();
                double[] expected =
                [
                    formula.to_type(ScalarType.Float64).item<double>(),
                    .. module.parameters().SelectMany(p => Networks.Values(p.grad ?? zeros_like(p))),
                ];
                Near(expected, actual, type == ScalarType.Float32 ? 1e-5 : 1e-10);
            }
        }
    }

    /// <summary>A stack of one layer is one cell; one of two is the cell that one would write by hand with both layers in its
    /// step.</summary>
    [Fact]
    public void StackOfTwo_IsTheBoundOfOneHandWrittenCell()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, layers: 2);
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
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

    internal static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.True(
                Math.Abs(expected[k] - actual[k]) <= tolerance * scale,
                $"Entry {k}: expected {expected[k]:R}, found {actual[k]:R}, largest {scale:R}."
            );
        }
    }

    internal static void AssertGradient(Tensor parameter, Func<double> loss, string where)
    {
        double[] gradient = Networks.Values(parameter.grad!);
        double scale = Math.Max(gradient.Max(Math.Abs), 1e-3);
        using IDisposable noGradient = no_grad();
        Tensor flat = parameter.detach().view(-1);
        for (int k = 0; k < gradient.Length; k++)
        {
            double kept = flat[k].item<double>();
            bool agrees = false;
            double difference = 0;
            foreach (double step in new[] { 1e-5, 1e-6, 2e-7 })
            {
                flat[k] = kept + step;
                double above = loss();
                flat[k] = kept - step;
                double below = loss();
                difference = (above - below) / (2 * step);
                agrees |= Math.Abs(difference - gradient[k]) <= 1e-6 * scale;
            }

            flat[k] = kept;
            Assert.True(agrees, $"{where}, entry {k}: differences {difference:R}, gradient {gradient[k]:R}.");
        }
    }
}
