using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>Names for signals that the user left unnamed, after what they are made of, and unique names for all.</summary>
internal static class NodeNaming
{
    /// <param name="given">The user's names, by node; null where there is none.</param>
    /// <param name="nodes">The nodes in topological order.</param>
    public static string[] Names(string?[] given, NodeModel[] nodes)
    {
        var result = new string[nodes.Length];
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (int k = 0; k < nodes.Length; k++)
        {
            if (given[k] is { } name && used.Add(name))
            {
                result[k] = name;
            }
        }

        for (int k = 0; k < nodes.Length; k++)
        {
            result[k] ??= Unique(given[k] ?? Describe(k), used);
        }

        return result;

        string Describe(int node)
        {
            int consumer = Array.FindIndex(nodes, n => n.Arguments.Contains(node));
            if (nodes[node].Terms.Count > 0)
            {
                return consumer >= 0 && given[consumer] is { } activation ? activation + "Pre" : "sum";
            }

            IEnumerable<string> parts = nodes[node].Arguments.Select(a => result[a] ?? given[a] ?? "sum");
            return nodes[node].Arguments.Count == 2
                ? string.Join("Times", parts.Select((p, k) => k == 0 ? p : Capital(p)))
                : Lower(nodes[node].User?.Name ?? nodes[node].Operator) + string.Concat(parts.Select(Capital));
        }
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string Unique(string wanted, HashSet<string> used)
    {
        string name = wanted;
        for (int k = 2; !used.Add(name); k++)
        {
            name = wanted + k.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
