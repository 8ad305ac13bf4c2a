using System;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>
/// Dropout between layers: in training mode a module is not the one that is bounded, and TorchSharp cannot be asked whether it drops.
/// </summary>
public sealed class DropoutTests : TorchTest
{
    private static readonly TikhonovOptions Options = new() { Horizon = 4, InputBound = 1 };

    public static TheoryData<string, double, bool, bool> Dropping =>
        new()
        {
            { "LSTM", 0.5, false, false },
            { "LSTM", 0.01, true, false },
            { "GRU", 0.2, false, true },
            { "RnnTanh", 0.1, true, true },
            { "RnnRelu", 0.9, false, false },
        };

    [Theory]
    [MemberData(nameof(Dropping))]
    public void TrainingMode_WithDropout_IsRefused_AndEvalAccepted(string kind, double dropout, bool batchFirst, bool bidirectional)
    {
        nn.Module module = Create(kind, dropout, batchFirst, bidirectional);
        using TorchTikhonovPenalty regularizer = Networks.Regularize(module, Options, kind: kind);
        TorchStabilityPenalty margin = Networks.Stabilize(
            module,
            new StabilityOptions { Perturbation = Perturbation.Peak, InputBound = 1 },
            kind
        );
        Action[] calls =
        [
            () => regularizer.Penalty(),
            () => regularizer.AddGradient(1),
            () => regularizer.Evaluate(),
            () => margin.AddGradient(1),
            () => margin.Penalty(),
            () =>
                Networks.Certify(
                    module,
                    new CertificateOptions
                    {
                        Perturbation = Perturbation.Peak,
                        InputBound = 1,
                        Rules = BoundRules.Base,
                    },
                    kind
                ),
        ];
        foreach (Action call in calls)
        {
            Assert.Contains("call eval() before", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
        }

        Assert.All(module.parameters(), p => Assert.Null(p.grad));
        module.eval();
        Assert.All(calls, call => call());
        module.train();
        Assert.All(calls, call => Assert.Throws<InvalidOperationException>(call));
    }

    /// <summary>Rows of one batch may differ by rounding, and a chaotic network enlarges that from step to step: no dropout.</summary>
    [Theory]
    [InlineData("LSTM", 1, 3)]
    [InlineData("GRU", 30, 3)]
    [InlineData("RnnTanh", 100, 40)]
    [InlineData("RnnRelu", 8, 40)]
    [InlineData("LSTM", 1, 300)]
    public void TrainingMode_WithoutDropout_IsAccepted(string kind, double scale, int units)
    {
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            nn.Module module = Networks.Create(kind, 2, units, layers: 3, type: type, scale: scale);
            using TorchTikhonovPenalty regularizer = Networks.Regularize(
                module,
                Options with
                {
                    SpectralMode = SpectralMode.Tracking,
                },
                kind: kind
            );
            regularizer.AddGradient(1);
        }
    }

    [Fact]
    public void DropoutAfterALayerWithoutEffect_IsFoundOnceItHasOne()
    {
        var module = (Modules.LSTM)Create("LSTM", 0.5, batchFirst: false, bidirectional: false);
        double[] kept = Networks.Values(module.get_parameter("weight_ih_l1")!);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, Options);
        using (IDisposable noGradient = no_grad())
        {
            module.get_parameter("weight_ih_l1")!.zero_();
            regularizer.Evaluate(); // nothing is dropped that anything depends on
            module.get_parameter("weight_ih_l1")!.copy_(tensor(kept).reshape(20, 5));
        }

        Assert.Throws<InvalidOperationException>(() => regularizer.Evaluate());
    }

    [Fact]
    public void DropoutOfOneLayer_DropsNothing()
    {
        using Modules.LSTM module = nn.LSTM(2, 4, numLayers: 1, dropout: 0.5);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, Options);
        Assert.True(regularizer.Evaluate().Gain > 0);
    }

    [Fact]
    public void Asking_DrawsNoRandomNumbersOfTheUsers()
    {
        var module = (Modules.LSTM)Create("LSTM", 0.5, batchFirst: false, bidirectional: false);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, Options);
        random.manual_seed(11);
        double[] expected = Networks.Values(rand(5));
        random.manual_seed(11);
        Assert.Throws<InvalidOperationException>(() => regularizer.Evaluate());
        Assert.Equal(expected, Networks.Values(rand(5)));
    }

    private static nn.Module Create(string kind, double dropout, bool batchFirst, bool bidirectional) =>
        (
            kind switch
            {
                "LSTM" => (nn.Module)nn.LSTM(2, 5, 2, dropout: dropout, batchFirst: batchFirst, bidirectional: bidirectional),
                "GRU" => nn.GRU(2, 5, 2, dropout: dropout, batchFirst: batchFirst, bidirectional: bidirectional),
                _ => nn.RNN(
                    2,
                    5,
                    2,
                    kind == "RnnRelu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh,
                    dropout: dropout,
                    batchFirst: batchFirst,
                    bidirectional: bidirectional
                ),
            }
        ).to(ScalarType.Float64);
}
