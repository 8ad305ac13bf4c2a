using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The derivation as strings in three notations.</summary>
internal static class DerivationEmitter
{
    private const int LongestPiece = 190;
    private const string Delimiter = "\"\"\"";

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

    /// <summary>A text of several lines, as it is; a long line goes on in a literal of its own. In bytes, since strings would be most of an
    /// assembly of many cells.</summary>
    private static void Constant(CodeWriter writer, string name, string summary, IEnumerable<string> lines)
    {
        IEnumerable<string> pieces = lines
            .SelectMany(l => l.Split('\n'))
            .Select(l => string.Join($"\n{Delimiter}u8 + {Delimiter}\n", Pieces(l)));
        writer.Summary(summary);
        writer.Line($"public static string {name} => Sys__::Text.Encoding.UTF8.GetString({Delimiter}");
        writer.Verbatim($"{string.Join("\n", pieces)}\n{Delimiter}u8);");
    }

    /// <summary>A long line in parts, broken at spaces where there are some.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        int start = 0;
        while (line.Length - start > LongestPiece)
        {
            int space = line.LastIndexOf(' ', start + LongestPiece - 1, LongestPiece);
            int end = space > start ? space : start + LongestPiece;
            yield return line.Substring(start, end - start);
            start = end;
        }

        yield return line.Substring(start);
    }
}
