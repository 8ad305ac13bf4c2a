using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen;
using RegularizerGen.Samples.CellZoo;
using Spectre.Console;

string usage = $"""
    Usage: CellZoo [--tightness [T] | --contraction | --tubes | --help | CELL]

      (nothing)     bounds of all cells beside the largest sensitivities found
      --tightness   how far certificates of LSTM and GRU lie above the largest sensitivities found, over T steps (10 and 20)
      --contraction which LSTM and GRU are proved to contract, by published conditions and by this library
      --tubes       how far disturbed inputs move the output of every cell: proved around one sequence, and found
      CELL          the derivation of one of {string.Join(", ", Zoo.Cells.Select(c => c.Name))}

    Examples:
      CellZoo
      CellZoo Lem
      CellZoo --tubes
    """;
if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(usage);
    return 0;
}

if (args.Length == 1 && Zoo.Cells.FirstOrDefault(c => string.Equals(c.Name, args[0], StringComparison.OrdinalIgnoreCase)) is { } wanted)
{
    Console.WriteLine(wanted.Derivation);
    return 0;
}

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 190; // a file or pipe has no width of its own
}

if (args is ["--tightness"])
{
    return ShowTightness(Tightness.Horizons);
}

if (
    args is ["--tightness", var steps]
    && int.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out int wantedSteps)
    && wantedSteps > 0
)
{
    return ShowTightness([wantedSteps]);
}

if (args is ["--contraction"])
{
    return ContractionTable.Show(ContractionStudy.Default, seeds: 5);
}

if (args is ["--tubes"])
{
    return TubesTable.Show(Zoo.Cells);
}

if (args.Length > 0)
{
    Console.Error.WriteLine(usage);
    return 1;
}

var table = new Table
{
    Title = new TableTitle(
        FormattableString.Invariant(
            $"{Survey.Horizon} steps, {Survey.Units} units. Left: bounds at the usual initialisation ±1/√H. Right: at a tenth of it, gain / largest sensitivity found (ratio)"
        )
    ),
};
foreach (
    string heading in new[]
    {
        "cell",
        "states",
        "weights",
        "one step",
        "white",
        "energy",
        "peak",
        "white, found",
        "energy, found",
        "peak, found",
    }
)
{
    TableColumn column = new TableColumn(heading).NoWrap().PadLeft(0).PadRight(1);
    table.AddColumn(heading is "cell" or "states" ? column : column.RightAligned());
}

var rows = new List<SurveyRow>();
AnsiConsole
    .Progress()
    .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
    .Start(context =>
    {
        ProgressTask task = context.AddTask("searching for the largest sensitivities", maxValue: Zoo.Cells.Count);
        foreach (CellDescription cell in Zoo.Cells)
        {
            rows.Add(Survey.Of(cell));
            task.Increment(1);
        }
    });

foreach (SurveyRow row in rows)
{
    string[] cells =
    [
        row.Cell.Name,
        string.Join(", ", row.Cell.StateNames),
        row.Parameters.ToString(CultureInfo.InvariantCulture),
        Number(row.OneStep),
        .. row.Standard.Select(Number),
        .. row.Contractive.Select(Pair),
    ];
    table.AddRow(cells);
}

AnsiConsole.Write(table);
AnsiConsole.WriteLine("The derivation of one cell: add its name to the command.");
return rows.Any(r => r.Contractive.Any(p => p.Found > p.Bound * (1 + 1e-9))) ? 1 : 0;

static int ShowTightness(IReadOnlyList<int> horizons)
{
    var table = new Table
    {
        Title = new TableTitle(
            FormattableString.Invariant(
                $"Certified gain over the largest sensitivity found; {Tightness.Inputs} inputs, {Tightness.Units} units, weights uniform in ± scale/√H"
            )
        ),
    };
    foreach (
        string heading in new[]
        {
            "cell",
            "scale",
            "T",
            "perturbation",
            "ρ(A)",
            "base",
            "tight",
            "sets",
            "found",
            "base / found",
            "tight / found",
            "sets / found",
        }
    )
    {
        TableColumn column = new TableColumn(heading).NoWrap().PadLeft(0).PadRight(1);
        table.AddColumn(heading is "cell" or "perturbation" ? column : column.RightAligned());
    }

    CellDescription[] cells = [.. Zoo.Cells.Where(c => c.Name is "Lstm" or "Gru")];
    bool exceeded = false;
    AnsiConsole
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask("gradient ascent", maxValue: cells.Length * Tightness.Scales.Count * horizons.Count * 3);
            foreach (CellDescription cell in cells)
            {
                foreach (
                    (double scale, int horizon, Perturbation perturbation) in Tightness.Scales.SelectMany(s =>
                        horizons.SelectMany(t =>
                            new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }.Select(p => (s, t, p))
                        )
                    )
                )
                {
                    Tightness.Case found = Tightness.Of(cell, scale, horizon, perturbation);
                    exceeded |= found.Found > Math.Min(found.Tight, found.Sets) * (1 + 1e-9);
                    table.AddRow(
                        cell.Name,
                        Number(scale),
                        Number(horizon),
                        perturbation.ToString(),
                        Number(found.SpectralRadius),
                        Number(found.Base),
                        Number(found.Tight),
                        Number(found.Sets),
                        Number(found.Found),
                        Number(found.Base / found.Found),
                        Number(found.Tight / found.Found),
                        Number(found.Sets / found.Found)
                    );
                    task.Increment(1);
                }
            }
        });

    AnsiConsole.Write(table);
    return exceeded ? 1 : 0;
}

static string Number(double value) => value.ToString(value is < 1e4 and >= 1e-2 ? "0.###" : "0.#E+0", CultureInfo.InvariantCulture);

static string Pair((double Bound, double Found) pair) => $"{Number(pair.Bound)} / {Number(pair.Found)} ({Number(pair.Bound / pair.Found)})";
