using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.QuadrupleTank.Reporting;
using RegularizerGen.Samples.QuadrupleTank.Training;
using Spectre.Console;
using Table = RegularizerGen.Samples.QuadrupleTank.Reporting.Table;

namespace RegularizerGen.Samples.QuadrupleTank;

/// <summary>The sample from data to pictures, for networks of any framework.</summary>
public static class Run
{
    /// <summary>Trains, shows and draws; returns the exit code.</summary>
    public static int Sample(
        string[] args,
        string name,
        string defaultOut,
        int defaultSteps,
        IReadOnlyList<Way> ways,
        Func<Experiment, Arguments, Func<Way, double, ITrainer>> trainers
    )
    {
        ArgumentNullException.ThrowIfNull(trainers);
        if (Arguments.AskForHelp(args))
        {
            Console.WriteLine(Arguments.Usage(name, defaultOut, defaultSteps));
            return 0;
        }

        try
        {
            Arguments arguments = Arguments.Parse(args, name, defaultOut, defaultSteps);
            Experiment experiment = arguments.Csv is { } path ? CsvExperiment.Read(path) : TankExperiment.Create(arguments.Seed);
            Directory.CreateDirectory(arguments.Out);
            var clock = Stopwatch.StartNew();
            AnsiConsole.WriteLine(
                $"{experiment.Title}: {experiment.Train.Inputs.Length / experiment.Inputs} training samples, inputs "
                    + $"{string.Join(", ", experiment.InputNames)}, outputs {string.Join(", ", experiment.OutputNames)}"
            );

            IReadOnlyList<Outcome> outcomes = Train(
                new Comparison(experiment, ways, trainers(experiment, arguments), arguments.Steps, arguments.Seed),
                ways
            );
            IReadOnlyList<Disturbed> disturbed = Disturb(experiment, outcomes, arguments);
            Table.Show(outcomes);
            var pictures = new List<string> { Plots.ErrorAgainstNoise(outcomes, arguments.Out) };
            pictures.AddRange(
                Enumerable.Range(0, experiment.Outputs).Select(k => Plots.FitOverTime(experiment, outcomes, k, arguments.Out))
            );
            if (disturbed.Count > 0)
            {
                MovementTable.Show(disturbed);
                pictures.AddRange(
                    Enumerable.Range(0, experiment.Outputs).Select(k => BandPlots.Show(experiment, disturbed, k, arguments.Out))
                );
            }

            AnsiConsole.WriteLine($"Pictures: {string.Join(", ", pictures)}");
            AnsiConsole.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:F0} s in all."));

            // A measured gain above the proved one would be a bug of the highest order (1e-5: both are measured in single precision).
            foreach (Outcome wrong in outcomes.Where(o => o.Measured.Gain > o.Proof.Gain * (1 + 1e-5)))
            {
                Console.Error.WriteLine(
                    FormattableString.Invariant(
                        $"{wrong.Way.Title()}: the measured gain {wrong.Measured.Gain} exceeds the proved one {wrong.Proof.Gain}."
                    )
                );
            }

            foreach (Disturbed wrong in disturbed.Where(d => d.IsExceeded))
            {
                Console.Error.WriteLine($"{wrong.Way.Title()}: an output was found beyond what is proved of it.");
            }

            return outcomes.All(o => o.Measured.Gain <= o.Proof.Gain * (1 + 1e-5)) && !disturbed.Any(d => d.IsExceeded) ? 0 : 1;
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static IReadOnlyList<Disturbed> Disturb(Experiment experiment, IReadOnlyList<Outcome> outcomes, Arguments arguments)
    {
        IReadOnlyList<Disturbed> disturbed = [];
        Outcome[] provable = [.. outcomes.Where(o => o.Model.Trajectories() is not null)];
        if (provable.Length > 0)
        {
            AnsiConsole.WriteLine(FormattableString.Invariant($"Sensor noise of at most ±{Movement.Noise}, proved and attacked:"));
            Progress(context =>
            {
                Dictionary<Way, ProgressTask> tasks = provable.ToDictionary(o => o.Way, o => context.AddTask(o.Way.Title(), maxValue: 1));
                disturbed = Disturbed.Of(
                    experiment,
                    provable,
                    arguments.Windows,
                    arguments.Effort,
                    (way, share) => tasks[way].Value = share
                );
            });
        }

        return disturbed;
    }

    private static void Progress(Action<ProgressContext> action) =>
        AnsiConsole
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(action);

    private static IReadOnlyList<Outcome> Train(Comparison comparison, IReadOnlyList<Way> ways)
    {
        IReadOnlyList<Outcome> outcomes = [];
        Progress(context =>
        {
            Dictionary<Way, ProgressTask> tasks = ways.ToDictionary(w => w, w => context.AddTask(w.Title(), maxValue: comparison.Work(w)));
            outcomes = comparison.Run((way, done) => tasks[way].Increment(done));
        });
        return outcomes;
    }
}
