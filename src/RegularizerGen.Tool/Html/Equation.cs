using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Tool.Html;

/// <summary>An equation as MathML, in pieces between which a line may end.</summary>
/// <param name="Left">What is defined.</param>
/// <param name="Right">The relation and the value.</param>
internal sealed record Equation(string Left, IReadOnlyList<string> Right)
{
    private const int PieceWidth = 24;

    /// <summary>An equation of an aligned environment: left &amp;= right, or the same with another relation.</summary>
    /// <exception cref="FormatException">It is none, or has what derivations do not have.</exception>
    public static Equation Of(string latex)
    {
        string line = latex.EndsWith(@"\\", StringComparison.Ordinal) ? latex[..^2] : latex;
        int split = line.IndexOf('&', StringComparison.Ordinal);
        if (split < 0)
        {
            throw new FormatException($"There is no '&' in {latex}.");
        }

        return new Equation(
            Formula(MathMl.Elements(line[..split]).Select(e => e.Xml)),
            [.. Pieces(MathMl.Elements(line[(split + 1)..])).Select(Formula)]
        );
    }

    /// <summary>The row of a table with two columns.</summary>
    public void Write(StringBuilder page) =>
        page.Append("<tr><td>").Append(Left).Append("</td><td>").AppendJoin(' ', Right).Append("</td></tr>\n");

    private static IEnumerable<IEnumerable<string>> Pieces(IReadOnlyList<MathElement> elements)
    {
        var piece = new List<string>();
        int width = 0;
        foreach (MathElement element in elements)
        {
            if (element.IsBreak && width >= PieceWidth)
            {
                yield return [.. piece];
                piece.Clear();
                width = 0;
            }

            piece.Add(element.Xml);
            width += element.Width;
        }

        yield return piece;
    }

    private static string Formula(IEnumerable<string> elements) => $"<math>{string.Concat(elements)}</math>";
}
