using System.Collections.Generic;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>Report.</summary>
public static class ReportWriter
{
    public static IEnumerable<string> Write(Study study, IReadOnlyList<RunRecord> runs, string folder) => [];
}
