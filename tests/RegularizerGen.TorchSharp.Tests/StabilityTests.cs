using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Stability margin and certificates of torch modules.</summary>
public sealed class StabilityTests : TorchTest
{
    [Theory]
    [InlineData("LSTM", 1, false)]
    [InlineData("LSTM", 2, true)]
    [InlineData("GRU", 2, false)]
    [InlineData("RnnTanh", 2, true)]
    [InlineData("RnnRelu", 2, false)]
    public void Margin_HasTheGradientOfDifferences(string kind, int layers, bool bidirectional)
    {
        nn.Module module = Networks.Create(kind, 2, 3, layers, bidirectional, scale: 1.5);
        TorchStabilityPenalty margin = Networks.Stabilize(
            module,
            new StabilityOptions { Perturbation = Perturbation.Peak, InputBound = 1 },
            kind
        );
        margin.Penalty(0.5).backward();
        Assert.True(margin.LastResult.SpectralRadius > 0.95);
        foreach (Modules.Parameter parameter in module.parameters().Where(p => p.dim() == 2))
        {
            PenaltyTests.AssertGradient(parameter, () => 0.5 * margin.Evaluate().Penalty, kind);
        }
    }

    /// <summary>Trained by the margin alone until it is certified: then two runs from different states come together, as the certificate
    /// says.</summary>
    [Fact]
    public void Margin_TrainsAStackToAContraction_ThatCertifyProves_AndTorchShows()
    {
        var module = (Modules.LSTM)Networks.Create("LSTM", 2, 6, layers: 2, type: ScalarType.Float32);
        var certificateOptions = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            InputBound = 1,
            Rules = BoundRules.Base,
        };
        Assert.False(module.Certify(certificateOptions).IsContractive);
        TorchStabilityPenalty margin = TorchStabilityPenalty.For(
            module,
            new StabilityOptions
            {
                Perturbation = Perturbation.Peak,
                InputBound = 1,
                Margin = 0.05,
            }
        );
        var optimizer = optim.Adam(module.parameters(), 0.03);
        int steps = 0;
        do
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            margin.AddGradient(1);
            optimizer.step();
            steps++;
        } while (margin.LastResult.Penalty > 0 && steps < 500);

        StackCertificate certificate = module.Certify(certificateOptions);
        Assert.True(certificate.IsContractive, $"After {steps} steps: {certificate}");
        Assert.True(double.IsFinite(certificate.Gain));
        Assert.StartsWith("Contractive; gain over any number of steps at most", certificate.ToString(), StringComparison.Ordinal);

        using IDisposable noGradient = no_grad();
        Tensor x = (rand(120, 1, 2) * 2) - 1;
        Tensor zero = zeros(2, 1, 6);
        Tensor other = (rand(2, 1, 6) * 2) - 1;
        Tensor a = module.forward(x, (zero, zero)).Item1[-1];
        Tensor b = module.forward(x, (other * 0.5, other)).Item1[-1];
        Assert.True((a - b).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void Certificate_OfOneLayer_IsThatOfTheCell_WithTheReadOut()
    {
        var module = (Modules.GRU)Networks.Create("GRU", 3, 4, scale: 0.3);
        var readOut = (Modules.Linear)nn.Linear(4, 2).to(ScalarType.Float64);
        var options = new CertificateOptions { InputBound = 1, Perturbation = Perturbation.Energy };
        StackCertificate certificate = module.Certify(options, readOut);
        Certificate expected = Cells.Gru.Description.Certify(
            [3, 4],
            options,
            Networks.Flat("GRU", module),
            Networks.Values(readOut.weight!)
        );
        Assert.Equal(expected.Finite.Gain, Assert.Single(certificate.Units).Finite.Gain, 1e-12);
        Assert.Equal(expected.Limit!.Gains.Gain, certificate.Gain, 1e-12);
    }
}
