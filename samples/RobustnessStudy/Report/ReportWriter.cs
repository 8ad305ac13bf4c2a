using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>The report of finished runs: a page of tables, and pictures beside it.</summary>
public static class ReportWriter
{
    private const string Name = "report.md";

    /// <summary>Writes everything; returns the paths.</summary>
    public static IReadOnlyList<string> Write(Study study, IReadOnlyList<RunRecord> runs, string folder)
    {
        ArgumentNullException.ThrowIfNull(study);
        IReadOnlyList<Group> groups = Group.Of(study, runs);
        string page = Path.Combine(folder, Name);
        File.WriteAllText(page, Text(study, groups));
        return [page, .. groups.SelectMany(g => Pictures.Of(g, study, folder))];
    }

    /// <summary>The page.</summary>
    public static string Text(Study study, IReadOnlyList<Group> groups)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(groups);
        var text = new StringBuilder();
        text.Append("# Robustness study\n\n").Append(study.Settings.Protocol).Append(". ");
        text.Append("Means over seeds ± standard errors; differences are paired by seed. Errors in the units of the task.\n\n");
        text.Append("## Goals\n\n").Append(Goals.Text([.. groups.Select(Goals.Of)])).Append('\n');
        foreach (Group group in groups)
        {
            text.Append("## ").Append(group.Title).Append("\n\n");
            text.Append(GroupTables.Errors(group)).Append('\n');
            text.Append(GroupTables.Disturbances(group)).Append('\n');
            text.Append(GroupTables.Proofs(group)).Append('\n');
            text.Append(StrengthTable.Of(group)).Append('\n');
        }

        return text.ToString();
    }
}
