using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The derivation as people read it: the cell's equations, the ranges, A, B and the penalty, in three notations.</summary>
/// <param name="Text">Plain text, line by line.</param>
/// <param name="Latex">LaTeX math, line by line.</param>
/// <param name="Infix">The infix grammar, line by line; every right-hand side parses back.</param>
public sealed record CellEquations(IReadOnlyList<string> Text, IReadOnlyList<string> Latex, IReadOnlyList<string> Infix)
{
    /// <summary>Of the plain text, what bounds one step (A and B, and how far what they are made of moves), the gain and the
    /// penalty.</summary>
    public IReadOnlyList<string> Bound
    {
        get
        {
            int[] headings = [.. Enumerable.Range(0, Text.Count).Where(k => IsHeading(Text[k]))];
            string[] bound = [.. Text.Skip(headings[headings.Length - 2]).Where(line => !IsHeading(line))];
            var used = new HashSet<string>(bound.SelectMany(Words));
            var movements = new Stack<string>();
            foreach (
                string line in Text.Take(headings[headings.Length - 2]).Reverse().Where(l => used.Contains(Defined(l)) && IsMovement(l))
            )
            {
                movements.Push(line);
                used.UnionWith(Words(line));
            }

            return [.. movements, .. bound];
        }
    }

    /// <summary>Of the plain text, the equations of the cell: the first section, without its heading.</summary>
    public IEnumerable<string> Cell => Text.Skip(1).TakeWhile(line => !IsHeading(line));

    public static CellEquations Print(CellModel model, StepProgram step, CancellationToken cancellation = default) =>
        new(
            new TextNotation(model, cancellation).Lines(step),
            new LatexNotation(model, cancellation).Lines(step),
            new InfixNotation(model, cancellation).Lines(step)
        );

    private static bool IsHeading(string line) => line.StartsWith("# ", System.StringComparison.Ordinal);

    private static IEnumerable<string> Words(string line) => line.Split(' ', ',', '(', ')', '[', ']');

    private static string Defined(string line) =>
        line.Substring(0, System.Math.Max(0, line.IndexOf(" = ", System.StringComparison.Ordinal)));

    /// <summary>Not a signal, nor an end of its range or what follows from these alone.</summary>
    private static bool IsMovement(string line) => line.Contains("norm") || line.Contains("Norm");
}
