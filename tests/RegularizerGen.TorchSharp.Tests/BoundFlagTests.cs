using System;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>A result says whether its gain is a bound: spectral norms that are tracked are approached from below.</summary>
public sealed class BoundFlagTests : TorchTest
{
    [Theory]
    [InlineData(SpectralMode.Converged, Perturbation.WhiteNoise, RecurrentNorm.Spectral, true)]
    [InlineData(SpectralMode.Converged, Perturbation.Peak, RecurrentNorm.Spectral, true)]
    [InlineData(SpectralMode.Tracking, Perturbation.WhiteNoise, RecurrentNorm.Spectral, false)]
    [InlineData(SpectralMode.Tracking, Perturbation.Energy, RecurrentNorm.Spectral, false)]
    [InlineData(SpectralMode.Tracking, Perturbation.Energy, RecurrentNorm.Frobenius, true)]
    [InlineData(SpectralMode.Tracking, Perturbation.Peak, RecurrentNorm.Spectral, true)]
    public void IsBound_OnlyWhereNoSpectralNormIsTracked(SpectralMode mode, Perturbation perturbation, RecurrentNorm norm, bool expected)
    {
        var options = new TikhonovOptions
        {
            Horizon = 5,
            InputBound = 1,
            SpectralMode = mode,
            Perturbation = perturbation,
            RecurrentNorm = norm,
        };
        foreach (int layers in new[] { 1, 2 })
        {
            var module = (Modules.GRU)Networks.Create("GRU", 3, 4, layers);
            using TorchTikhonovPenalty regularizer = TorchTikhonovPenalty.For(module, options);
            foreach (bool device in new[] { false, true })
            {
                regularizer.UseDeviceOperations = device;
                Assert.Equal(expected, regularizer.Evaluate().IsBound);
                Assert.Equal(expected, regularizer.AddGradient(1).IsBound);
            }
        }

        double[] weights = Networks.Flat("GRU", Networks.Create("GRU", 3, 4));
        Assert.Equal(expected, Cells.Gru.Description.Regularize([3, 4], options, weights, new double[weights.Length], 1).Result.IsBound);
        Assert.Equal(
            expected,
            Cells
                .Gru.Description.Regularize(
                    [3, 4],
                    options with
                    {
                        InputBound = 1e200,
                        Horizon = 40,
                    },
                    weights,
                    new double[weights.Length],
                    1
                )
                .Result.IsBound
        );
    }

    [Fact]
    public void NoResult_IsNoBound() => Assert.False(default(TikhonovResult).IsBound);

    /// <summary>
    /// A linear unit with the spectral norm 2 that the first pass does not see: the figure lies below the derivative, and says so.
    /// </summary>
    [Fact]
    public void FirstTrackedFigure_LiesBelowTheTruth_AndIsNoBound()
    {
        var module = (Modules.RNN)Networks.Create("RnnRelu", 1, 2);
        using (IDisposable noGradient = no_grad())
        {
            foreach (Modules.Parameter parameter in module.parameters())
            {
                parameter.zero_();
            }

            module.get_parameter("weight_ih_l0")!.fill_(1);
            module
                .get_parameter("weight_hh_l0")!
                .copy_(
                    tensor(
                        new[,]
                        {
                            { 2.0, 0.0 },
                            { 0.0, 1.9 },
                        }
                    )
                );
        }

        var options = new TikhonovOptions
        {
            Horizon = 9,
            InputBound = 0,
            Perturbation = Perturbation.Energy,
            NormFloor = 0,
        };
        using TorchTikhonovPenalty tracking = Networks.Regularize(
            module,
            options with
            {
                SpectralMode = SpectralMode.Tracking,
            },
            kind: "RnnRelu"
        );
        using TorchTikhonovPenalty converged = Networks.Regularize(module, options, kind: "RnnRelu");
        Assert.True(tracking.Evaluate().Gain < 0.999 * converged.Evaluate().Gain);
        Assert.False(tracking.LastResult.IsBound);
        Assert.True(converged.LastResult.IsBound);
    }
}
