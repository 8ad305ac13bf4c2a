using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>Names for signals that the user left unnamed, after what they are made of, and unique names for all.</summary>
internal static class NodeNaming
{
    /// <summary>Names of products of products double with each; longer ones say nothing.</summary>
    private const int LongestName = 60;

    /// <param name="given">The user's names, by node; null where there is none.</param>
    /// <param name="nodes">The nodes in topological order.</param>
    public static string[] Names(string?[] given, NodeModel[] nodes)
    {
        var result = new string[nodes.Length];
        var used = new UsedNames();
        int[] consumers = FirstConsumers(nodes);
        for (int k = 0; k < nodes.Length; k++)
        {
            if (given[k] is { } name && used.Add(name))
            {
                result[k] = name;
            }
        }

        for (int k = 0; k < nodes.Length; k++)
        {
            result[k] ??= used.Unique(given[k] ?? Describe(k));
        }

        return result;

        string Describe(int node)
        {
            int consumer = consumers[node];
            if (nodes[node].Terms.Count > 0)
            {
                return consumer >= 0 && given[consumer] is { } activation ? activation + "Pre" : "sum";
            }

            IEnumerable<string> parts = nodes[node].Arguments.Select(a => result[a] ?? given[a] ?? "sum");
            string plain = nodes[node].Arguments.Count == 2 ? "product" : Lower(nodes[node].User?.Name ?? nodes[node].Operator);
            string full =
                nodes[node].Arguments.Count == 2
                    ? string.Join("Times", parts.Select((p, k) => k == 0 ? p : Capital(p)))
                    : plain + string.Concat(parts.Select(Capital));
            return full.Length <= LongestName ? full : plain;
        }
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Per node the first one that has it as an argument, or -1.</summary>
    private static int[] FirstConsumers(NodeModel[] nodes)
    {
        int[] consumers = [.. nodes.Select(_ => -1)];
        for (int k = nodes.Length - 1; k >= 0; k--)
        {
            foreach (int argument in nodes[k].Arguments)
            {
                consumers[argument] = k;
            }
        }

        return consumers;
    }

    /// <summary>Names that are taken; a wanted one that is, gets the first number that is free.</summary>
    private sealed class UsedNames
    {
        private readonly HashSet<string> used = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> next = new(StringComparer.Ordinal);

        public bool Add(string name) => used.Add(name);

        public string Unique(string wanted)
        {
            string name = wanted;
            int number = next.TryGetValue(wanted, out int free) ? free : 2;
            for (; !used.Add(name); number++)
            {
                name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            next[wanted] = number;
            return name;
        }
    }
}
