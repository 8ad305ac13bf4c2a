using System.Collections.Generic;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The derivation as strings in three notations.</summary>
internal static class DerivationEmitter
{
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

    /// <summary>A text of several lines, as it is. In bytes, since strings would be most of an assembly of many cells.</summary>
    private static void Constant(CodeWriter writer, string name, string summary, IEnumerable<string> lines)
    {
        writer.Summary(summary);
        writer.Line($"public static string {name} => Sys__::Text.Encoding.UTF8.GetString(\"\"\"");
        writer.Verbatim($"{string.Join("\n", lines)}\n\"\"\"u8);");
    }
}
