using System;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>What certificates around sequences of torch's modules are not given for: messages name what is wrong.</summary>
public sealed class TubeStackWrongUseTests : TorchTest
{
    private const int Inputs = 3;
    private const int Units = 4;

    private static readonly TubeOptions Options = new();

    [Theory]
    [InlineData(new long[] { 5, 2, 4 }, "[5, 2, 4]; they must be [steps, batch, inputs] or [steps, inputs], with 3 inputs")]
    [InlineData(new long[] { 5, 4 }, "[5, 4]")]
    [InlineData(new long[] { 3 }, "[3]")]
    [InlineData(new long[] { 1, 5, 2, 3 }, "[1, 5, 2, 3]")]
    [InlineData(new long[] { 0, 2, 3 }, "[0, 2, 3]")]
    [InlineData(new long[] { 5, 0, 3 }, "[5, 0, 3]")]
    public void InputsOfAnotherShape_AreRefused(long[] shape, string expected)
    {
        using var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units);
        Tensor x = zeros(shape, dtype: ScalarType.Float64);
        Named(expected, () => module.CertifyAround(x, Options));
        Named(expected, () => module.LargestRadius(x, 0.1, Options));
    }

    [Fact]
    public void InputsOfABatchFirstModule_AreNamedInItsOrder()
    {
        using Modules.GRU module = nn.GRU(Inputs, Units, batchFirst: true);
        Named("they must be [batch, steps, inputs]", () => module.CertifyAround(zeros(2, 5, 4), Options));
    }

    [Fact]
    public void InputsThatAreNoFiniteNumbers_AreNamedByTorchsIndex()
    {
        using Modules.GRU module = nn.GRU(Inputs, Units, batchFirst: true);
        Tensor x = zeros(2, 5, Inputs);
        x[1, 4, 2] = float.NaN;
        Named("The input is NaN at [1, 4, 2]; the bound needs finite inputs", () => module.CertifyAround(x, Options));
        Named("The input is of type Int64", () => module.CertifyAround(zeros([2, 5, Inputs], dtype: ScalarType.Int64), Options));
        Assert.Throws<ArgumentNullException>("inputs", () => module.CertifyAround(null!, Options));
        Assert.Throws<ArgumentNullException>("options", () => module.CertifyAround(zeros(2, 5, Inputs), null!));
    }

    [Fact]
    public void StatesOfAnotherShape_AreRefused()
    {
        using var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2, bidirectional: true);
        Tensor x = zeros([5, 2, Inputs], dtype: ScalarType.Float64);
        Tensor h = zeros([4, 2, Units], dtype: ScalarType.Float64);
        Named("c_0 is [4, 1, 4]; it must be [4, 2, 4]", () => module.CertifyAround(x, Options, initial: (h, h.narrow(1, 0, 1))));
        Named("h_0 is [2, 2, 4]; it must be [4, 2, 4]", () => module.CertifyAround(x, Options, initial: (h.narrow(0, 0, 2), h)));
        Tensor infinite = h.clone();
        infinite[3, 1, 0] = double.PositiveInfinity;
        Named("c_0 is infinite at [3, 1, 0]", () => module.CertifyAround(x, Options, initial: (h, infinite)));
        TubeOptions twice = Options with { InitialStates = [] };
        Named("given twice", () => module.CertifyAround(x, twice, initial: (h, h)));
        Named("InitialStates has 0 states; the stack has 8", () => module.CertifyAround(x, twice));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WrongOptions_AreNamed(bool bidirectional)
    {
        using var module = (Modules.RNN)Networks.Create("RnnTanh", Inputs, Units, layers: 2, bidirectional: bidirectional);
        Tensor x = zeros([5, 2, Inputs], dtype: ScalarType.Float64);
        Named("TubeOptions.Radius is -1", () => module.CertifyAround(x, Options with { Radius = -1 }));
        Named("TubeOptions.InitialRadius is NaN", () => module.CertifyAround(x, Options with { InitialRadius = double.NaN }));
        Named("TubeOptions.ChannelRadii is 2; it must be 3 numbers", () => module.CertifyAround(x, Options with { ChannelRadii = [1, 1] }));
        double[] ones = [.. new double[5 * Inputs]];
        Array.Fill(ones, 1);
        Named("step 0, channel 0, is not in [1, 1]", () => module.CertifyAround(x, Options with { Lower = ones, Upper = ones }));
        Named("one sequence; the inputs are 2", () => module.LargestRadius(x, 0.1, Options));
        Tensor single = x.narrow(1, 0, 1);
        Named("The tolerance is 0", () => module.LargestRadius(single, 0, Options));
        Named("All radii are 0", () => module.LargestRadius(single, 0.1, Options with { Radius = 0 }));
        using var one = (Modules.RNN)Networks.Create("RnnTanh", Inputs, 1);
        Named("A single output has no label", () => one.LargestRadius(single, null, Options));
    }

    [Fact]
    public void ReadOutsAndWeightsThatAreWrong_AreNamed()
    {
        using var module = (Modules.GRU)Networks.Create("GRU", Inputs, Units, layers: 2);
        Tensor x = zeros([5, 1, Inputs], dtype: ScalarType.Float64);
        using Modules.Linear wide = nn.Linear(Units + 1, 2);
        Named("The read-out is [2, 5]; on this module it must be a matrix with 4 columns", () => module.CertifyAround(x, Options, wide));
        using Modules.Linear undefined = nn.Linear(Units, 2);
        using IDisposable noGradient = no_grad();
        undefined.bias![1] = float.NaN;
        Named("The read-out's bias is NaN at [1]", () => module.CertifyAround(x, Options, undefined));
        undefined.weight![1, 2] = float.PositiveInfinity;
        Named("The read-out's weight is infinite at [1, 2]", () => module.CertifyAround(x, Options, undefined));
        module.get_parameter("weight_hh_l1")![0, 1] = double.NaN;
        Named("Parameter 'weight_hh_l1' (layer 1) is NaN at [0, 1]", () => module.CertifyAround(x, Options));
    }

    [Fact]
    public void TrainingModeWithDropout_IsRefused_AndEvalAccepted()
    {
        using Modules.LSTM module = nn.LSTM(Inputs, Units, 2, dropout: 0.5);
        Tensor x = randn(5, 1, Inputs);
        Assert.Contains(
            "call eval() before",
            Assert.Throws<InvalidOperationException>(() => module.CertifyAround(x, Options)).Message,
            StringComparison.Ordinal
        );
        module.eval();
        Assert.Single(module.CertifyAround(x, Options));
    }

    [Fact]
    public void Cancellation_EndsIt()
    {
        using var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2, bidirectional: true);
        using var source = new System.Threading.CancellationTokenSource();
        source.Cancel();
        TubeOptions cancelled = Options with { Cancellation = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            module.CertifyAround(zeros([5, 1, Inputs], dtype: ScalarType.Float64), cancelled)
        );
    }

    private static void Named(string expected, Action call) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
