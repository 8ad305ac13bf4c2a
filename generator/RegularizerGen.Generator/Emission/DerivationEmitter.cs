using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The derivation as strings in three notations.</summary>
internal static class DerivationEmitter
{
    private const int LongestPiece = 120;

    public static void Emit(CodeWriter writer, CellPlan plan)
    {
        writer.Summary(
            "The derivation of the bound: the cell's equations, ranges, the coefficients A and B of one step, the gain and the penalty."
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block("public static class Derivation"))
        {
            Constant(writer, "Text", "Plain text; lines that start with '# ' are headings.", plan.Equations.Text);
            writer.Line();
            Constant(
                writer,
                "Infix",
                "Name = expression, a line each, in infix notation (2*x^2*y + sqrt(z)); lines that start with '# ' are comments.",
                plan.Equations.Infix
            );
            writer.Line();
            Constant(writer, "Latex", "LaTeX: one aligned environment.", [@"\begin{aligned}", .. plan.Equations.Latex, @"\end{aligned}"]);
        }
    }

    private static void Constant(CodeWriter writer, string name, string summary, IEnumerable<string> lines)
    {
        writer.Summary(summary);
        string[] all = [.. lines.SelectMany(l => l.Split('\n'))];
        writer.Line($"public const string {name} =");
        using (writer.Indent())
        {
            for (int k = 0; k < all.Length; k++)
            {
                string[] pieces = [.. Pieces(all[k]).Select(p => p.Replace("\\", "\\\\").Replace("\"", "\\\""))];
                writer.Line(
                    string.Join(
                        "\n",
                        pieces.Select((p, n) => $"\"{p}{(n + 1 < pieces.Length ? "\" +" : k + 1 < all.Length ? "\\n\" +" : "\";")}")
                    )
                );
            }
        }
    }

    /// <summary>A long line in parts, broken at spaces where there are some.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        for (
            ;
            line.Length > LongestPiece;
            line = line.Substring(line.LastIndexOf(' ', LongestPiece - 1) is > 0 and int space ? space : LongestPiece)
        )
        {
            yield return line.Substring(0, line.LastIndexOf(' ', LongestPiece - 1) is > 0 and int end ? end : LongestPiece);
        }

        yield return line;
    }
}
