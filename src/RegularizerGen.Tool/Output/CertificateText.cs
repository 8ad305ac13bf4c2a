using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Audit;

namespace RegularizerGen.Tool.Output;

/// <summary>Certificates of a cell for people. Bounds are rounded outward.</summary>
internal static class CertificateText
{
    /// <summary>Writes them.</summary>
    public static void Write(
        Certificate box,
        ContractiveBound? largest,
        IReadOnlyList<TubeCertificate> around,
        IReadOnlyList<DemandResult> demands,
        Tables tables
    )
    {
        tables.Line($"{box.Cell}, |x| <= {Exact(box.InputBound)}, {box.Horizon} steps. {box.Verdict}");
        foreach (string assumption in box.Assumptions)
        {
            tables.Line($"Assumes: {assumption}.");
        }

        tables.Line();
        tables.Write(
            ["of the box", " figure"],
            [
                [$"peak gain over {box.Horizon} steps", OutwardText.Up(box.Finite.Gain)],
                ["peak gain over any number of steps", OutwardText.Up(box.AnyStepsGain)],
                ["contractive", box.IsContractive ? "yes" : "not proved"],
                ["rate of decay per step", OutwardText.Up(box.DecayRate)],
                .. box
                    .Ranges.Where(r => r.Kind is "state" or "output" or "output state")
                    .Select(r => new[] { $"range of {r.Signal}", $"[{OutwardText.Down(r.Lower)}, {OutwardText.Up(r.Upper)}]" }),
            ]
        );
        if (largest is not null)
        {
            tables.Line();
            tables.Line(
                AuditText.LargestBound(new LargestBound(largest.InputBound, largest.NotProved), "the cell forgets its past inputs")
            );
        }

        if (around.Count > 0)
        {
            Around(around, tables);
        }

        if (demands.Count > 0)
        {
            tables.Line();
            AuditText.Demands(demands, tables);
        }
    }

    private static void Around(IReadOnlyList<TubeCertificate> around, Tables tables)
    {
        tables.Line();
        tables.Line($"Around the data, every input off by at most {Exact(around[0].Radius)}:");
        tables.Line();
        tables.Write(
            [" sequence", " steps", " movement", " at the last step", " peak gain"],
            around
                .Select(SequenceText.Figures)
                .Select(
                    (f, k) =>
                        new[]
                        {
                            k.ToString(CultureInfo.InvariantCulture),
                            f.Steps.ToString(CultureInfo.InvariantCulture),
                            OutwardText.Up(f.Movement),
                            OutwardText.Up(f.LastMovement),
                            OutwardText.Up(f.PeakGain),
                        }
                )
        );
    }

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
