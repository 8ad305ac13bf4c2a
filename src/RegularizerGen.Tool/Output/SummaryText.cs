using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Output;

/// <summary>What certificates of many sequences come to, for people or as JSON. Bounds are rounded outward.</summary>
internal static class SummaryText
{
    /// <summary>Writes it as it is asked for.</summary>
    public static void Write(Summary summary, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            output.WriteLine(Json.Write(summary));
        }
        else
        {
            Write(summary, new Tables(output));
        }
    }

    /// <summary>Writes it for people.</summary>
    public static void Write(Summary summary, ITables tables)
    {
        if (summary.Worst is not { } worst)
        {
            tables.Line("No sequences: the shard is empty.");
            return;
        }

        tables.Line(
            $"{Number(summary.Sequences)} sequences, {Number(summary.Steps)} steps, every input off by at most {Exact(worst.Radius)}:"
        );
        tables.Line();
        tables.Write(
            ["sequences", " movement", " at the last step"],
            summary.Quantiles.Select(q => new[] { Share(q.Share), OutwardText.Up(q.Movement), OutwardText.Up(q.LastMovement) })
        );
        tables.Line();
        tables.Line($"Moves most: '{worst.Name}' (number {Number(worst.Index)}), by at most {OutwardText.Up(worst.Movement)}.");
        if (summary.Bounded < summary.Sequences)
        {
            tables.Line($"Nothing is proved of {Number(summary.Sequences - summary.Bounded)} sequences: their movement is not bounded.");
        }

        if (summary.MaxMovement is { } limit)
        {
            tables.Line($"Movement at most {Exact(limit)} is {summary.Outcome} of {Number(summary.Sequences)}.");
            if (summary.Refuting is { } refuting)
            {
                string reached = OutwardText.Down(refuting.Reached!.Value);
                tables.Line($"Seen to move most: '{refuting.Name}' (number {Number(refuting.Index)}), by {reached}.");
            }
        }
    }

    private static string Share(double share) => share == 1 ? "all" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
