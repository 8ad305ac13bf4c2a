using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Audit;

/// <summary>What became of a demand.</summary>
/// <param name="Demand">The demand, as it was given.</param>
/// <param name="Outcome">Whether it holds.</param>
/// <param name="Reason">Why.</param>
/// <param name="Counterexample">Two sequences that refute it; null where there are none.</param>
internal sealed record DemandResult(string Demand, ExitCode Outcome, string Reason, Counterexample? Counterexample = null)
{
    /// <summary>A demand for a limit that is kept.</summary>
    public static DemandResult AtMost(string demand, double proved) =>
        new(demand, ExitCode.Holds, $"at most {OutwardText.Up(proved)} is proved");

    /// <summary>A demand to forget that is met.</summary>
    public static DemandResult Forgets(string demand, double rate) =>
        new(demand, ExitCode.Holds, $"rate at most {OutwardText.Up(rate)} per step is proved");

    /// <summary>A demand that two sequences refute.</summary>
    public static DemandResult Refuted(string demand, Counterexample found) =>
        new(
            demand,
            ExitCode.Violated,
            $"two sequences at most {OutwardText.Up(found.Distance)} apart lead to outputs {OutwardText.Down(found.Movement)} apart "
                + $"(output {found.Output} at step {found.Step})",
            found
        );

    /// <summary>A demand for a limit that is neither proved nor refuted.</summary>
    public static DemandResult Open(string demand, double proved) =>
        new(demand, ExitCode.NotProved, $"at most {OutwardText.Up(proved)} is proved, and no counterexample was found");

    /// <summary>What all demands come to.</summary>
    public static ExitCode All(IReadOnlyList<DemandResult> demands) =>
        demands.Any(d => d.Outcome == ExitCode.Violated) ? ExitCode.Violated
        : demands.Any(d => d.Outcome == ExitCode.NotProved) ? ExitCode.NotProved
        : ExitCode.Holds;
}
