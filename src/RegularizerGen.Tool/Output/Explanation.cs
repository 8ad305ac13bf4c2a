using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Output;

/// <summary>The derivation of a cell as Markdown.</summary>
internal static class Explanation
{
    /// <summary>Writes it; with numbers where there is a certificate.</summary>
    public static string Write(CellDescription cell, Certificate? certificate)
    {
        var text = new StringBuilder($"# {cell.Name}\n");
        foreach (string section in cell.Derivation.ReplaceLineEndings("\n").Split("# ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = section.TrimEnd().Split('\n', 2);
            text.Append($"\n## {Capital(lines[0])}\n\n```text\n{(lines.Length > 1 ? lines[1] : string.Empty)}\n```\n");
        }

        text.Append(
            """

            P(W) and N(W) are the sums of the positive and of the absolute negative entries of a row; normW is the operator norm of W,
            inputNormW the norm by which it acts on the disturbed input. A and B bound the derivatives of one step by the previous states and
            by the input.

            ## How each weight enters

            | weight | directly | in the end |
            | --- | --- | --- |

            """
        );
        var uses = new WeightUse(cell.Derivation);
        foreach (string weight in CellWeights.Definition(cell).Weights.Where(w => w.Terms.Count == 0).Select(w => w.Name))
        {
            text.Append($"| {weight} | {List(uses.Directly(weight))} | {List(uses.Coefficients(weight))} |\n");
        }

        if (certificate is not null)
        {
            Numbers(text, certificate);
        }

        return text.ToString();
    }

    private static void Numbers(StringBuilder text, Certificate certificate)
    {
        text.Append($"\n## With these weights\n\n{certificate.Verdict}\n");
        text.Append(
            $"\nPeak gain over {certificate.Horizon} steps: {OutwardText.Up(certificate.Finite.Gain)}; over any number of steps: {OutwardText.Up(certificate.AnyStepsGain)}.\n"
        );
        if (certificate.Limit is { } limit)
        {
            text.Append("\n| coefficient in the limit | at most |\n| --- | ---: |\n");
            foreach ((string row, IReadOnlyDictionary<string, double> states) in limit.Coefficients.A)
            {
                text.Append(string.Concat(states.Select(s => $"| A[{row}, {s.Key}] | {OutwardText.Up(s.Value)} |\n")));
                text.Append($"| B[{row}] | {OutwardText.Up(limit.Coefficients.B[row])} |\n");
            }
        }

        text.Append("\n| coefficient | weight | part | share |\n| --- | --- | ---: | ---: |\n");
        foreach (Contribution part in certificate.Contributions)
        {
            text.Append(
                $"| {part.Coefficient} | {part.Weight} | {OutwardText.Up(part.Amount)} | {FormattableString.Invariant($"{part.Share:P0}")} |\n"
            );
        }

        text.Append("\n| signal | range |\n| --- | --- |\n");
        foreach (CertifiedRange range in certificate.Ranges)
        {
            text.Append($"| {range.Signal} | [{OutwardText.Down(range.Lower)}, {OutwardText.Up(range.Upper)}] |\n");
        }
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(", ", names);

    private static string Capital(string heading) => char.ToUpperInvariant(heading[0]) + heading[1..];
}
