using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Reports;

/// <summary>A certificate as a report: numbers with four digits, rounded outward.</summary>
internal static class CertificateReport
{
    private const int ShownContributions = 6;

    // Steps before the last that the table shows; the chart has all.
    private static readonly int[] ShownSteps = [0, 1, 2, 4, 9, 19, 49];

    /// <summary>One line: what was certified.</summary>
    public static string Title(Certificate certificate) =>
        $"Certificate of {certificate.Cell}: {Name(certificate.Perturbation)}, {certificate.Rules.ToString().ToLowerInvariant()} rules, "
        + Inputs(certificate);

    public static Report Of(Certificate certificate)
    {
        var sections = new List<ReportSection> { GainTable.Of(certificate) };
        if (certificate.Finite.Steps.Count > 0)
        {
            sections.Add(Steps(certificate));
        }

        sections.Add(Forgetting(certificate));
        sections.AddRange(Ranges(certificate));
        if (certificate.Methods.Count > 1)
        {
            sections.Add(Methods(certificate));
        }

        sections.Add(Parts(certificate));
        return new Report(Title(certificate), certificate.Verdict, certificate.Assumptions, sections);
    }

    private static ReportSection Steps(Certificate certificate)
    {
        string[] text = [.. certificate.Finite.Steps.Select(OutwardText.Up)];
        ReportBar[] bars = [.. certificate.Finite.Steps.Select((gain, k) => new ReportBar(Ago(k), 0, gain, text[k]))];
        int[] shown = [.. ShownSteps.Where(k => k < text.Length - 1).Append(text.Length - 1)];
        return new ReportSection(
            "of a disturbance at one step only",
            "unit by unit, as the output's gain",
            [string.Empty, .. shown.Select(Ago)],
            [
                ["gain", .. shown.Select(k => text[k])],
            ],
            bars
        );

        static string Ago(int k) => k == 0 ? "last step" : $"{k} before";
    }

    private static ReportSection Forgetting(Certificate certificate)
    {
        var rows = new List<string[]>();
        void Add(string what, string value) => rows.Add([what, value]);
        Add("contractive", certificate.IsContractive ? "yes" : "not proved");
        if (certificate.Limit is { } limit)
        {
            Add("spectral radius of A, at most", OutwardText.Up(limit.SpectralRadius));
            Add("decay per step, at most", OutwardText.Up(limit.DecayRate));
            Add("recovery time", limit.RecoveryTime is { } steps ? $"{steps} steps" : "not certain");
        }
        else
        {
            Add("invariant ranges", "none verified: nothing is said about more steps");
        }

        if (certificate.Blocks is { } blocks)
        {
            Add($"decay per step where {blocks.Steps} steps at once contract, at most", OutwardText.Up(blocks.DecayRate));
        }

        if (certificate.Contraction is { } contraction)
        {
            Add("in one norm a step stretches by at most", OutwardText.Up(contraction.Rate));
            Add("in it, inputs are forgotten after", contraction.ForgettingTime is { } time ? $"{time} steps" : "an unknown time");
            Add("finite-energy gain, at most", OutwardText.Up(contraction.FiniteEnergyGain));
            Disturbance($"over {certificate.Horizon} steps", contraction.FiniteDisturbance);
            Disturbance("over any number of steps", contraction.Disturbance);
        }

        return new ReportSection("forgetting", string.Empty, [string.Empty, string.Empty], rows);

        void Disturbance(string over, CertifiedDisturbance of)
        {
            Add($"energy to peak {over}, at most", OutwardText.Up(of.EnergyToPeak.Gain));
            Add($"peak to peak {over}, at most", OutwardText.Up(of.PeakToPeak.Gain));
        }
    }

    private static IEnumerable<ReportSection> Ranges(Certificate certificate)
    {
        yield return certificate.Limit is { } limit
            ? Table("invariant ranges", limit.Ranges)
            : Table($"ranges over {certificate.Horizon} steps", certificate.Ranges);
        if (certificate.Blocks is { } blocks)
        {
            yield return Table("ranges at all steps, by blocks", blocks.Ranges);
        }

        static ReportSection Table(string heading, IReadOnlyList<CertifiedRange> ranges) =>
            new(
                heading,
                "of every unit of a signal",
                ["signal", "kind", "from", "to"],
                [.. ranges.Select(r => new[] { r.Signal, r.Kind, OutwardText.Down(r.Lower), OutwardText.Up(r.Upper) })],
                [
                    .. ranges.Select(r => new ReportBar(
                        r.Signal,
                        r.Lower,
                        r.Upper,
                        $"{OutwardText.Down(r.Lower)} … {OutwardText.Up(r.Upper)}"
                    )),
                ]
            );
    }

    private static ReportSection Methods(Certificate certificate) =>
        new(
            "gain by each way of bounding",
            "the smallest counts",
            ["way", $"{certificate.Horizon} steps", "any number", string.Empty],
            [
                .. certificate.Methods.Select(m =>
                    new[] { m.Name, OutwardText.Up(m.Finite), OutwardText.Up(m.AnySteps), m.Remark ?? string.Empty }
                ),
            ]
        );

    private static ReportSection Parts(Certificate certificate)
    {
        Contribution[] parts = [.. certificate.Contributions.Take(ShownContributions)];
        return new ReportSection(
            "what limits: largest parts of the coefficients of a step",
            "by how much one falls without the weight",
            ["coefficient", "weight", "amount", "share"],
            [.. parts.Select(p => new[] { p.Coefficient, p.Weight, OutwardText.Up(p.Amount), Share(p) })],
            [.. parts.Select(p => new ReportBar($"{p.Weight} in {p.Coefficient}", 0, p.Amount, Share(p)))]
        );

        static string Share(Contribution part) => part.Share.ToString("P0", CultureInfo.InvariantCulture);
    }

    private static string Inputs(Certificate certificate) =>
        certificate.Inputs.Count < 2 && certificate.Inputs.All(i => i.PerturbationScale == 1)
            ? $"|x| ≤ {Bound(certificate.InputBound)}"
            : string.Join(", ", certificate.Inputs.Select(Input));

    private static string Input(CertifiedInput input) =>
        $"|{input.Name}| ≤ {Bound(input.Bound)}"
        + (input.PerturbationScale == 1 ? string.Empty : $" (disturbed by {Bound(input.PerturbationScale)})");

    /// <summary>What the certificate rests on is printed as it is, and not rounded to either side.</summary>
    private static string Bound(double bound) => double.IsInfinity(bound) ? "∞" : bound.ToString(CultureInfo.InvariantCulture);

    private static string Name(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => "white noise",
            Perturbation.Energy => "bounded energy per step",
            _ => "bounded peak",
        };
}
