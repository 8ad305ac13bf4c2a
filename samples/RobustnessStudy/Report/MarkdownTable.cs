using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>Tables as text, and numbers in them.</summary>
public static class MarkdownTable
{
    /// <summary>A table; the first column is text, the others are numbers.</summary>
    public static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(header);
        string[] lines = [Line(header), "|---|" + string.Concat(Enumerable.Repeat("---:|", header.Count - 1)), .. rows.Select(Line)];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Three or four digits, whatever the size.</summary>
    public static string Figure(double value) =>
        value switch
        {
            double.PositiveInfinity => "∞",
            double.NaN => "-",
            0 => "0",
            _ when Math.Abs(value) is >= 1e4 or < 1e-4 => value.ToString("0.#E+0", CultureInfo.InvariantCulture),
            _ => value.ToString(
                Math.Abs(value) >= 100 ? "0"
                    : Math.Abs(value) >= 10 ? "0.0"
                    : Math.Abs(value) >= 1 ? "0.00"
                    : "0.0000",
                CultureInfo.InvariantCulture
            ),
        };

    /// <summary>Mean ± standard error.</summary>
    public static string Figure(Estimate estimate) => $"{Figure(estimate.Mean)} ± {Figure(estimate.StandardError)}";

    /// <summary>A difference in percent of a value.</summary>
    public static string Percent(Estimate difference, double of) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * difference.Mean / of:+0.0;-0.0;0.0} ± {100 * difference.StandardError / of:0.0}"
        );

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
