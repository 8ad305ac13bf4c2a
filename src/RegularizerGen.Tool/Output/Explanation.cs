using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;

namespace RegularizerGen.Tool.Output;

/// <summary>The derivation of a cell as Markdown.</summary>
internal static class Explanation
{
    /// <summary>Writes it; with numbers where there is a certificate.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="derivative">Its bound's derivative, line by line.</param>
    /// <param name="figures">What is known of it with given weights.</param>
    public static string Write(CellDescription cell, IReadOnlyList<string> derivative, CellFigures? figures)
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

            ## Derivative

            ∂q is the derivative of the penalty by q, from A, B and the new ranges (′) back to norms, weights and previous ranges. ∂W of a
            matrix in an affine sum goes to the rows that attain the ends of its range, by the signs of their entries.

            ```text

            """
        );
        text.Append(string.Concat(derivative.Select(l => l + "\n")));
        text.Append(
            """
            ```

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

        if (figures is not null)
        {
            Numbers(text, figures);
        }

        return text.ToString();
    }

    private static void Numbers(StringBuilder text, CellFigures figures)
    {
        Certificate certificate = figures.Certificate;
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

        text.Append("\n| gate | through | gain without | share |\n| --- | --- | ---: | ---: |\n");
        foreach (GateLimit gate in figures.Gates)
        {
            text.Append(
                $"| {gate.Name} | {List(gate.Weights)} | {OutwardText.Up(gate.Without)} | {FormattableString.Invariant($"{gate.Share:P0}")} |\n"
            );
        }

        text.Append("\n| signal | range | off by at most, in ε |\n| --- | --- | ---: |\n");
        foreach ((CertifiedRange range, double moved) in certificate.Ranges.Zip(figures.Signals.Movements))
        {
            text.Append(
                $"| {range.Signal} | [{OutwardText.Down(range.Lower)}, {OutwardText.Up(range.Upper)}] | {OutwardText.Up(moved)} |\n"
            );
        }

        text.Append(
            """

            "Share" is by how much the gain over the horizon, from A and B in the limit, would fall if the weights that act in the gate had norm 0
            and ranges stayed. "Off by" is how far a unit moves at most at the last step where every input is off by at most ε (times its scale) at
            every step; of a state, before that step.

            """
        );
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(", ", names);

    private static string Capital(string heading) => char.ToUpperInvariant(heading[0]) + heading[1..];
}
