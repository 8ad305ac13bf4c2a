using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>What certificates of stacks promise, Σ_t ‖∂y/∂x_t‖, holds for both directions together, too.</summary>
public sealed class StackCertificateTests : TorchTest
{
    /// <summary>
    /// At rest each direction has 0.9^|t - s|: the middle output sees 10 of either side, 19 (peak) and 18 + √2 (energy) together.
    /// </summary>
    [Theory]
    [InlineData(Perturbation.Energy, 19.41, 20)]
    [InlineData(Perturbation.Peak, 18.99, 20)]
    [InlineData(Perturbation.WhiteNoise, 3.24, 3.25)]
    public void Gain_OfBothDirections_IsThatOfAllInputsAroundTheOutput(Perturbation perturbation, double least, double most)
    {
        const int Steps = 401;
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, bidirectional: true, bias: false);
        Fill(module, input: 1, recurrent: 0.9);
        Tensor rest = zeros([Steps, 1, 1], dtype: ScalarType.Float64);
        double found = SoundnessTests.Largest(module, null, rest, Steps / 2, (Steps / 2) + 1)[(int)perturbation];
        StackCertificate certificate = module.Certify(new CertificateOptions { InputBound = 0, Perturbation = perturbation });
        Assert.InRange(found, least, most);
        Assert.InRange(certificate.Gain, found, most * (1 + 1e-6));
    }

    /// <summary>
    /// Two layers in both directions: the sum over all inputs around the middle output stays below the product of the layers' sums.
    /// </summary>
    [Fact]
    public void Gain_OfTwoLayersInBothDirections_IsNeverBelowTheMiddleOutput()
    {
        const int Steps = 101;
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 2, bidirectional: true, bias: false);
        Fill(module, input: 0.4, recurrent: 0.7);
        Tensor rest = zeros([Steps, 1, 1], dtype: ScalarType.Float64);
        double[] found = SoundnessTests.Largest(module, null, rest, Steps / 2, (Steps / 2) + 1);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            double certified = module.Certify(new CertificateOptions { InputBound = 0, Perturbation = perturbation }).Gain;
            double least = found[(int)perturbation];
            Assert.True(certified >= least, $"{perturbation}: certified {certified:R}, found {least:R}.");
        }
    }

    /// <summary>A rotation that shrinks by 0.9: no step contracts unit by unit, blocks of steps do, in both layers.</summary>
    [Fact]
    public void Gain_OfLayersThatContractByBlocksOnly_IsBounded()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 2, 2, layers: 2, bias: false);
        double c = 0.9 * Math.Cos(Math.PI / 4);
        using (torch.no_grad())
        {
            foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
            {
                bool isRecurrent = name.StartsWith("weight_hh", StringComparison.Ordinal);
                parameter.copy_(
                    torch.tensor(
                        isRecurrent
                            ? new[,]
                            {
                                { c, -c },
                                { c, c },
                            }
                            : new[,]
                            {
                                { 0.3, 0 },
                                { 0, 0.3 },
                            }
                    )
                );
            }
        }

        var options = new CertificateOptions { InputBound = 0.01, Perturbation = Perturbation.Peak };
        Assert.Equal(double.PositiveInfinity, module.Certify(options).Gain);
        StackCertificate certificate = module.Certify(options with { Budget = TimeSpan.FromMinutes(1) });
        Assert.True(certificate.IsContractive);
        double found = SoundnessTests.Largest(module, null, zeros([60, 1, 2], dtype: ScalarType.Float64), 59, 60)[(int)Perturbation.Peak];
        Assert.InRange(certificate.Gain, found, 20 * found);
    }

    [Fact]
    public void Report_PrintsTheGainRoundedUp()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, bias: false);
        Fill(module, input: 1, recurrent: 0.7);
        StackCertificate certificate = module.Certify(new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = 0 });
        string text = certificate.ToString();
        string printed = text[(text.IndexOf("at most ", StringComparison.Ordinal) + 8)..].Split('\n')[0];
        Assert.Equal("3.334", printed); // 1/(1 - 0.7) = 3.3333…
        Assert.True(double.Parse(printed, CultureInfo.InvariantCulture) >= certificate.Gain);
    }

    /// <summary>The page has the whole on top, and below it each unit with its own charts.</summary>
    [Fact]
    public void Html_HasTheWholeAndItsUnits()
    {
        var module = (Modules.RNN)Networks.Create("RnnTanh", 1, 1, layers: 2, bias: false);
        Fill(module, input: 1, recurrent: 0.5);
        StackCertificate certificate = module.Certify(new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = 1 });
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(certificate.ToHtml()), settings);
        XElement body = XDocument.Load(reader).Root!.Element("body")!;
        Assert.Equal(3, body.Elements("h1").Count());
        Assert.Equal(certificate.ToString(), body.Elements("p").First().Value);
        Assert.Equal([.. certificate.Units.Select(u => u.Verdict)], body.Elements("p").Where(Verdict).Skip(1).Select(p => p.Value));

        static bool Verdict(XElement p) => (string?)p.Attribute("class") == "verdict";
    }

    /// <summary>Without weights nothing moves, and a gain of 0 times one that nothing bounds is 0.</summary>
    [Fact]
    public void Gain_OfALayerAtRest_IsNotUndefined()
    {
        var module = (Modules.RNN)Networks.Create("RnnRelu", 1, 1, layers: 2, bias: false);
        Fill(module, input: 1, recurrent: 2);
        using (IDisposable noGradient = no_grad())
        {
            module.get_parameter("weight_ih_l0")!.fill_(0);
            module.get_parameter("weight_hh_l0")!.fill_(0);
        }

        StackCertificate certificate = Networks.Certify(
            module,
            new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = 1 },
            "RnnRelu"
        );
        Assert.False(double.IsNaN(certificate.Gain));
        Assert.DoesNotContain("NaN", certificate.ToReport(), StringComparison.Ordinal);
    }

    private static void Fill(Modules.RNN module, double input, double recurrent)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
        {
            parameter.fill_(name.StartsWith("weight_ih", StringComparison.Ordinal) ? input : recurrent);
        }
    }
}
