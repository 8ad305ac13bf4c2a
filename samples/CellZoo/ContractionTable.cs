using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Which networks the published conditions for contraction prove to contract, and which the ways of this library, in the
/// terminal.</summary>
public static class ContractionTable
{
    private static readonly (string Name, Func<ContractionCase, double> Rate)[] Ways =
    [
        ("published", c => c.Published),
        ("norms", c => c.Anywhere.Norms),
        ("unit by unit", c => c.Anywhere.UnitByUnit),
        ("blocks", c => c.Anywhere.Blocks),
        ("structured", c => c.Anywhere.Structured),
        ("norms, 0", c => c.Zero.Norms),
        ("unit by unit, 0", c => c.Zero.UnitByUnit),
        ("blocks, 0", c => c.Zero.Blocks),
        ("structured, 0", c => c.Zero.Structured),
    ];

    /// <summary>Shows networks of so many seeds; returns the exit code: 1 where anything was found beyond what is proved.</summary>
    /// <exception cref="ArgumentException">There is no published condition for a cell, or a size is less than 1.</exception>
    public static int Show(IReadOnlyList<ContractionStudy> studies, int seeds)
    {
        ArgumentNullException.ThrowIfNull(studies);
        string networks = FormattableString.Invariant($"|x| ≤ 1, weights uniform in ± scale/√H, means of seeds 1 to {seeds}");
        Table rates = Titled(
            $"Rates of contraction over {networks} (in brackets, how many are proved to contract, where some are and some are not). "
                + "From any start with |h| ≤ 1; 0: from the start 0",
            ["cell", "scale", .. Ways.Select(w => w.Name), "found", "gain proved, 0", "found"]
        );
        Table scales = Titled(
            $"The largest scale of those above up to which networks are proved to contract, and the least at which some grow; {networks}",
            ["cell", .. Ways.Select(w => w.Name), "found to grow"]
        );
        bool exceeded = false;
        AnsiConsole
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("certificates and searches", maxValue: studies.Sum(s => seeds * (s.Scales.Count + 1)));
                foreach (ContractionStudy study in studies)
                {
                    ContractionStudy.Results results = study.Run(seeds, () => task.Increment(1));
                    string cell = FormattableString.Invariant($"{study.Name}, {study.Inputs} inputs, {study.Units} units");
                    foreach ((double scale, ContractionCase[] row) in study.Scales.Zip(results.Cases))
                    {
                        rates.AddRow([cell, Text(scale, "0.00"), .. Ways.Select(w => Rate([.. row.Select(w.Rate)])), .. Truth(row)]);
                    }

                    rates.AddEmptyRow();
                    scales.AddRow([cell, .. Ways.Select(w => Largest(study, results, w.Rate)), Text(results.Growth.Average(), "0.0")]);
                    exceeded |= results.Cases.SelectMany(c => c).Any(c => c.IsExceeded);
                }
            });
        AnsiConsole.Write(rates);
        AnsiConsole.Write(scales);
        if (exceeded)
        {
            Console.Error.WriteLine("A network was found to forget more slowly, or to react more strongly, than is proved of it.");
        }

        return exceeded ? 1 : 0;
    }

    private static Table Titled(string title, string[] headings)
    {
        var table = new Table { Title = new TableTitle(title) };
        foreach ((string heading, int k) in headings.Select((h, k) => (h, k)))
        {
            TableColumn column = new TableColumn(heading).NoWrap().PadLeft(0).PadRight(1);
            table.AddColumn(k == 0 ? column : column.RightAligned());
        }

        return table;
    }

    private static string Rate(double[] rates)
    {
        double[] finite = [.. rates.Where(double.IsFinite)];
        int proved = rates.Count(r => r < 1);
        return finite.Length == 0 ? "-" : Text(finite.Average(), "0.000") + (proved > 0 && proved < rates.Length ? $" ({proved})" : "");
    }

    private static string[] Truth(ContractionCase[] row)
    {
        double proved = row.Average(c => c.Zero.Gain);
        return
        [
            Text(row.Average(c => c.FoundRate), "0.000"),
            double.IsFinite(proved) ? Text(proved, "0.00") : "-",
            Text(row.Average(c => c.FoundGain), "0.00"),
        ];
    }

    private static string Largest(ContractionStudy study, ContractionStudy.Results results, Func<ContractionCase, double> rate) =>
        study.Largest(results, rate) is { } scale ? Text(scale, "0.00") : "< " + Text(study.Scales[0], "0.00");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
