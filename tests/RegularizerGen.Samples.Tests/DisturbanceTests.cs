using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.QuadrupleTank.Reporting;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.Tests;

/// <summary>What the main sample proves and finds of sensor noise around test data.</summary>
public sealed class DisturbanceTests
{
    private const int Steps = 6;
    private const int Windows = 3;

    private static readonly Experiment Tanks = TankExperiment.Create(3);
    private static readonly Network Trained = Train();

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void Movement_IsFoundWithinWhatIsProved_AndCloseToIt(double radius)
    {
        ITrajectories model = Trained.Trajectories();
        (double[] windows, int count) = Movement.Spread(Tanks.Test, 2, Steps, Windows);
        Movement.Case at = Movement.Compare(model, windows, count, radius, TubeEffort.Normal, _ => { });
        Assert.False(at.IsExceeded);
        Assert.InRange(at.Found, 0.5 * at.Proved, at.Proved);
    }

    /// <summary>An attack in a larger box than the certificate's leaves it: what is wrong would be noticed.</summary>
    [Fact]
    public void Attack_BeyondTheRadius_ExceedsTheCertificate()
    {
        ITrajectories model = Trained.Trajectories();
        (double[] windows, int count) = Movement.Spread(Tanks.Test, 2, Steps, Windows);
        Found found = new Attack(model, windows, count, 0.05).Run([Steps - 1]);
        Assert.True(Movement.Exceeds(model.CertifyAround(windows, count, new TubeOptions { Radius = 0.04 }), found));
        Assert.False(Movement.Exceeds(model.CertifyAround(windows, count, new TubeOptions { Radius = 0.05 }), found));
    }

    /// <summary>The last step alone, one output alone, and one side alone are noticed, too.</summary>
    [Fact]
    public void SingleOutput_BeyondTheCertificate_IsNoticed()
    {
        ITrajectories model = Trained.Trajectories();
        (double[] windows, int count) = Movement.Spread(Tanks.Test, 2, Steps, Windows);
        TubeCertificate[] certificates = model.CertifyAround(windows, count, new TubeOptions { Radius = 0.05 });
        double[] nominal = model.Forward(windows, count);
        for (int index = 0; index < nominal.Length; index++)
        {
            TubeCertificate certificate = certificates[index / 2 % count];
            double[] moved = [.. nominal];
            moved[index] = certificate.Upper[index / 2 / count][index % 2] + 1e-6;
            Assert.True(Movement.Exceeds(certificates, new Found(nominal, nominal, moved)));
            moved[index] = certificate.Lower[index / 2 / count][index % 2] - 1e-6;
            Assert.True(Movement.Exceeds(certificates, new Found(nominal, moved, nominal)));
        }

        Assert.False(Movement.Exceeds(certificates, new Found(nominal, nominal, nominal)));
    }

    [Fact]
    public void Attack_FindsMoreThanRandomCorners()
    {
        const double radius = 0.2;
        ITrajectories model = Trained.Trajectories();
        (double[] window, _) = Movement.Spread(Tanks.Test, 2, Steps, 1);
        Found found = new Attack(model, window, 1, radius).Run([Steps - 1]);
        var random = new Random(5);
        for (int draw = 0; draw < 200; draw++)
        {
            double[] y = model.Forward([.. window.Select(u => u + (radius * ((2 * random.Next(2)) - 1)))], 1);
            for (int k = y.Length - 2; k < y.Length; k++)
            {
                Assert.True(Math.Abs(y[k] - found.Nominal[k]) <= found.Movement(k));
            }
        }
    }

    /// <summary>Proved and found are of the network that was trained: in double precision, without the offset of the read-out.</summary>
    [Fact]
    public void Trajectories_AreThoseOfTheNetwork()
    {
        float[] inputs = Tanks.Test.Inputs[..(2 * Steps)];
        double[] precise = Trained.Trajectories().Forward([.. inputs.Select(u => (double)u)], 1);
        float[] simulated = Trained.Simulate(inputs);
        Assert.All(Enumerable.Range(0, precise.Length), k => Assert.Equal(simulated[k] - Trained.ReadOut.Bias[k % 2], precise[k], 1e-5));
    }

    [Fact]
    public void Windows_AreStretchesOfTheSeries_FromItsBeginningToItsEnd()
    {
        (double[] windows, int count) = Movement.Spread(Tanks.Test, 2, Steps, 4);
        int samples = Tanks.Test.Inputs.Length / 2;
        Assert.Equal(4, count);
        for (int k = 0; k < windows.Length; k++)
        {
            int start = (k / 2 % count) * (samples - Steps) / (count - 1);
            Assert.Equal(Tanks.Test.Inputs[((start + (k / 2 / count)) * 2) + (k % 2)], windows[k]);
        }

        Assert.Equal(samples / 700, Movement.Spread(Tanks.Test, 2, 700, 20).Count);
    }

    /// <summary>Up to the radius, what is proved stays within so many times what is found; beyond the resolution of the search it does
    /// not.</summary>
    [Fact]
    public void Reach_DividesSharpFromBlunt()
    {
        const int steps = 20;
        ITrajectories model = Trained.Trajectories();
        Movement movement = Movement.Of(model, Tanks.Test, steps, 1, TubeEffort.Normal, _ => { });
        Assert.False(movement.IsExceeded);
        Assert.InRange(movement.Found, 0, movement.Proved);
        (double[] window, _) = Movement.Spread(Tanks.Test, 2, steps, 1);
        double radius = Math.Min(movement.Reach, Movement.LargestRadius);
        Movement.Case at = Movement.Compare(model, window, 1, radius, TubeEffort.Normal, _ => { });
        Assert.True(at.Proved <= Movement.Sharp * at.Found);
        if (double.IsFinite(movement.Reach))
        {
            Movement.Case beyond = Movement.Compare(model, window, 1, 1.3 * radius, TubeEffort.Normal, _ => { });
            Assert.True(beyond.Proved > Movement.Sharp * beyond.Found);
        }
    }

    [Fact]
    public void Band_HoldsTheSimulationUnderNoise_AndIsDrawnPerOutput()
    {
        Experiment few = Tanks with { Test = Tanks.Test.Slice(0, Evaluation.WashOut + Steps, 2, 2) };
        Band band = Band.Of(Trained, Trained.Trajectories(), few.Test);
        Assert.False(band.IsExceeded);
        var random = new Random(7);
        for (int draw = 0; draw < 20; draw++)
        {
            float[] noisy =
            [
                .. Tanks
                    .Test.Inputs.Take(band.Fit.Length)
                    .Select(u => u + (float)(Movement.Noise * 0.999 * ((2 * random.NextDouble()) - 1))),
            ];
            Assert.All(
                Trained.Simulate(noisy).Select((y, k) => (y, k)),
                p => Assert.InRange(p.y, band.Lower[p.k] - 1e-5, band.Upper[p.k] + 1e-5)
            );
        }

        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            List<Disturbed> ways = [new(Way.Plain, [new Movement(Steps, 1, 1, 1, false)], band)];
            string[] pictures = [.. Enumerable.Range(0, 2).Select(k => BandPlots.Show(few, ways, k, folder))];
            Assert.Equal(["band-h1.png", "band-h2.png"], pictures.Select(Path.GetFileName));
            Assert.All(pictures, p => Assert.True(new FileInfo(p).Length > 5000));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Network Train()
    {
        var trainer = new Trainer(Tanks, Way.Plain, 0, seed: 3);
        for (int step = 0; step < 30; step++)
        {
            trainer.Step(step, 30);
        }

        return trainer.Network;
    }
}
