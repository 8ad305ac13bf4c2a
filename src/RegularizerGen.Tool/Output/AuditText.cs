using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Audit;

namespace RegularizerGen.Tool.Output;

/// <summary>An audit for people. Bounds are rounded outward.</summary>
internal static class AuditText
{
    /// <summary>Writes it.</summary>
    public static void Write(AuditReport report, ITables tables)
    {
        string bound = Exact(report.InputBound);
        tables.Line(
            report.Network is { } network
                ? $"{report.Model}: '{network.Input}' to '{network.Output}', |{network.Input}| <= {bound}, {report.Horizon} steps"
                : $"{report.Model}: recurrent nodes one by one, each for inputs within ±{bound}, {report.Horizon} steps"
        );
        if (report.Outside is not null)
        {
            tables.Line($"{(report.Network is null ? "Not read as a chain" : "Read as a chain up to here")}: {report.Outside}.");
        }

        tables.Line();
        Nodes(report, tables);
        if (report.Network is not null)
        {
            Layers(report.Network, tables);
        }

        if (report.LargestBound is { } largest)
        {
            tables.Line(
                LargestBound(largest, report.Outside is null ? "every recurrent node forgets" : "every recurrent node by itself forgets")
            );
            tables.Line();
        }

        if (report.Data is not null)
        {
            Data(report.Data, tables);
        }

        if (report.Lines is not null)
        {
            SummaryText.Write(report.Lines, tables);
            tables.Line();
        }

        Demands(report.Demands, tables);
    }

    /// <summary>What became of demands; nothing where there are none.</summary>
    public static void Demands(IReadOnlyList<DemandResult> demands, ITables tables)
    {
        if (demands.Count > 0)
        {
            tables.Write(["demand", "outcome", "why"], demands.Select(d => Row(d.Demand, Outcome(d.Outcome), d.Reason)));
        }
    }

    /// <summary>An outcome in a word or two.</summary>
    public static string Outcome(ExitCode code) =>
        code switch
        {
            ExitCode.Holds => "holds",
            ExitCode.Violated => "violated",
            _ => "not proved",
        };

    /// <summary>Up to which size of inputs something is proved.</summary>
    public static string LargestBound(LargestBound largest, string what)
    {
        string upTo =
            largest.InputBound > 0
                ? $"{Capital(what)} for inputs within ±{OutwardText.Down(largest.InputBound)}"
                : $"No bound of the inputs was found within which {what}";
        return double.IsFinite(largest.NotProved)
            ? $"{upTo}; not proved within ±{OutwardText.Up(largest.NotProved)}."
            : $"{upTo}, the largest that was tried.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static void Nodes(AuditReport report, ITables tables)
    {
        tables.Write(
            ["node", "cell", " inputs within", " gain", " any steps", "contractive", " rate", "output"],
            report.Nodes.Select(n =>
                Row(
                    n.Node,
                    n.Cell,
                    "±" + OutwardText.Up(n.InputBound),
                    OutwardText.Up(n.Gain),
                    OutwardText.Up(n.AnyStepsGain),
                    n.IsContractive ? "yes" : "not proved",
                    OutwardText.Up(n.Rate),
                    Range(n.Lower, n.Upper)
                )
            )
        );
        foreach (string assumption in report.Nodes.SelectMany(n => n.Assumptions.Select(a => $"{n.Node} assumes: {a}.")).Distinct())
        {
            tables.Line(assumption);
        }

        tables.Line();
    }

    private static void Layers(NetworkFigures network, ITables tables)
    {
        tables.Write(
            ["layer", " width", "output", " gain so far"],
            network.Layers.Select(l =>
                Row(l.Layer, l.Width.ToString(CultureInfo.InvariantCulture), Range(l.Lower, l.Upper), OutwardText.Up(l.Gain))
            )
        );
        tables.Line();
    }

    private static void Data(DataFigures data, ITables tables)
    {
        tables.Line($"Around the data, every input off by at most {Exact(data.Radius)}:");
        tables.Line();
        tables.Write(
            [" sequence", " steps", " movement", " at the last step"],
            data.Sequences.Select(
                (s, k) =>
                    Row(
                        k.ToString(CultureInfo.InvariantCulture),
                        s.Steps.ToString(CultureInfo.InvariantCulture),
                        OutwardText.Up(s.Movement),
                        OutwardText.Up(s.LastMovement)
                    )
            )
        );
        tables.Line();
        tables.Line("As long as signals keep the ranges that they had in the data, a tenth wider on either side, or as the radius needs:");
        tables.Line();
        tables.Write(
            ["node", " inputs off by", " rate", " gain", " any steps"],
            data.Conditional.Select(c =>
                Row(
                    c.Node,
                    OutwardText.Up(c.Radius),
                    c.Void is null ? OutwardText.Up(c.Rate) : $"void: {c.Void}",
                    OutwardText.Up(c.Gain),
                    OutwardText.Up(c.AnyStepsGain)
                )
            )
        );
        tables.Line();
    }

    private static string[] Row(params string[] cells) => cells;

    private static string Range(double lower, double upper) => $"[{OutwardText.Down(lower)}, {OutwardText.Up(upper)}]";

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
