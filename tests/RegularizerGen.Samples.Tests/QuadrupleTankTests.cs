using System;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.Tests;

/// <summary>The main sample's data, its errors, and what it says of a network.</summary>
public sealed class QuadrupleTankTests
{
    [Fact]
    public void Excitation_KeepsEveryTankBelowItsLimitAndEverythingNormalised()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Experiment experiment = TankExperiment.Create(seed); // throws where a tank is over its brim
            Assert.All(experiment.Train.Inputs, x => Assert.InRange(x, -1, 1));
            Assert.All(experiment.Test.Clean, y => Assert.InRange(y, -1, 1));
        }
    }

    [Fact]
    public void SteadyLevels_AtTheLargestFlowsLieBelowTheLimits()
    {
        double[] levels = [0, 0, 0, 0];
        for (int k = 0; k < 2000; k++)
        {
            TankProcess.Advance(levels, TankProcess.LargestQa, TankProcess.LargestQb);
        }

        Assert.All(Enumerable.Range(0, 4), tank => Assert.True(levels[tank] < TankProcess.Limits[tank]));
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.Tikhonov)]
    [InlineData(Way.Jacobian)]
    [InlineData(Way.Structured)]
    public void CertifiedGain_IsNeverBelowTheMeasuredOne(Way way)
    {
        Experiment experiment = TankExperiment.Create(3);
        var trainer = new Trainer(experiment, way, way == Way.Jacobian ? 0.1 : 1e-4, seed: 3);
        double first = trainer.Step(0, 60);
        double last = Enumerable.Range(1, 59).Select(step => trainer.Step(step, 60)).Last();
        Assert.True(last < first);
        SensitivityReport measured = trainer.Network.Sensitivity(experiment.Test);
        Assert.All(
            new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak },
            p => Assert.True(trainer.Network.Certify(p, TimeSpan.Zero).Finite.Gain >= measured.Of(p).Max)
        );
    }
}
