using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Report;

namespace RegularizerGen.Samples.Tests;

/// <summary>The study's report, and its command.</summary>
[Collection("console")]
public sealed class StudyReportTests
{
    [Fact]
    public void Goals_AreReadOffTheRuns()
    {
        Study study = StudyCases.Study("plain", "input-noise", "bound", "margin");
        RunRecord[] runs =
        [
            Run(study, "plain", 1, clean: 1.00, noisy: 3.0, gain: 1e9),
            Run(study, "plain", 2, clean: 1.10, noisy: 3.2, gain: 1e9),
            Run(study, "input-noise", 1, clean: 1.05, noisy: 2.0, gain: 1e8),
            Run(study, "input-noise", 2, clean: 1.15, noisy: 2.2, gain: 1e8),
            Run(study, "bound", 1, clean: 1.01, noisy: 1.5, gain: 5),
            Run(study, "bound", 2, clean: 1.11, noisy: 1.6, gain: 5),
            Run(study, "margin", 1, clean: 2.00, noisy: 2.5, gain: 3),
            Run(study, "margin", 2, clean: 2.20, noisy: 2.7, gain: 3),
        ];
        Group group = Group.Of(study, runs).Single();
        var goals = Goals.Of(group);
        Assert.Equal(["bound"], goals.OnFront);
        Assert.Equal([], goals.Ahead); // 1 % more clean error, at both seeds alike, is more than none
        Assert.Equal(["bound"], goals.Proved); // the margin costs the error
        Assert.Contains(
            "| bound | 2 | 1.00 | 0 | 80.0 ± 0.0 | 1.06 ± 0.0500 | 1.55 ± 0.0500 | +1.0 ± 0.0 | -50.0 ± 1.6 | +1.0 ± 0.0 | -26.2 ± 2.4 |",
            GroupTables.Errors(group),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Groups_WithoutPlainTraining_AreLeftOut()
    {
        Study study = StudyCases.Study("plain", "bound");
        Assert.Empty(Group.Of(study, [Run(study, "bound", 1, 1, 1, 1)]));
    }

    /// <summary>The middle strength has the first start, the weaker one the second, the stronger one the third. Middle: 3/2 and 5/4, so
    /// +50 % and +25 %, mean 37.5, s/√2 = 12.5; weaker: 2/4 and 2/4; stronger: 8/8 and 16/8.</summary>
    [Fact]
    public void Strengths_AreComparedWithPlainTrainingFromTheSameStart()
    {
        Study study = StudyCases.Study("plain", "bound");
        static CandidateRecord At(double strength, double clean) => new(strength, clean, clean, clean, 1);
        double middle = StudyCases.Way("bound").Middle;
        double factor = StudyCases.Way("bound").Factor;
        RunRecord Bound(int seed, double weaker, double middling, double stronger) =>
            Run(study, "bound", seed, 1, 1, 1) with
            {
                Candidates = [At(middle / factor, weaker), At(middle, middling), At(middle * 2, 99), At(middle * factor, stronger)],
            };
        RunRecord[] runs =
        [
            Run(study, "plain", 1, 1, 1, 1) with
            {
                Candidates = [At(0, 2), At(1, 4), At(2, 8)],
            },
            Run(study, "plain", 2, 1, 1, 1) with
            {
                Candidates = [At(0, 4), At(1, 4), At(2, 8)],
            },
            Bound(1, 2, 3, 8),
            Bound(2, 2, 5, 16),
        ];
        string[] table = StrengthTable.Of(Group.Of(study, runs).Single()).Trim().Split('\n');
        Assert.Equal(5, table.Length);
        Assert.Equal("| bound | 1E-7 | -50.0 ± 0.0 | -50.0 ± 0.0 |", table[2]);
        Assert.Equal("| bound | 1E-5 | +37.5 ± 12.5 | +37.5 ± 12.5 |", table[3]);
        Assert.Equal("| bound | 0.0010 | +50.0 ± 50.0 | +50.0 ± 50.0 |", table[4]);
    }

    [Fact]
    public void Ways_ThatLackASeedOfPlainTraining_AreLeftOut()
    {
        Study study = StudyCases.Study("plain", "input-noise", "bound");
        RunRecord[] runs =
        [
            Run(study, "plain", 1, 1, 1, 1),
            Run(study, "plain", 2, 1, 1, 1),
            Run(study, "bound", 2, 1, 1, 1),
            Run(study, "input-noise", 2, 1, 1, 1),
            Run(study, "input-noise", 1, 1, 1, 1),
        ];
        Assert.Equal(["plain", "input-noise"], Group.Of(study, runs).Single().Ways.Select(w => w.Way.Name));
    }

    [Fact]
    public void Command_TrainsDrawsAndResumes()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        TextWriter errors = Console.Error;
        TextWriter output = Console.Out;
        using var written = new StringWriter();
        Console.SetError(written);
        Console.SetOut(TextWriter.Null);
        try
        {
            string[] arguments = ["--quick", "--ways", "plain,bound", "--seeds", "1", "--shares", "all", "--out", folder];
            Assert.Equal(0, StudyCommand.Run(arguments));
            Assert.Equal(2, written.ToString().Trim().Split('\n').Length);
            Assert.Equal(0, StudyCommand.Run([.. arguments, "--threads", "1"]));
            Assert.Equal(2, written.ToString().Trim().Split('\n').Length); // nothing was left
            string report = File.ReadAllText(Path.Combine(folder, "report.md"));
            Assert.Contains("## mackey-glass, lstm", report, StringComparison.Ordinal);
            string[] pictures = ["pareto", "noise", "certified"];
            Assert.All(pictures, p => Assert.True(new FileInfo(Path.Combine(folder, $"{p}-mackey-glass-lstm.png")).Length > 1000));
        }
        finally
        {
            Console.SetError(errors);
            Console.SetOut(output);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Unknown argument '--quik'", "--quik")]
    [InlineData("'--seeds' needs a value", "--seeds")]
    [InlineData("'--seeds' needs a whole number of at least 1, not '0'", "--seeds", "0")]
    [InlineData("'--ways' knows plain, weight-decay", "--ways", "nothing")]
    [InlineData("'robot-arm' needs --data with robot_arm.dat in it", "--tasks", "tank,robot-arm")]
    [InlineData("exclude each other", "--quick", "--full")]
    [InlineData("'--data' needs a folder", "--data", "no such folder")]
    public void WrongArguments_AreNamed(string expected, params string[] arguments) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Arguments.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void Defaults_AreFiveSeedsOfAllSimulatedTasks()
    {
        Study study = Arguments.Parse(["--seed-offset", "10"]).Study;
        Assert.Equal([11, 12, 13, 14, 15], study.Seeds);
        Assert.Equal(["tank", "mackey-glass", "narma-10"], study.Tasks.Select(t => t.Name));
        Assert.Equal(12, study.Ways.Count);
        Assert.Equal(3 * 2 * 12 * 5, study.Keys.Count);
    }

    private static RunRecord Run(Study study, string way, int seed, double clean, double noisy, double gain)
    {
        RunKey key = study.Keys.First(k => k.Way == way && k.Seed == seed);
        List<double> noise = [noisy, noisy, noisy];
        var measured = new Measured
        {
            Clean = clean,
            Fit = 80,
            Noise = noise,
            NoiseFit = noise,
            Coloured = 1,
            Offset = 1,
            Spikes = 1,
            Held = 1,
            Attacked = 1,
            Certified = 2,
            IsExceeded = false,
            Gain = gain,
            AnyStepsGain = gain,
            Rate = 1,
            Excerpt = [],
            ContractiveBound = 1,
        };
        Measured strong = measured with { Fit = way == "margin" ? 60 : 80 };
        return new RunRecord(key, [new CandidateRecord(1, clean, noisy, clean, 1)], 0, false, measured, 0, strong, 1);
    }
}
