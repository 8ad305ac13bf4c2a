using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>Factors between differences, multiplied along chains of signals that are used nowhere else.</summary>
internal sealed class MergedFactors(SetStep step, SetRanges ranges, int t)
{
    /// <summary>Parts of a factor that are known one by one, at most: what ties do with them grows with their number as a power.</summary>
    private const int MostParts = 3;

    private readonly HashSet<int> merged = [.. new DiagonalChains(step).Merged];

    /// <summary>Whether a signal is within such a chain.</summary>
    public bool Contains(int signal) => merged.Contains(signal);

    /// <summary>The factors of the signals that an operator is made of, through those that are used nowhere else.</summary>
    public Dictionary<int, (Enclosure[] Range, SlopeFactor[]? Parts)> Collect(LocalNode node, int width)
    {
        var factors = new Dictionary<int, (Enclosure[] Range, SlopeFactor[]? Parts)>();
        var open = new Stack<(int Signal, Enclosure[] Range, SlopeFactor[]? Parts)>();
        Push(node, [.. Enumerable.Repeat((Enclosure)1, width)], []);
        while (open.TryPop(out (int Signal, Enclosure[] Range, SlopeFactor[]? Parts) at))
        {
            if (!merged.Contains(at.Signal))
            {
                factors[at.Signal] = factors.TryGetValue(at.Signal, out (Enclosure[] Range, SlopeFactor[]? Parts) before)
                    ? ([.. before.Range.Zip(at.Range, (a, b) => a + b)], null)
                    : (at.Range, at.Parts);
            }
            else if (step.ByNumber[at.Signal] is LocalNode local)
            {
                Push(local, at.Range, at.Parts);
            }
            else if (((SumSet)step.ByNumber[at.Signal]!).Scaled() is { } scaled)
            {
                open.Push((scaled.Signal, [.. at.Range.Select((f, unit) => f * scaled.Factor(unit))], null));
            }
        }

        return factors;

        void Push(LocalNode of, Enclosure[] outer, SlopeFactor[]? parts)
        {
            for (int k = of.Arguments.Count - 1; k >= 0; k--)
            {
                int argument = k;
                Enclosure[] range = [.. outer.Select((o, unit) => o * of.Slope(ranges, t, argument, unit))];
                SlopeFactor part = of.Factor(argument);
                bool isKnown = part.Kind != SlopeKind.Any && parts is not null && parts.Length < MostParts;
                open.Push((of.Arguments[k], range, isKnown ? [.. parts!, part] : null));
            }
        }
    }
}
