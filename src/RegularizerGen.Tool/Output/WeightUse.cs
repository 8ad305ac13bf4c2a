using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace RegularizerGen.Tool.Output;

/// <summary>Which statements of a derivation use a weight, and which coefficients follow from these.</summary>
internal sealed partial class WeightUse
{
    private readonly List<(string[] Names, HashSet<string> Uses)> statements = [];

    /// <summary>Reads the statements of a derivation, "name, name = expression" a line.</summary>
    public WeightUse(string derivation)
    {
        foreach (string line in derivation.Split('\n').Where(l => !l.StartsWith('#')))
        {
            string[] sides = line.Split(" = ", 2);
            if (sides.Length == 2)
            {
                string[] names =
                    sides[0].StartsWith("A[", StringComparison.Ordinal) || sides[0].StartsWith("B[", StringComparison.Ordinal)
                        ? [sides[0]]
                        : sides[0].Split(", ");
                statements.Add((names, [.. Words().Matches(sides[1]).Select(m => m.Value)]));
            }
        }
    }

    /// <summary>Names that a weight, or a norm of it, occurs in the expressions of.</summary>
    public IReadOnlyList<string> Directly(string weight) =>
        [.. statements.Where(s => s.Uses.Overlaps(Forms(weight))).SelectMany(s => s.Names).Distinct()];

    /// <summary>Entries of A and B that depend on a weight, by whatever way.</summary>
    public IReadOnlyList<string> Coefficients(string weight)
    {
        var reached = new HashSet<string>(Forms(weight));
        var found = new List<string>();
        foreach ((string[] names, HashSet<string> uses) in statements.Where(s => s.Uses.Overlaps(reached)))
        {
            // Statements stand in the order in which they are computed.
            reached.UnionWith(names);
            found.AddRange(names.Where(n => n.EndsWith(']') && (n[0] == 'A' || n[0] == 'B')));
        }

        return found;
    }

    private static string[] Forms(string weight) => [weight, "value" + weight, "norm" + weight, "inputNorm" + weight, "rowNorm" + weight];

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
