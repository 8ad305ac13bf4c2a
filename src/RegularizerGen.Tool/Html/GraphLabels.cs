using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Html;

/// <summary>What is written on the graph of a step.</summary>
/// <param name="Lines">By signal, the lines in its box: name, formula, range, movement.</param>
/// <param name="Weights">By weight, its name, and its norm where that is known.</param>
/// <param name="Limiting">The signals that limit the result.</param>
internal sealed record GraphLabels(
    IReadOnlyList<IReadOnlyList<string>> Lines,
    IReadOnlyList<IReadOnlyList<string>> Weights,
    IReadOnlySet<int> Limiting
)
{
    /// <summary>The labels of a cell; with numbers where there are some.</summary>
    public static GraphLabels Of(CellDescription cell, StepGraph graph, CellFigures? figures)
    {
        Dictionary<string, string> formulas = Formulas(cell.Derivation);
        CellDefinition definition = CellWeights.Definition(cell);
        return new(
            [.. graph.Nodes.Select(n => (IReadOnlyList<string>)[.. Box(n, formulas, figures)])],
            [
                .. definition.Weights.Select(
                    (w, k) =>
                        figures?.Signals.Norms[k] is { } norm
                            ? (IReadOnlyList<string>)[w.Name, OutwardText.Up(norm)]
                            : (IReadOnlyList<string>)[w.Name]
                ),
            ],
            figures?.Limiting ?? new HashSet<int>()
        );
    }

    private static IEnumerable<string> Box(SignalNode node, Dictionary<string, string> formulas, CellFigures? figures)
    {
        string[] roles = [.. node.Becomes.Select(s => s + "′"), .. node.IsOutput ? ["output"] : Array.Empty<string>()];
        yield return roles.Length == 0 ? node.Name : $"{node.Name} = {string.Join(" = ", roles)}";
        if (node.Role is SignalRole.Input or SignalRole.State)
        {
            yield return node.Role == SignalRole.Input ? "input" : "state before the step";
        }
        else if (formulas.TryGetValue(node.Name, out string? formula))
        {
            yield return formula;
        }

        if (figures is not null)
        {
            CertifiedRange range = figures.Certificate.Ranges[node.Number];
            yield return $"[{OutwardText.Down(range.Lower)}, {OutwardText.Up(range.Upper)}]";
            yield return $"off by ≤ {OutwardText.Up(figures.Signals.Movements[node.Number])} ε";
        }
        else if (double.IsFinite(node.Lower) || double.IsFinite(node.Upper))
        {
            yield return $"[{OutwardText.Down(node.Lower)}, {OutwardText.Up(node.Upper)}]";
        }
    }

    /// <summary>The cell's equations by what they define: the first section of the derivation.</summary>
    private static Dictionary<string, string> Formulas(string derivation)
    {
        var formulas = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in derivation.ReplaceLineEndings("\n").Split('\n').Skip(1).TakeWhile(l => !l.StartsWith('#')))
        {
            string[] sides = line.Split(" = ", 2);
            formulas.TryAdd(sides[0], sides.Length > 1 ? sides[1] : string.Empty);
        }

        return formulas;
    }
}
