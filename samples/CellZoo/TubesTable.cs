using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Certificates around a trajectory of all cells, in the terminal.</summary>
public static class TubesTable
{
    /// <summary>Shows cells; returns the exit code: 1 where anything was found beyond what is proved.</summary>
    public static int Show(IReadOnlyList<CellDescription> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var table = new Table
        {
            Title = new TableTitle(
                FormattableString.Invariant(
                    $"Movement of the output after {Tubes.Steps} steps while {Tubes.Inputs} inputs are off by at most ±r, "
                ) + FormattableString.Invariant($"mean over {Tubes.Units} units: proved / found (ratio); weights uniform in ±1/√H")
            ),
        };
        table.AddColumn(new TableColumn("cell").NoWrap().PadLeft(0).PadRight(1));
        foreach (double radius in Tubes.Radii)
        {
            table.AddColumn(new TableColumn($"±{Text(radius, "0.##")}").RightAligned().NoWrap().PadLeft(0).PadRight(1));
        }

        var exceeded = new List<string>();
        AnsiConsole
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("certificates and attacks", maxValue: cells.Count);
                foreach (CellDescription cell in cells)
                {
                    IReadOnlyList<Tubes.Case> cases = Tubes.Of(cell);
                    table.AddRow([cell.Name, .. cases.Select(Cell)]);
                    exceeded.AddRange(cases.Where(c => c.IsExceeded).Select(_ => cell.Name).Distinct());
                    task.Increment(1);
                }
            });
        AnsiConsole.Write(table);
        foreach (string name in exceeded)
        {
            Console.Error.WriteLine($"{name}: an output was found beyond what is proved of it.");
        }

        return exceeded.Count == 0 ? 0 : 1;
    }

    private static string Cell(Tubes.Case at) =>
        $"{Number(at.Certified)} / {Number(at.Found)} ({Text(at.Certified / at.Found, at.Certified < 1e4 * at.Found ? "0.00" : "0.#E+0")})";

    private static string Number(double value) => Text(value, value < 1e4 ? "0.0000" : "0.#E+0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
