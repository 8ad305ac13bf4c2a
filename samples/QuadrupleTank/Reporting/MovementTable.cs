using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.QuadrupleTank.Training;
using Spectre.Console;

namespace RegularizerGen.Samples.QuadrupleTank.Reporting;

/// <summary>What sensor noise can do to the networks, as a table in the terminal.</summary>
public static class MovementTable
{
    public static void Show(IReadOnlyList<Disturbed> ways)
    {
        var table = new Spectre.Console.Table
        {
            Title = new TableTitle($"Movement of the output, inputs (which span -1 to 1) off by at most {Text(Movement.Noise, "0.##")}"),
        };
        table.AddColumn(new TableColumn("trained").NoWrap().PadLeft(0).PadRight(1));
        foreach (int steps in Movement.Lengths)
        {
            foreach (string heading in new[] { $"{steps} steps\nproved", "found", "ratio", "3x at" })
            {
                table.AddColumn(new TableColumn(heading).RightAligned().PadLeft(0).PadRight(1));
            }
        }

        foreach (Disturbed way in ways)
        {
            table.AddRow([way.Way.Title(), .. way.Movements.SelectMany(Cells)]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            "Proved and found at the last step, the output that moves most, means over windows of test data from zero states; "
                + $"3x at: the radius at which what is proved reaches {Text(Movement.Sharp, "0")} times what is found."
        );
    }

    private static IEnumerable<string> Cells(Movement movement) =>
        [
            Text(movement.Proved, movement.Proved < 1e3 ? "0.000" : "0.#E+0"),
            Text(movement.Found, "0.000"),
            Text(movement.Proved / movement.Found, movement.Proved < 1e3 * movement.Found ? "0.00" : "0.#E+0"),
            double.IsInfinity(movement.Reach) ? $"> {Text(Movement.LargestRadius, "0")}" : Text(movement.Reach, "0.00#"),
        ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
