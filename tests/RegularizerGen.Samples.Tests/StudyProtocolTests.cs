using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.Tests;

/// <summary>The study's protocol: what choices rest on, and that they repeat.</summary>
public sealed class StudyProtocolTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("input-noise")]
    [InlineData("bound")]
    [InlineData("exact")]
    public void Choices_NeverReadTestData(string name)
    {
        StudyTask task = Narma10.Create(1);
        var random = new Random(9);
        float[] Noise(float[] like) => [.. like.Select(_ => random.NextSingle())];
        Series test = task.Data.Test;
        StudyTask other = task with
        {
            Data = task.Data with { Test = new Series(Noise(test.Inputs), Noise(test.Measured), Noise(test.Clean)) },
        };
        Assert.Equal(Trained(task, name, seed: 1), Trained(other, name, seed: 1));
    }

    [Fact]
    public void Choices_ReadValidationData()
    {
        StudyTask task = Narma10.Create(1);
        StudyTask other = task with { Data = task.Data with { Validation = Narma10.Create(2).Data.Validation } };
        Assert.NotEqual(Trained(task, "bound", seed: 1), Trained(other, "bound", seed: 1));
    }

    [Fact]
    public void EveryWay_RepeatsToTheBit_AndDiffersFromOtherSeeds() =>
        Assert.All(
            WayCatalog.All,
            way =>
            {
                StudyTask task = Narma10.Create(1);
                Assert.Equal(Trained(task, way.Name, seed: 1), Trained(task, way.Name, seed: 1));
                Assert.NotEqual(Trained(task, way.Name, seed: 1), Trained(task, way.Name, seed: 2));
            }
        );

    [Fact]
    public void EveryCell_TrainsEveryWay()
    {
        StudyTask task = Narma10.Create(1);
        var seeds = new Seeds(1);
        foreach (CellKind kind in CellKind.All)
        {
            Candidate plain = new Trainer(task, kind, StudyCases.Way("plain"), 0, seeds, 0, StudyCases.Tiny).Run();
            Assert.All(
                WayCatalog.All.Where(w => w.HasStrength),
                way =>
                {
                    Candidate trained = new Trainer(task, kind, way, way.Middle, seeds, 0, StudyCases.Tiny).Run();
                    Assert.False(plain.Network.Weights.SequenceEqual(trained.Network.Weights), $"{kind.Name}: {way.Name} changes nothing");
                }
            );
        }
    }

    [Fact]
    public void EveryWay_HasAsManyCandidates() =>
        Assert.All(
            WayCatalog.All,
            way =>
                Assert.Equal(StudyCases.Tiny.Candidates, StudyRun.Train(Narma10.Create(1), CellKind.All[0], way, 1, StudyCases.Tiny).Count)
        );

    [Fact]
    public void Chosen_IsTheLeastScore_StrongTheStrongestThatCostsNothing()
    {
        TrainedNetwork network = StudyRun.Train(Narma10.Create(1), CellKind.All[0], StudyCases.Way("plain"), 1, StudyCases.Tiny)[0].Network;
        Candidate Of(double clean, double score) => new(1, network, new ValidationScore(clean, score * score / clean, score), 1, 0);
        Candidate[] candidates = [Of(1.00, 2.0), Of(1.01, 1.5), Of(1.02, 1.6), Of(1.04, 1.7)];
        Assert.Equal(1, StudyRun.Choose(candidates));
        Assert.Equal(2, StudyRun.ChooseStrong(candidates, StudyCases.Way("bound")));
        Assert.Equal(1, StudyRun.ChooseStrong(candidates, StudyCases.Way("plain")));
    }

    [Fact]
    public void EarlyStopping_KeepsTheBestOfAllEvaluations()
    {
        StudyTask task = Narma10.Create(1);
        Settings settings = StudyCases.Tiny with { Steps = 40, Evaluations = 8 };
        Candidate best = new Trainer(task, CellKind.All[0], StudyCases.Way("plain"), 0, new Seeds(1), 0, settings).Run();
        ValidationScore again = new Validation(task, new Seeds(1).ValidationNoise).Of(best.Network);
        Assert.Equal(best.Score, again);
        Settings once = settings with { Evaluations = 1 };
        Candidate last = new Trainer(task, CellKind.All[0], StudyCases.Way("plain"), 0, new Seeds(1), 0, once).Run();
        Assert.Equal(40, last.Step);
        Assert.True(best.Score.Score <= last.Score.Score);
        Assert.Equal(0, best.Step % 5);
    }

    [Fact]
    public void FewData_IsTheFirstQuarterForTraining_AndTheSameTest()
    {
        StudyTask task = Narma10.Create(1);
        StudyTask few = task.WithFewData();
        Assert.Equal(task.Data.Train.Inputs[..500], few.Data.Train.Inputs);
        Assert.Same(task.Data.Validation, few.Data.Validation);
        Assert.Same(task.Data.Test, few.Data.Test);
    }

    private static string Bits(TrainedNetwork network) =>
        string.Join(' ', network.Weights.ToArray().Select(BitConverter.SingleToInt32Bits));

    private static List<string> Trained(StudyTask task, string way, int seed) =>
        [
            .. StudyRun
                .Train(task, CellKind.All[0], StudyCases.Way(way), seed, StudyCases.Tiny)
                .Select(c => $"{c.Strength:R} {c.Score} {c.Step} {Bits(c.Network)}"),
        ];
}
