using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Recognises convex blends z∘a + (1-z)∘b in a flattened sum by algebra, not by the way it was written: the sum is expanded to E = P + z∘Q for a gate z
/// with values in [0, 1]; what cancels between P and Q (a term of P that reappears in Q with opposite sign) is b, and a = Q + b.
/// </summary>
internal sealed class BlendFinder(ModelBuilder builder)
{
    /// <summary>One blend: E = rest + z∘a + (1-z)∘b.</summary>
    public sealed record Blend(int Gate, IReadOnlyList<SumTerm> A, IReadOnlyList<SumTerm> B, IReadOnlyList<SumTerm> Rest);

    /// <summary>The blend of the first gate (in order of creation) that has one, or null.</summary>
    public Blend? Find(IReadOnlyList<SumTerm> terms)
    {
        foreach (int gate in terms.Where(t => t.Weight < 0 && t.Signal >= 0).SelectMany(t => GatesOf(t.Signal)).Distinct().OrderBy(g => g))
        {
            (List<SumTerm> p, List<SumTerm> q) = Expand(terms, gate);
            if (q.Count == 0)
            {
                continue;
            }

            var b = new List<SumTerm>();
            var rest = new List<SumTerm>();
            foreach (SumTerm term in p)
            {
                Rational opposite = q.FirstOrDefault(t => t.Weight == term.Weight && t.Signal == term.Signal)?.Coefficient ?? 0;
                Rational shared = opposite.Sign == -term.Coefficient.Sign && IsSignal(term) ? (Rational.Abs(opposite) < Rational.Abs(term.Coefficient) ? -opposite : term.Coefficient) : 0;
                Keep(b, term with { Coefficient = shared });
                Keep(rest, term with { Coefficient = term.Coefficient - shared });
            }

            List<SumTerm> a = ModelBuilder.Collect(q.Concat(b));
            if (b.Count > 0)
            {
                return new Blend(gate, a, b, rest);
            }
        }

        return null;
    }

    /// <summary>A cancelling constant alone (1 - z) is no blend of signals.</summary>
    private static bool IsSignal(SumTerm term) => term.Signal >= 0 || term.Weight >= 0;

    private static void Keep(List<SumTerm> terms, SumTerm term)
    {
        if (!term.Coefficient.IsZero)
        {
            terms.Add(term);
        }
    }

    /// <summary>Signals with values in [0, 1] that a product or blend is linear in.</summary>
    private IEnumerable<int> GatesOf(int signal)
    {
        (string @operator, IReadOnlyList<int> arguments) = builder.Inspect(signal);
        if (@operator == OperatorTable.Blend.Name)
        {
            yield return arguments[0];
        }

        if (@operator != OperatorTable.Hadamard.Name)
        {
            yield break;
        }

        foreach (int factor in arguments)
        {
            foreach (int gate in builder.IsUnit(factor) ? [factor] : builder.TermsOf(factor, 1).Where(t => t.Weight < 0 && t.Signal >= 0 && builder.IsUnit(t.Signal)).Select(t => t.Signal))
            {
                yield return gate;
            }
        }
    }

    /// <summary>E = P + gate∘Q; products that are not linear in the gate stay in P.</summary>
    private (List<SumTerm> P, List<SumTerm> Q) Expand(IReadOnlyList<SumTerm> terms, int gate)
    {
        var p = new List<SumTerm>();
        var q = new List<SumTerm>();
        foreach (SumTerm term in terms)
        {
            if (term.Weight < 0 && term.Signal >= 0 && TryExpand(term, gate, p, q))
            {
                continue;
            }

            p.Add(term);
        }

        return (ModelBuilder.Collect(p), ModelBuilder.Collect(q));
    }

    private bool TryExpand(SumTerm term, int gate, List<SumTerm> p, List<SumTerm> q)
    {
        (string @operator, IReadOnlyList<int> arguments) = builder.Inspect(term.Signal);
        if (@operator == OperatorTable.Blend.Name && arguments[0] == gate)
        {
            p.AddRange(builder.TermsOf(arguments[2], term.Coefficient));
            q.AddRange(builder.TermsOf(arguments[1], term.Coefficient));
            q.AddRange(builder.TermsOf(arguments[2], -term.Coefficient));
            return true;
        }

        if (@operator != OperatorTable.Hadamard.Name)
        {
            return false;
        }

        // One factor is c + d·gate, the other is free of the gate.
        for (int k = 0; k < 2; k++)
        {
            SumTerm[] factor = [.. builder.TermsOf(arguments[k], 1)];
            Rational slope = factor.FirstOrDefault(t => t.Weight < 0 && t.Signal == gate)?.Coefficient ?? 0;
            bool linear = !slope.IsZero && factor.All(t => t.Weight < 0 && (t.Signal == gate || t.Signal < 0));
            SumTerm[] other = [.. builder.TermsOf(arguments[1 - k], 1)];
            if (linear && !other.Any(t => t.Weight < 0 && t.Signal == gate))
            {
                Rational constant = factor.FirstOrDefault(t => t.Signal < 0)?.Coefficient ?? 0;
                p.AddRange(other.Select(t => t with { Coefficient = t.Coefficient * constant * term.Coefficient }));
                q.AddRange(other.Select(t => t with { Coefficient = t.Coefficient * slope * term.Coefficient }));
                return true;
            }
        }

        return false;
    }
}
