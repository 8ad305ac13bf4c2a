using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>How many coefficients a bound will have.</summary>
public sealed partial class ModelBuilder
{
    /// <summary>Whether the signals that the results need have more coefficients than that: one for every input and state that a signal is
    /// computed from.</summary>
    public bool HasMoreCoefficients(IEnumerable<int> results, int limit)
    {
        var sources = new Dictionary<int, HashSet<int>>();
        int count = 0;
        foreach (int node in Reachable(results))
        {
            int[] own = [.. nodes[node].Sources.Distinct()];
            HashSet<int> all = own.Length == 1 ? sources[own[0]] : [.. own.Length == 0 ? [node] : own.SelectMany(s => sources[s])];
            sources.Add(node, all);
            count += all.Count;
            if (count > limit)
            {
                return true;
            }
        }

        return false;
    }
}
