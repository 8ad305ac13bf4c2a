using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The emitted cells against torch's modules, an oracle that no one here wrote: forward, backward, exact penalty; and training
/// with the penalty.</summary>
public sealed class ModuleTests : TorchTest
{
    private const int Inputs = 3;
    private const int Units = 5;
    private const int Steps = 6;
    private const int Batch = 2;

    public static TheoryData<string> Kinds => [.. Networks.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForwardAndBackward_EqualTheModules(string kind)
    {
        nn.Module module = Networks.Create(kind, Inputs, Units);
        CellDescription cell = Networks.Plain(kind);
        Tensor x = randn([Steps, Batch, Inputs], dtype: ScalarType.Float64);
        x.requires_grad = true;
        Tensor direction = randn([Steps, Batch, Units], dtype: ScalarType.Float64);
        Tensor y = Networks.Run(module, x);
        (y * direction).sum().backward();

        double[] parameters = Networks.Flat(kind, module);
        double[] inputs = Networks.Values(x);
        PenaltyTests.Near(Networks.Values(y), cell.Forward([Inputs, Units], Steps, Batch, parameters, inputs), 1e-13);
        (double[] inputGradient, double[] gradient) = cell.Backward(
            [Inputs, Units],
            Steps,
            Batch,
            parameters,
            inputs,
            Networks.Values(direction)
        );
        PenaltyTests.Near(Networks.Values(x.grad!), inputGradient, 1e-13);
        PenaltyTests.Near(Networks.FlatGradient(kind, module), gradient, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForwardInFloat_EqualsTheModules(string kind)
    {
        nn.Module module = Networks.Create(kind, Inputs, Units, type: ScalarType.Float32);
        Tensor x = randn(Steps, Batch, Inputs);
        float[] emitted = Networks
            .Plain(kind)
            .Forward<float>(
                [Inputs, Units],
                Steps,
                Batch,
                [.. Networks.Flat(kind, module).Select(p => (float)p)],
                [.. Networks.Values(x).Select(v => (float)v)]
            );
        PenaltyTests.Near(Networks.Values(Networks.Run(module, x)), [.. emitted.Select(v => (double)v)], 2e-6);
    }

    /// <summary>The exact penalty against torch's double backward: the graph of the gradient is kept and differentiated again.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ExactPenalty_EqualsTorchsDoubleBackward(string kind)
    {
        nn.Module module = Networks.Create(kind, Inputs, Units);
        Tensor x = randn([Steps, Batch, Inputs], dtype: ScalarType.Float64);
        x.requires_grad = true;
        Tensor last = Networks.Run(module, x)[-1];
        Tensor penalty = zeros([], dtype: ScalarType.Float64);
        for (int unit = 0; unit < Units; unit++)
        {
            Tensor derivatives = autograd.grad([last.select(1, unit).sum()], [x], retain_graph: true, create_graph: true)[0];
            penalty = penalty + (derivatives.square().sum() / Batch);
        }

        penalty.backward();
        double[] parameters = Networks.Flat(kind, module);
        double[] gradient = new double[parameters.Length];
        JacobianResult result = Networks
            .Plain(kind)
            .PenalizeJacobian([Inputs, Units], Steps, Batch, new JacobianOptions(), parameters, Networks.Values(x), gradient, 1);
        Assert.Equal(penalty.item<double>(), result.Penalty, 1e-12 * result.Penalty);
        PenaltyTests.Near(Networks.FlatGradient(kind, module), gradient, 1e-11);
    }

    [Fact]
    public void OptimizerStep_MovesTheWeightsByLossAndPenalty()
    {
        const double rate = 0.1;
        var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        Tensor x = randn([Steps, Batch, Inputs], dtype: ScalarType.Float64);
        Networks.Run(module, x).square().mean().backward();
        regularizer.AddGradient(0.01);
        var expected = module
            .named_parameters()
            .ToDictionary(p => p.name, p => Networks.Values(p.parameter.detach() - (rate * p.parameter.grad!)));

        module.zero_grad();
        var optimizer = optim.SGD(module.parameters(), rate);
        (Networks.Run(module, x).square().mean() + (0.01 * regularizer.Penalty())).backward();
        optimizer.step();
        foreach (string name in new[] { "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l1", "weight_hh_l1" })
        {
            PenaltyTests.Near(expected[name], Networks.Values(module.get_parameter(name)!), 1e-13);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PenaltyAlone_DrivesTheGainDown(bool device)
    {
        var module = (Modules.GRU)Networks.Create("GRU", Inputs, 8, layers: 2, type: ScalarType.Float32);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(
            module,
            new TikhonovOptions { InputBound = 1, SpectralMode = SpectralMode.Tracking }
        );
        regularizer.UseDeviceOperations = device;
        double before = regularizer.Evaluate().LogGain;
        var optimizer = optim.Adam(module.parameters(), 0.02);
        for (int step = 0; step < 60; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            regularizer.Penalty(0.1).backward();
            optimizer.step();
        }

        Assert.True(regularizer.Evaluate().LogGain < before - 3, $"{before} -> {regularizer.LastResult.LogGain}");
    }

    [Fact]
    public void SavingLoadingMovingAndFlattening_KeepWorking()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2);
        using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, new TikhonovOptions { InputBound = 1 });
        double gain = regularizer.AddGradient(0.1).Gain;
        string path = System.IO.Path.GetTempFileName();
        try
        {
            module.save(path);
            var loaded = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2);
            using TorchTikhonovPenalty ofLoaded = TorchTikhonovPenalty.For(loaded, regularizer.Options);
            Assert.NotEqual(gain, ofLoaded.Evaluate().Gain);
            loaded.load(path);
            Assert.Equal(gain, ofLoaded.Evaluate().Gain);
        }
        finally
        {
            System.IO.File.Delete(path);
        }

        module.flatten_parameters();
        Assert.Equal(gain, regularizer.Evaluate().Gain);
        module.to(ScalarType.Float32);
        module.zero_grad();
        Assert.Equal(gain, regularizer.AddGradient(0.1).Gain, 1e-5 * gain);
        Assert.Equal(ScalarType.Float32, module.get_parameter("weight_hh_l0")!.grad!.dtype);
        module.to(CPU);
        Assert.Equal(gain, regularizer.Evaluate().Gain, 1e-5 * gain);
    }

    [Fact]
    public void Cuda_AgreesWithTheHost()
    {
        if (!cuda.is_available())
        {
            Assert.Skip("No CUDA device here.");
        }

        foreach (string kind in Networks.Kinds)
        {
            nn.Module module = Networks.Create(kind, Inputs, 16, layers: 2, bidirectional: true, type: ScalarType.Float32);
            using TorchTikhonovPenalty regularizer = Networks.Regularize(module, new TikhonovOptions { InputBound = 1 }, kind: kind);
            double onHost = regularizer.AddGradient(0.1).Gain;
            double[] expected = [.. module.parameters().SelectMany(p => Networks.Values(p.grad!))];
            module.zero_grad();
            module.cuda();
            Assert.Equal(onHost, regularizer.AddGradient(0.1).Gain, 1e-5 * onHost);
            PenaltyTests.Near(expected, [.. module.parameters().SelectMany(p => Networks.Values(p.grad!.cpu()))], 1e-4);
        }
    }
}
