using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Reports;

/// <summary>All gains of a certificate: a column for each number of steps and way, a row for the whole output, each output, and each input
/// channel.</summary>
internal static class GainTable
{
    private const int ShownValues = 8;

    public static ReportSection Of(Certificate certificate)
    {
        var columns = new List<(string Name, CertifiedGains Gains)> { ($"{certificate.Horizon} steps", certificate.Finite) };
        Add("any number", certificate.Limit?.Gains);
        Add("any, by blocks", certificate.Blocks?.Gains);
        Add("any, by one norm", certificate.Contraction?.Gains);
        var rows = new List<string[]> { Row("whole output", g => g.Gain) };
        Rows("output", certificate.Finite.Outputs.Count, (g, k) => g.Outputs[k], g => g.Outputs);
        Rows("from input channel", certificate.Finite.Channels.Count, (g, k) => g.Channels[k], g => g.Channels);
        IReadOnlyList<double> outputs = certificate.Finite.Outputs;
        return new ReportSection(
            "gains, at most",
            Unit(certificate.Perturbation),
            ["gain", .. columns.Select(c => c.Name)],
            rows,
            [.. outputs.Take(2 * ShownValues).Select((gain, k) => new ReportBar($"output {k}", 0, gain, OutwardText.Up(gain)))]
        );

        void Add(string name, CertifiedGains? gains)
        {
            if (gains is not null)
            {
                columns.Add((name, gains));
            }
        }

        string[] Row(string name, System.Func<CertifiedGains, double> gain) =>
            [name, .. columns.Select(c => OutwardText.Up(gain(c.Gains)))];

        void Rows(
            string name,
            int count,
            System.Func<CertifiedGains, int, double> gain,
            System.Func<CertifiedGains, IReadOnlyList<double>> all
        )
        {
            if (count > 1 && columns.All(c => all(c.Gains).Distinct().Count() == 1))
            {
                rows.Add(Row($"{name} 0 to {count - 1}, each", g => gain(g, 0)));
                return;
            }

            for (int k = 0; k < count && k < ShownValues; k++)
            {
                int number = k;
                rows.Add(Row($"{name} {k}", g => gain(g, number)));
            }

            if (count > ShownValues)
            {
                rows.Add(Row($"{name}, largest of {count}", g => all(g).Max()));
            }
        }
    }

    private static string Unit(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => "deviation of the output per deviation of white noise at the inputs",
            Perturbation.Energy => "Euclidean movement of the output per Euclidean size of the disturbance at every step",
            _ => "movement of an output per largest element of the disturbance at any step",
        };
}
