using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>What an editor shows of a cell's penalty: the formula that it computes.</summary>
internal static class FormulaDocs
{
    private const int LongestFormula = 1000; // characters: what one reads in a tooltip

    /// <summary>Writes the summary of the penalty on the gain, and inherits the rest.</summary>
    public static void Write(CodeWriter writer, CellPlan plan)
    {
        IReadOnlyList<string> bound = plan.Equations.Bound;
        string[] gain = [.. bound.SkipWhile(line => !line.StartsWith("r[T]", System.StringComparison.Ordinal))];
        bool isShort = bound.Sum(line => line.Length) <= LongestFormula;
        writer.Line(
            "/// <summary>The Tikhonov penalty and its exact gradient. The gain bounds the sensitivity of the output to the input over T steps; "
                + (
                    isShort
                        ? "A and B bound the derivatives of one step by its previous states and by its input:"
                        : "A and B are in Derivation:"
                )
        );
        writer.Line("/// <code>");
        foreach (string line in isShort ? bound : gain)
        {
            writer.Line("/// " + Escaped(line));
        }

        writer.Line("/// </code>");
        writer.Line(
            "/// vLo, vHi, vAbs: ends of the range and largest magnitude of v; vSlope: largest slope of its activation; normW: operator norm; "
                + "inputNormW: norm of what acts on the input.</summary>"
        );
        writer.Line("/// <inheritdoc path=\"/*[not(self::summary)]\"/>");
    }

    private static string Escaped(string line) => line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
