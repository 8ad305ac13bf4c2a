using System;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Tasks;

namespace RegularizerGen.Samples.Tests;

/// <summary>The study's simulated tasks, and errors in their units.</summary>
public sealed class StudyTaskTests
{
    /// <summary>0.2·1/(1 + 1) = 0.1·1: at 1 nothing moves.</summary>
    [Fact]
    public void MackeyGlass_RestsAtOne() => Assert.All(MackeyGlass.Simulate(1, 50), x => Assert.Equal(1, x, 12));

    [Fact]
    public void MackeyGlass_FollowsItsEquation()
    {
        double[] x = MackeyGlass.Simulate(0.7, 400);
        for (int t = 18; t < 399; t++)
        {
            double delayed = x[t - 17];
            double slope = (0.2 * delayed / (1 + Math.Pow(delayed, 10))) - (0.1 * x[t]);
            Assert.Equal(slope, (x[t + 1] - x[t - 1]) / 2, 0.01);
        }

        Assert.True(x.Max() - x.Min() > 0.5);
    }

    [Fact]
    public void MackeyGlass_TargetIsTheInputAhead()
    {
        StudyTask task = MackeyGlass.Create(1);
        double ratio = task.Scale[0];
        float[] inputs = task.Data.Test.Inputs;
        float[] targets = task.Data.Test.Clean;
        Assert.Equal(inputs[100 + 17] - inputs[50 + 17], targets[100] - targets[50], 0.05);
        Assert.InRange(ratio, 0.3, 0.6);
    }

    /// <summary>By hand: y₀ = 0.1; y₁ = 0.03 + 0.05·0.1·0.1 + 0.1 = 0.1305; u₀ is felt at t = 9.</summary>
    [Fact]
    public void Narma10_FollowsItsRecursion()
    {
        double[] u = [0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0.4];
        double[] y = Narma10.Respond(u);
        Assert.Equal(0.1, y[0], 12);
        Assert.Equal(0.1305, y[1], 12);
        double[] still = Narma10.Respond(new double[10]);
        Assert.Equal(still[8], y[8], 12);
        Assert.Equal(still[9] + (1.5 * 0.5 * 0.4), y[9], 12);
    }

    [Fact]
    public void SimulatedTasks_AreScaledByTheirTrainingSeries_AndNewForEverySeed()
    {
        foreach (TaskSource source in TaskCatalog.All.Where(t => t.Files.Count == 0))
        {
            StudyTask task = source.Create(null!, 1);
            Assert.Equal(source.Name, task.Name);
            Assert.InRange(task.Data.Train.Inputs.Max(), 0.9f, 1.0001f);
            Assert.NotEqual(task.Data.Train.Inputs, source.Create(null!, 2).Data.Train.Inputs);
            Assert.NotEqual(task.Data.Train.Inputs[..100], task.Data.Validation.Inputs[..100]);
        }
    }

    /// <summary>Two outputs in units of 2 and 1, errors 0.1 and 0.2 after the wash-out: √((0.2² + 0.2²)/2); scaled √(0.05/2).</summary>
    [Fact]
    public void Errors_AreInUnits_AfterTheWashOut()
    {
        StudyTask task = TankTask.Create(1) with { Scale = [2, 1], WashOut = 1 };
        float[] wanted = [0, 0, 1, 1, -1, -1];
        float[] simulated = [9, 9, 1.1f, 1.2f, -1.1f, -0.8f];
        Assert.Equal(0.2, Errors.InUnits(task, wanted, simulated), 6);
        Assert.Equal(Math.Sqrt(0.05 / 2), Errors.Scaled(task, wanted, simulated), 6);
        Assert.Equal((90 + 80) / 2.0, Errors.Fit(task, wanted, simulated), 4);
    }
}
