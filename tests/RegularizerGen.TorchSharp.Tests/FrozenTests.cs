using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Parameters that are not trained count in the penalty, but get no gradient: an optimizer would move them.</summary>
public sealed class FrozenTests : TorchTest
{
    private static readonly string[] Frozen = ["weight_ih_l0", "bias_hh_l0", "bias_ih_l1"];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void FrozenParameters_GetNoGradient_AndTheOthersTheSame(bool device, bool asTerm)
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, layers: 2);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(
            module,
            new TikhonovOptions { InputBound = 1, Perturbation = Perturbation.Peak }
        );
        regularizer.UseDeviceOperations = device;
        AssertFrozen(
            module,
            () => regularizer.AddGradient(0.1),
            () =>
            {
                if (asTerm)
                {
                    regularizer.Penalty(0.1).backward();
                }
                else
                {
                    regularizer.AddGradient(0.1);
                }
            }
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StabilityPenalty_LeavesFrozenParametersAlone(bool asTerm)
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, layers: 2, scale: 2);
        TorchStabilityPenalty margin = TorchStabilityPenalty.For(
            module,
            new StabilityOptions { Perturbation = Perturbation.Peak, InputBound = 1 }
        );
        AssertFrozen(
            module,
            () => margin.AddGradient(0.1),
            () =>
            {
                if (asTerm)
                {
                    margin.Penalty(0.1).backward();
                }
                else
                {
                    margin.AddGradient(0.1);
                }
            }
        );
    }

    [Fact]
    public void OptimizerStep_LeavesFrozenParametersWhereTheyAre()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 3, 4, layers: 2);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        Modules.Parameter frozen = module.get_parameter("weight_hh_l0")!;
        frozen.requires_grad = false;
        double[] before = Networks.Values(frozen);
        var optimizer = optim.Adam(module.parameters(), 0.1);
        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            Networks.Run(module, randn([4, 2, 3], dtype: ScalarType.Float64)).square().mean().backward();
            regularizer.AddGradient(0.1);
            optimizer.step();
        }

        Assert.Equal(before, Networks.Values(frozen));
    }

    [Fact]
    public void EverythingFrozen_IsAPenaltyWithoutGradient()
    {
        var module = (Modules.GRU)Networks.Create("GRU", 3, 4);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        foreach (Modules.Parameter parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }

        using Tensor penalty = regularizer.Penalty(0.1);
        Assert.False(penalty.requires_grad);
        Assert.Equal(regularizer.AddGradient(0.1).Penalty, penalty.item<double>());
        Assert.All(module.parameters(), p => Assert.Null(p.grad));
    }

    private static void AssertFrozen(nn.Module module, Action trainAll, Action trainSome)
    {
        trainAll();
        double[][] expected =
        [
            .. module.named_parameters().Where(p => !Frozen.Contains(p.name)).Select(p => Networks.Values(p.parameter.grad!)),
        ];
        foreach (string name in Frozen)
        {
            module.get_parameter(name)!.requires_grad = false;
        }

        // One of them was trained before, and keeps the gradient that it had then.
        module.zero_grad();
        foreach (Modules.Parameter parameter in module.parameters())
        {
            parameter.grad = null;
        }

        Modules.Parameter earlier = module.get_parameter(Frozen[0])!;
        earlier.grad = ones_like(earlier);
        trainSome();
        Assert.All(Networks.Values(earlier.grad!), g => Assert.Equal(1, g));
        Assert.All(Frozen.Skip(1), name => Assert.Null(module.get_parameter(name)!.grad));
        double[][] actual =
        [
            .. module.named_parameters().Where(p => !Frozen.Contains(p.name)).Select(p => Networks.Values(p.parameter.grad!)),
        ];
        for (int k = 0; k < expected.Length; k++)
        {
            PenaltyTests.Near(expected[k], actual[k], 1e-14);
        }
    }
}
