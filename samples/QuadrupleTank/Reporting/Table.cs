using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Training;
using Spectre.Console;

namespace RegularizerGen.Samples.QuadrupleTank.Reporting;

/// <summary>The comparison as a table in the terminal, and in one plain sentence.</summary>
public static class Table
{
    public static void Show(IReadOnlyList<Outcome> outcomes)
    {
        var table = new Spectre.Console.Table
        {
            Title = new TableTitle(
                "FIT % on test data by input noise; gain of white noise found there, proved over 20 steps and any number; decay per step"
            ),
        };
        table.AddColumn(new TableColumn("trained").NoWrap().PadLeft(0).PadRight(1));
        table.AddColumn(new TableColumn("λ or σ").RightAligned().NoWrap().PadLeft(0).PadRight(1));
        foreach (double noise in Evaluation.NoiseLevels)
        {
            table.AddColumn(new TableColumn(noise == 0 ? "clean" : Text(noise, "0.##")).RightAligned().NoWrap().PadLeft(0).PadRight(1));
        }

        foreach (string column in new[] { "found", "T = 20", "any T", "rate" })
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap().PadLeft(0).PadRight(1));
        }

        foreach (Outcome outcome in outcomes)
        {
            string[] cells =
            [
                outcome.Way.Title(),
                outcome.Strength == 0 ? "-" : Text(outcome.Strength, outcome.Strength < 0.01 ? "0E+0" : "0.##"),
                .. outcome.Fits.Select((fit, k) => Mark(Text(fit, "0.0"), fit >= outcomes.Max(o => o.Fits[k]))),
                Text(outcome.Measured.Gain, "0.###"),
                Figure(outcome.Proof.Gain),
                outcome.Proof.AnyStepsGain is { } gain ? Figure(gain) : "-",
                Rate(outcome.Proof.Rate),
            ];
            table.AddRow(cells);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(Verdict(outcomes));
        Outcome proved = outcomes.OrderByDescending(o => o.Proof.Rate < 1).ThenBy(o => o.Proof.AnyStepsGain ?? o.Proof.Gain).First();
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine(
            $"What is proved of the network of least gain ({proved.Way.Title()}; FIT {Text(proved.Fits[0], "0.0")} against {Text(outcomes.First(o => o.Way == Way.Plain).Fits[0], "0.0")} of plain training on clean data):"
        );
        AnsiConsole.WriteLine(proved.Proof.Report);
        AnsiConsole.WriteLine("The same network on test inputs:");
        AnsiConsole.WriteLine(proved.Measured.Report);
    }

    /// <summary>What the figures say, whichever way they fall.</summary>
    private static string Verdict(IReadOnlyList<Outcome> outcomes)
    {
        int strongest = Evaluation.NoiseLevels.Length - 1;
        Outcome plain = outcomes.First(o => o.Way == Way.Plain);
        Outcome best = outcomes.MaxBy(o => o.Fits[strongest])!;
        string Effect(Way way, string name)
        {
            Outcome outcome = outcomes.First(o => o.Way == way);
            double change = outcome.Fits[strongest] - plain.Fits[strongest];
            return $"the {name} {(change >= 0 ? "gained" : "lost")} {Text(Math.Abs(change), "0.0")} points of FIT against plain training and changed {Text(outcome.Fits[0] - plain.Fits[0], "+0.0;-0.0")} on clean data";
        }

        string exact = outcomes.Any(o => o.Way == Way.Jacobian) ? $"; {Effect(Way.Jacobian, "exact penalty")}" : string.Empty;
        return $"At input noise {Text(Evaluation.NoiseLevels[strongest], "0.##")} {Effect(Way.Tikhonov, "Tikhonov bound")}{exact}. Best there: {best.Way.Title()}.";
    }

    private static string Figure(double gain) => double.IsInfinity(gain) ? "∞" : Text(gain, gain < 1e5 ? "0.##" : "0.#E+0");

    private static string Rate(double rate) => rate < 10 ? Text(rate, "0.###") : Figure(Math.Round(rate));

    private static string Mark(string text, bool best) => best ? $"[bold]{text}[/]" : text;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
