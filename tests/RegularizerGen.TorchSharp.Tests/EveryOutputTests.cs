using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>
/// The bound of every output: the largest over 1 to T steps. By hand, against regularizers of every horizon, by differences, and against
/// what is found.
/// </summary>
public sealed class EveryOutputTests : TorchTest
{
    public static TheoryData<string, int, bool> Stacks =>
        new()
        {
            { "LSTM", 1, false },
            { "GRU", 1, false },
            { "RnnTanh", 2, false },
            { "LSTM", 2, false },
            { "GRU", 2, true },
        };

    /// <summary>
    /// h = tanh(x + 3h + b) at rest: the slopes are s_t = 1 - h_t², the derivatives 1·s_T + 3·s_T·s_(T-1) + ...; the state saturates, and
    /// later outputs are dead.
    /// </summary>
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.1, 2)]
    public void Gain_OfASaturatingUnit_IsThatOfItsLivestOutput(double b, int expectedWorst)
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1);
        using (IDisposable noGradient = no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
            {
                parameter.fill_(
                    name switch
                    {
                        "weight_ih_l0" => 1,
                        "weight_hh_l0" => 3,
                        "bias_ih_l0" => b,
                        _ => 0,
                    }
                );
            }
        }

        double h = 0,
            sum = 0,
            squares = 0;
        double[] energy = new double[6],
            white = new double[6];
        for (int t = 0; t < 6; t++)
        {
            h = Math.Tanh((3 * h) + b);
            double slope = 1 - (h * h);
            sum = slope * (1 + (3 * sum));
            squares = slope * slope * (1 + (9 * squares));
            (energy[t], white[t]) = (sum, Math.Sqrt(squares));
        }

        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            double[] expected = perturbation == Perturbation.WhiteNoise ? white : energy;
            Assert.Equal(expectedWorst - 1, Array.IndexOf(expected, expected.Max()));
            var options = new TikhonovOptions
            {
                Horizon = 6,
                InputBound = 0,
                NormFloor = 0,
                Perturbation = perturbation,
            };
            Assert.Equal(expected[^1], Gain(module, options, "RnnTanh"), 1e-13);
            Assert.Equal(expected.Max(), Gain(module, options with { EveryOutput = true }, "RnnTanh"), 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Gain_IsTheLargestOverAllHorizons(string kind, int layers, bool bidirectional)
    {
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (double scale in new[] { 0.5, 3, 1e6 }) // the last needs scaled numbers
            {
                nn.Module module = Networks.Create(kind, 2, 3, layers, bidirectional, scale: scale);
                var readOut = (Modules.Linear)nn.Linear(bidirectional ? 6 : 3, 2).to(ScalarType.Float64);
                var options = new TikhonovOptions
                {
                    Horizon = 9,
                    InputBound = 0.7,
                    Perturbation = perturbation,
                    EveryOutput = true,
                };
                double[] each =
                [
                    .. Enumerable
                        .Range(1, 9)
                        .Select(t => LogGain(module, options with { Horizon = t, EveryOutput = false }, kind, readOut)),
                ];

                // The outputs of a bidirectional stack depend on the whole sequence: its gain is already that of the worst one.
                double expected = bidirectional ? each[^1] : each.Max();
                Assert.Equal(expected, LogGain(module, options, kind, readOut), 1e-12 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Theory]
    [InlineData("LSTM", 1)]
    [InlineData("RnnTanh", 1)]
    [InlineData("LSTM", 2)]
    [InlineData("RnnTanh", 2)]
    public void Gradient_GoesThroughTheWorstOutput(string kind, int layers)
    {
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            nn.Module module = Networks.Create(kind, 2, 3, layers, scale: 0.3);
            var options = new TikhonovOptions
            {
                Horizon = 6,
                InputBound = 0.1,
                Perturbation = perturbation,
                Saturation = 3,
                EveryOutput = true,
            };
            using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, kind: kind);
            regularizer.AddGradient(0.5); // leaves nothing behind: here the last output is the worst
            Assert.Equal(Gain(module, options with { EveryOutput = false }, kind), regularizer.LastResult.Gain);
            module.zero_grad();
            Saturate(module, kind);
            Assert.True(
                Gain(module, options, kind) > 1.001 * Gain(module, options with { EveryOutput = false }, kind),
                "The last output is the worst one: the test shows nothing."
            );
            regularizer.AddGradient(0.5);
            foreach (Modules.Parameter parameter in module.parameters())
            {
                PenaltyTests.AssertGradient(parameter, () => 0.5 * regularizer.Evaluate().Penalty, $"{kind} {perturbation}");
            }

            double[] actual = [.. module.parameters().SelectMany(p => Networks.Values(p.grad!))];
            module.zero_grad();
            new TorchFormula(module, kind, options, bidirectional: false).Penalty(0.5).backward();
            PenaltyTests.Near([.. module.parameters().SelectMany(p => Networks.Values(p.grad ?? zeros_like(p)))], actual, 1e-10);
        }
    }

    [Fact]
    public void UnitByUnit_RefusesTheOption() =>
        Assert.Contains(
            "EveryOutput is set",
            Assert
                .ThrowsAny<ArgumentException>(() =>
                    Cells.RnnTanh.Description.RegularizeUnitwise(
                        [1, 1],
                        new TikhonovOptions { Perturbation = Perturbation.Peak, EveryOutput = true },
                        new double[3],
                        new double[3],
                        1
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    /// <summary>Biases carry the gates towards saturation from step to step: outputs move less and less.</summary>
    private static void Saturate(nn.Module module, string kind)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
            {
                parameter.abs_().mul_(kind == "RnnTanh" ? 6 : 12);
            }

            if (name.StartsWith("bias", StringComparison.Ordinal))
            {
                parameter.add_(kind == "RnnTanh" ? 0.6 : 1);
            }
        }
    }

    private static double Gain(nn.Module module, TikhonovOptions options, string kind)
    {
        using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, kind: kind);
        return regularizer.Evaluate().Gain;
    }

    private static double LogGain(nn.Module module, TikhonovOptions options, string kind, Modules.Linear readOut)
    {
        using TorchTikhonovPenalty regularizer = Networks.Regularize(module, options, readOut, kind);
        return regularizer.Evaluate().LogGain;
    }
}
