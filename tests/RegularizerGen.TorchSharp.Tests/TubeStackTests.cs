using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Certificates of torch's modules around sequences are those of their cells, however batches, types and states are
/// given.</summary>
public sealed class TubeStackTests : TorchTest
{
    private const int Inputs = 3;
    private const int Units = 4;
    private const int Steps = 5;

    private static readonly TubeOptions Options = new() { Radius = 0.1 };

    public static TheoryData<string> Kinds => [.. Networks.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneLayer_HasTheCertificateOfThePlainCell(string kind)
    {
        nn.Module module = Networks.Create(kind, Inputs, Units);
        Tensor x = randn([Steps, 2, Inputs], dtype: ScalarType.Float64);
        TubeCertificate[] cell = Networks
            .Plain(kind)
            .CertifyAround([Inputs, Units], 2, Options, Networks.Flat(kind, module), Networks.Values(x));
        TubeCertificate[] certificates = TubeNetworks.CertifyAround(module, kind, x, Options);
        Assert.Equal(2, certificates.Length);
        for (int k = 0; k < 2; k++)
        {
            AssertSame(cell[k], certificates[k]);
            Assert.Equal(cell[k].Reach.Select(r => r.Signal), certificates[k].Reach.Select(r => r.Signal));
        }
    }

    /// <summary>Both orders of a batch, and a sequence by itself.</summary>
    [Theory]
    [InlineData("LSTM", false)]
    [InlineData("GRU", true)]
    [InlineData("RnnTanh", false)]
    public void Batches_AreReadAsTheModuleReadsThem(string kind, bool bidirectional)
    {
        (nn.Module timeFirst, nn.Module batchFirst) = (Create(false), Create(true));
        batchFirst.load_state_dict(timeFirst.state_dict());
        Tensor x = randn([Steps, Steps, Inputs], dtype: ScalarType.Float64); // as many sequences as steps: nothing but the module tells
        TubeCertificate[] one = TubeNetworks.CertifyAround(timeFirst, kind, x, Options);
        TubeCertificate[] other = TubeNetworks.CertifyAround(batchFirst, kind, x.transpose(0, 1), Options);
        for (int k = 0; k < Steps; k++)
        {
            AssertSame(one[k], other[k]);
            AssertSame(one[k], TubeNetworks.CertifyAround(batchFirst, kind, x.select(1, k), Options).Single());
        }

        nn.Module Create(bool isBatchFirst) =>
            (
                kind switch
                {
                    "LSTM" => (nn.Module)nn.LSTM(Inputs, Units, 2, batchFirst: isBatchFirst, bidirectional: bidirectional),
                    "GRU" => nn.GRU(Inputs, Units, 2, batchFirst: isBatchFirst, bidirectional: bidirectional),
                    _ => nn.RNN(Inputs, Units, 2, batchFirst: isBatchFirst, bidirectional: bidirectional),
                }
            ).to(ScalarType.Float64);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void OtherTypes_AreTakenAsTheNumbersThatTheyAre(ScalarType type)
    {
        nn.Module module = Networks.Create("LSTM", Inputs, Units, layers: 2, type: type);
        Tensor x = randn(Steps, 1, Inputs).to_type(type);
        TubeCertificate certificate = TubeNetworks.CertifyAround(module, "LSTM", x, Options)[0];
        module.to(ScalarType.Float64);
        AssertSame(TubeNetworks.CertifyAround(module, "LSTM", x.to_type(ScalarType.Float64), Options)[0], certificate);
    }

    [Theory]
    [InlineData("LSTM", true)]
    [InlineData("LSTM", false)]
    [InlineData("GRU", true)]
    [InlineData("RnnRelu", false)]
    public void InitialStates_AreThoseOfTheirSequence(string kind, bool bidirectional)
    {
        int directions = bidirectional ? 2 : 1;
        nn.Module module = Networks.Create(kind, Inputs, Units, layers: 2, bidirectional: bidirectional);
        Tensor x = randn([Steps, 3, Inputs], dtype: ScalarType.Float64);
        Tensor[] initial = TubeNetworks.States(kind, 2, directions, 3, Units, 0.5);
        TubeCertificate[] all = TubeNetworks.CertifyAround(module, kind, x, Options, initial: initial);
        for (int k = 0; k < 3; k++)
        {
            double[][] states =
            [
                .. Enumerable.Range(0, 2 * directions).SelectMany(unit => initial.Select(s => Networks.Values(s[unit, k]))),
            ];
            Tensor own = x.select(1, k);
            AssertSame(TubeNetworks.CertifyAround(module, kind, own, Options with { InitialStates = states })[0], all[k]);
            Tensor[] alone = [.. initial.Select(s => s.select(1, k))];
            AssertSame(TubeNetworks.CertifyAround(module, kind, own, Options, initial: alone)[0], all[k]);
        }
    }

    /// <summary>The band of a linear layer's output, bias included.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadOut_IsTheLinearLayer(bool hasBias)
    {
        nn.Module module = Networks.Create("GRU", Inputs, Units, layers: 2, bidirectional: true);
        var readOut = (Modules.Linear)nn.Linear(2 * Units, 3, hasBias).to(ScalarType.Float64);
        Tensor x = randn([Steps, 1, Inputs], dtype: ScalarType.Float64);
        TubeCertificate certificate = TubeNetworks.CertifyAround(module, "GRU", x, Options with { Radius = 0 }, readOut)[0];
        double[] y = Networks.Values(readOut.forward(Networks.Run(module, x)));
        PenaltyTests.Near(y, [.. certificate.Nominal.SelectMany(n => n)], 1e-12);
        PenaltyTests.Near(y, [.. certificate.Upper.SelectMany(n => n)], 1e-9);
        Assert.Equal(Enumerable.Range(0, 3).MaxBy(k => y[^(3 - k)]), certificate.Margins!.Label);
    }

    /// <summary>What a label's radius is proved for holds for corners of its box.</summary>
    [Theory]
    [InlineData("LSTM", false)]
    [InlineData("RnnTanh", true)]
    public void LargestRadius_KeepsTheLabelAtCorners(string kind, bool bidirectional)
    {
        nn.Module module = Networks.Create(kind, Inputs, Units, layers: 2, bidirectional: bidirectional, scale: 2);
        Tensor x = randn([Steps, 1, Inputs], dtype: ScalarType.Float64);
        TubeRadius found = TubeNetworks.LargestRadius(module, kind, x, tolerance: null, Options);
        Assert.True(found.Radius > 0 && found.Refuted <= 1.011 * found.Radius);
        int label = found.Certificate.Margins!.Label;
        Tensor corners = x + (found.Radius * randn([Steps, 200, Inputs], dtype: ScalarType.Float64).sign());
        Tensor labels = Networks.Run(module, corners)[-1].argmax(1);
        Assert.True(labels.eq(label).all().item<bool>());
    }

    /// <summary>Asking a module how it reads batches leaves no trace.</summary>
    [Fact]
    public void Certificate_LeavesModuleAndRandomNumbersAlone()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", Inputs, Units, layers: 2);
        module.train();
        Tensor x = randn([Steps, 1, Inputs], dtype: ScalarType.Float64, requires_grad: true);
        Tensor before = random.get_rng_state();
        module.CertifyAround(x, Options);
        Assert.Equal(before.data<byte>().ToArray(), random.get_rng_state().data<byte>().ToArray());
        Assert.True(module.training);
        Assert.Null(x.grad);
        Assert.All(module.parameters(), p => Assert.True(p.requires_grad && p.grad is null));
    }

    private static void AssertSame(TubeCertificate expected, TubeCertificate actual)
    {
        foreach (
            Func<TubeCertificate, IEnumerable<double[]>> part in new Func<TubeCertificate, IEnumerable<double[]>>[]
            {
                c => c.Nominal,
                c => c.Lower,
                c => c.Upper,
                c => c.Movement,
                c => c.Gains!.Entries,
                c =>
                    [
                        [.. c.Gains!.InitialStates],
                    ],
                c =>
                    [
                        [.. c.Margins!.Least],
                    ],
            }
        )
        {
            Assert.Equal(part(expected).SelectMany(p => p), part(actual).SelectMany(p => p));
        }
    }
}
