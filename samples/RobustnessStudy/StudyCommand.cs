using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy;

/// <summary>The study from the command line to the report.</summary>
public static class StudyCommand
{
    private const string ResultsName = "results.jsonl";

    /// <summary>Runs it; returns the exit code: 1 for what the user got wrong, or where an attack exceeded a certificate.</summary>
    public static int Run(string[] args)
    {
        if (Arguments.AskForHelp(args))
        {
            Console.WriteLine(Arguments.Usage);
            return 0;
        }

        try
        {
            return Run(Arguments.Parse(args));
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static int Run(Arguments arguments)
    {
        Directory.CreateDirectory(arguments.Out);
        Study study = arguments.Study;
        var results = new ResultFile(Path.Combine(arguments.Out, ResultsName));
        if (!arguments.IsReportOnly)
        {
            Train(study, results, arguments.Threads);
        }

        var asked = study.Keys.ToHashSet();
        RunRecord[] runs = [.. results.Runs.Where(r => asked.Contains(r.Key))];
        string[] written = [.. Report.ReportWriter.Write(study, runs, arguments.Out)];
        Console.WriteLine(string.Join(Environment.NewLine, written));
        RunRecord[] wrong = [.. runs.Where(r => r.Measured.IsExceeded || r.StrongMeasured.IsExceeded)];
        foreach (RunRecord run in wrong)
        {
            Console.Error.WriteLine($"{run.Key}: an output was found beyond what is proved of it.");
        }

        return wrong.Length > 0 ? 1 : 0;
    }

    private static void Train(Study study, ResultFile results, int threads)
    {
        int all = study.Keys.Count;
        var clock = Stopwatch.StartNew();
        int done = 0;
        study.Run(
            results,
            threads,
            (run, left) =>
            {
                double each = clock.Elapsed.TotalSeconds / System.Threading.Interlocked.Increment(ref done);
                Console.Error.WriteLine(
                    FormattableString.Invariant(
                        $"{all - left}/{all}, {clock.Elapsed.TotalMinutes:F1} min, about {each * left / 60:F0} min left: {run.Key}"
                    )
                );
            }
        );
    }
}
