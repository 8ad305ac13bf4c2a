using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>No gain of a stack lies below what torch's own forward pass does: Jacobians by torch's autograd, inputs by sampling and a
/// climb, in float64.</summary>
public sealed class SoundnessTests : TorchTest
{
    private const int Inputs = 2;
    private const int Units = 3;
    private const int Steps = 4;
    private const double Bound = 0.9;
    private const int Seed = 20261124;

    public static TheoryData<string, int, bool> Stacks =>
        [.. Networks.Kinds.SelectMany(k => new[] { (k, 1, false), (k, 2, false), (k, 3, false), (k, 1, true), (k, 2, true) })];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Gain_IsNeverBelowTheJacobianOfTorch(string kind, int layers, bool bidirectional)
    {
        var random = new Random(Seed);
        random_seed(Seed);
        for (int draw = 0; draw < 4; draw++)
        {
            double scale = Math.Pow(10, (1.2 * random.NextDouble()) - 0.6);
            nn.Module module = Networks.Create(kind, Inputs, Units, layers, bidirectional, scale: scale);
            Modules.Linear? readOut =
                draw % 2 == 1 ? (Modules.Linear)nn.Linear(bidirectional ? 2 * Units : Units, 2).to(ScalarType.Float64) : null;
            double[] gains =
            [
                .. new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }.Select(p =>
                {
                    using TorchTikhonovPenalty regularizer = Networks.Regularize(
                        module,
                        new TikhonovOptions
                        {
                            Horizon = Steps,
                            InputBound = Bound,
                            Perturbation = p,
                            NormFloor = 0,
                        },
                        readOut,
                        kind
                    );
                    return regularizer.Evaluate().Gain;
                }),
            ];
            double[] limits =
            [
                .. new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }.Select(p =>
                    Networks
                        .Certify(
                            module,
                            new CertificateOptions
                            {
                                InputBound = Bound,
                                Perturbation = p,
                                Rules = BoundRules.Base,
                            },
                            kind,
                            readOut
                        )
                        .Gain
                ),
            ];
            for (int sample = 0; sample < 12; sample++)
            {
                Tensor x = ((rand([Steps, 1, Inputs], dtype: ScalarType.Float64) * 2) - 1) * Bound;
                if (sample % 2 == 1)
                {
                    x = x.sign() * Bound;
                }

                double[] found = Largest(module, readOut, x, bidirectional);
                foreach (Perturbation p in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
                {
                    Assert.True(
                        found[(int)p] <= gains[(int)p] * (1 + 1e-9),
                        $"Seed {Seed}, {kind}, {layers} layers, both {bidirectional}, {p}: gain {gains[(int)p]:R}, found {found[(int)p]:R}."
                    );
                    Assert.True(
                        found[(int)p] <= limits[(int)p] * (1 + 1e-9),
                        $"Seed {Seed}, {kind}, {layers} layers, both {bidirectional}, "
                            + $"{p}: certified {limits[(int)p]:R}, found {found[(int)p]:R}."
                    );
                }
            }
        }
    }

    /// <summary>With one unit and one input, weights positive and small, the bound of a stack of tanh layers is nearly attained at zero
    /// input: it is no loose product.</summary>
    [Fact]
    public void Gain_OfASmallStack_IsNearlyAttained()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 3);
        using (IDisposable noGradient = no_grad())
        {
            foreach (Modules.Parameter parameter in module.parameters())
            {
                parameter.fill_(parameter.dim() == 2 ? 0.5 : 0);
            }
        }

        foreach (Perturbation p in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            using TorchTikhonovPenalty regularizer = Networks.Regularize(
                module,
                new TikhonovOptions
                {
                    Horizon = Steps,
                    InputBound = 0,
                    Perturbation = p,
                    NormFloor = 0,
                },
                kind: "RnnTanh"
            );
            double found = Largest(module, null, zeros([Steps, 1, 1], dtype: ScalarType.Float64), bidirectional: false)[(int)p];
            Assert.Equal(found, regularizer.Evaluate().Gain, 1e-9 * found);
        }
    }

    /// <summary>The same for both directions, whose outputs a read-out adds: attained at the worst time.</summary>
    [Fact]
    public void Gain_OfASmallBidirectionalStack_IsNearlyAttained()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 2, bidirectional: true);
        var readOut = (Modules.Linear)nn.Linear(2, 1).to(ScalarType.Float64);
        using (IDisposable noGradient = no_grad())
        {
            foreach (Tensor parameter in module.parameters().Cast<Tensor>().Append(readOut.weight!))
            {
                parameter.fill_(parameter.dim() == 2 ? 0.4 : 0);
            }
        }

        foreach (Perturbation p in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            using TorchTikhonovPenalty regularizer = Networks.Regularize(
                module,
                new TikhonovOptions
                {
                    Horizon = Steps,
                    InputBound = 0,
                    Perturbation = p,
                    NormFloor = 0,
                },
                readOut,
                "RnnTanh"
            );
            double found = Largest(module, readOut, zeros([Steps, 1, 1], dtype: ScalarType.Float64), bidirectional: true)[(int)p];
            Assert.Equal(found, regularizer.Evaluate().Gain, 1e-9 * found);
        }
    }

    /// <summary>At rest three tanh layers are linear: each has the gain w/(1 - u) over any number of steps, and the whole has their
    /// product.</summary>
    [Fact]
    public void CertifiedGain_OfAStackAtRest_IsTheProductOfItsLayers()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 3);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
            {
                parameter.fill_(
                    name.StartsWith("weight_ih", StringComparison.Ordinal) ? 0.9
                    : name.StartsWith("weight_hh", StringComparison.Ordinal) ? 0.5
                    : 0
                );
            }
        }

        foreach (Perturbation p in new[] { Perturbation.Energy, Perturbation.Peak })
        {
            double found = Largest(module, null, zeros([60, 1, 1], dtype: ScalarType.Float64), bidirectional: false)[(int)p];
            double certified = module.Certify(new CertificateOptions { InputBound = 0, Perturbation = p }).Gain;
            Assert.True(certified >= found && certified <= found * (1 + 1e-6), $"{p}: certified {certified:R}, found {found:R}.");
        }
    }

    /// <summary>The second layer is flat where the first one rests, and steep where an admissible input brings it.</summary>
    [Fact]
    public void CertifiedGain_CoversWhatTheLayerBelowBrings()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 2);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
            {
                parameter.fill_(
                    name switch
                    {
                        "weight_ih_l0" => 1,
                        "weight_ih_l1" => 3,
                        "bias_ih_l1" => -3 * Math.Tanh(0.5),
                        _ => 0,
                    }
                );
            }
        }

        double found = Largest(module, null, full([Steps, 1, 1], 0.5, dtype: ScalarType.Float64), bidirectional: false)[
            (int)Perturbation.Peak
        ];
        double certified = module.Certify(new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = 1 }).Gain;
        Assert.True(found > 2.3 && certified >= found, $"Certified {certified:R}, found {found:R}.");
    }

    private static void random_seed(int seed) => torch.random.manual_seed(seed);

    /// <summary>The three norms of d y_τ / d(x_1..x_T): at the last time, or at the worst one where the module reads both ways.</summary>
    internal static double[] Largest(nn.Module module, Modules.Linear? readOut, Tensor x, bool bidirectional) =>
        Largest(module, readOut, x, bidirectional ? 0 : (int)x.shape[0] - 1, (int)x.shape[0]);

    /// <summary>The largest at times <paramref name="from"/> to <paramref name="until"/> (exclusive).</summary>
    internal static double[] Largest(nn.Module module, Modules.Linear? readOut, Tensor x, int from, int until)
    {
        int steps = (int)x.shape[0];
        x = x.detach();
        x.requires_grad = true;
        Tensor hidden = Networks.Run(module, x);
        Tensor y = readOut is null ? hidden : readOut.forward(hidden);
        int outputs = (int)y.shape[2];
        double[] largest = [0, 0, 0];
        for (int time = from; time < until; time++)
        {
            var blocks = new Matrix<double>[steps];
            for (int t = 0; t < steps; t++)
            {
                blocks[t] = Matrix<double>.Build.Dense(outputs, (int)x.shape[2]);
            }

            for (int row = 0; row < outputs; row++)
            {
                double[] derivatives = Networks.Values(autograd.grad([y[time, 0, row]], [x], retain_graph: true, create_graph: true)[0]);
                for (int k = 0; k < derivatives.Length; k++)
                {
                    blocks[k / (int)x.shape[2]][row, k % (int)x.shape[2]] = derivatives[k];
                }
            }

            largest[(int)Perturbation.WhiteNoise] = Math.Max(
                largest[(int)Perturbation.WhiteNoise],
                Math.Sqrt(blocks.Sum(b => Math.Pow(b.FrobeniusNorm(), 2)))
            );
            largest[(int)Perturbation.Energy] = Math.Max(largest[(int)Perturbation.Energy], blocks.Sum(b => b.L2Norm()));
            largest[(int)Perturbation.Peak] = Math.Max(largest[(int)Perturbation.Peak], blocks.Sum(b => b.InfinityNorm()));
        }

        return largest;
    }
}
