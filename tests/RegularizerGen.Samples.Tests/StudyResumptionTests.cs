using System;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Report;

namespace RegularizerGen.Samples.Tests;

/// <summary>A study that was killed goes on where it was.</summary>
public sealed class StudyResumptionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void KilledAnywhere_ItEndsLikeAnUnbrokenRun()
    {
        Study study = StudyCases.Study("plain", "bound");
        string path = Path.Combine(folder, "results.jsonl");
        (string[] runs, string report) = Finish(study, path, out int first);
        Assert.Equal(4, first);
        string text = File.ReadAllText(path);
        int[] ends = [0, .. Enumerable.Range(0, text.Length).Where(k => text[k] == '\n').Select(k => k + 1)];
        for (int line = 0; line + 1 < ends.Length; line++)
        {
            foreach (int cut in new[] { ends[line], ends[line] + 1, (ends[line] + ends[line + 1]) / 2, ends[line + 1] - 1 })
            {
                File.WriteAllText(path, text[..cut]);
                (string[] resumed, string again) = Finish(study, path, out int trained);
                Assert.Equal(runs, resumed);
                Assert.Equal(report, again);
                Assert.Equal(4 - line, trained);
            }
        }
    }

    [Fact]
    public void AnotherProtocol_IsAnotherRun()
    {
        Study study = StudyCases.Study("plain");
        string path = Path.Combine(folder, "results.jsonl");
        Finish(study, path, out int first);
        Finish(study with { Settings = study.Settings with { Steps = 7 } }, path, out int other);
        Assert.Equal((2, 2), (first, other));
    }

    [Fact]
    public void AWholeLineThatIsNoRun_IsAnErrorWithItsNumber()
    {
        string path = Path.Combine(folder, "results.jsonl");
        Finish(StudyCases.Study("plain"), path, out _);
        File.AppendAllText(path, "{\"Key\":null}\n");
        Assert.Contains(", line 3:", Assert.Throws<FormatException>(() => new ResultFile(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>All runs as text in the order of the study, the report without times, and how many runs it took.</summary>
    private static (string[] Runs, string Report) Finish(Study study, string path, out int trained)
    {
        int count = 0;
        var results = new ResultFile(path);
        study.Run(results, 2, (_, _) => System.Threading.Interlocked.Increment(ref count));
        trained = count;
        RunRecord[] runs = [.. study.Keys.Select(k => new ResultFile(path).Runs.Single(r => r.Key == k))];
        RunRecord[] timeless = [.. runs.Select(r => r with { SecondsPerStep = 1 })];
        return ([.. runs.Select(StudyCases.Text)], ReportWriter.Text(study, Group.Of(study, timeless)));
    }
}
