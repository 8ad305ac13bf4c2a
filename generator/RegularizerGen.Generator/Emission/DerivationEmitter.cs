using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The derivation as strings in three notations.</summary>
internal static class DerivationEmitter
{
    private const int LongestPiece = 170;

    public static void Emit(CodeWriter writer, CellPlan plan)
    {
        writer.Summary(
            "The derivation of the bound: the cell's equations, ranges, the coefficients A and B of one step, the gain and "
                + "the penalty. P(W), N(W): sums of the positive and of the absolute negative entries per row; normW: operator "
                + "norm; inputNormW: norm of the first matrix on the input."
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block("public static class Derivation"))
        {
            Constant(writer, "Text", "Plain text; lines that start with '# ' are headings.", plan.Equations.Text, isForPeople: true);
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

    /// <summary>A text of several lines; the lines of what is for programs are set side by side. In bytes, since strings would be most of
    /// an assembly of many cells.</summary>
    private static void Constant(CodeWriter writer, string name, string summary, IEnumerable<string> lines, bool isForPeople = false)
    {
        writer.Summary(summary);
        string[] all = [.. lines.SelectMany(l => l.Split('\n')).Select(l => l.Replace("\\", "\\\\").Replace("\"", "\\\""))];
        writer.Line($"public static string {name} => global::System.Text.Encoding.UTF8.GetString(");
        using (writer.Indent())
        {
            var literal = new StringBuilder();
            for (int k = 0; k < all.Length; k++)
            {
                string[] pieces = [.. Pieces(all[k])];
                bool isLast = k == all.Length - 1;
                foreach (string piece in pieces.Take(pieces.Length - 1))
                {
                    Flush(writer, literal);
                    writer.Line($"\"{piece}\"u8 +");
                }

                string end = pieces[pieces.Length - 1] + (isLast ? string.Empty : "\\n");
                if (isForPeople || pieces.Length > 1 || literal.Length + end.Length > LongestPiece)
                {
                    Flush(writer, literal);
                }

                literal.Append(end);
            }

            writer.Line($"\"{literal}\"u8);");
        }
    }

    private static void Flush(CodeWriter writer, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            writer.Line($"\"{literal}\"u8 +");
            literal.Clear();
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
