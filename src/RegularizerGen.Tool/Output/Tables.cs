using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace RegularizerGen.Tool.Output;

/// <summary>Tables: with borders on a terminal; as Markdown, without colors and without line breaks, where the output goes
/// elsewhere.</summary>
internal sealed class Tables(TextWriter output) : ITables
{
    private readonly bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>A line.</summary>
    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>A table. Columns whose title starts with a space are numbers.</summary>
    public void Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (isTerminal)
        {
            Bordered(columns, rows);
        }
        else
        {
            Markdown(columns, [.. rows]);
        }
    }

    private static bool IsNumber(string column) => column.StartsWith(' ');

    private static void Bordered(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new Table().RoundedBorder();
        foreach (string column in columns)
        {
            var cell = new TableColumn(Spectre.Console.Markup.Escape(column.Trim()));
            table.AddColumn(IsNumber(column) ? cell.RightAligned() : cell);
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(Spectre.Console.Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private void Markdown(IReadOnlyList<string> columns, IReadOnlyList<string>[] rows)
    {
        int[] widths = [.. columns.Select((c, k) => rows.Select(r => Cell(r[k]).Length).Append(c.Trim().Length).Append(4).Max())];
        Row(columns.Select(c => c.Trim()));
        Row(columns.Select((c, k) => IsNumber(c) ? new string('-', widths[k] - 1) + ":" : new string('-', widths[k])));
        foreach (IReadOnlyList<string> row in rows)
        {
            Row(row);
        }

        void Row(IEnumerable<string> cells) =>
            output.WriteLine(
                $"| {string.Join(" | ", cells.Select((c, k) => IsNumber(columns[k]) ? Cell(c).PadLeft(widths[k]) : Cell(c).PadRight(widths[k])))} |"
            );
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
