using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The penalty on torch's parameters: against the span version, central differences, and between both backends.</summary>
public sealed partial class PenaltyTests : TorchTest
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
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
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
