using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Recognises convex blends z∘a + (1-z)∘b in a flattened sum by algebra, not by the way it was written: the sum is expanded to E = P + z∘Q
/// for a gate z with values in [0, 1]; what cancels between P and Q (a term of P that reappears in Q with opposite sign) is b, and a = Q +
/// b. The gate is a signal, a constant multiple or shift of one, or a multiple by a trainable scalar: whether that one lies in [0, 1] is
/// decided at run time.
/// </summary>
internal sealed class BlendFinder(ModelBuilder builder)
{
    /// <summary>Terms that are looked up, and gates that are gathered, in the time that one term of a sum takes.</summary>
    private const int LookUps = 16;

    private const int Gathered = 4;

    /// <summary>One blend: E = rest + outer·(z∘a + (1-z)∘b), where outer is 1 or a trainable scalar.</summary>
    public sealed record Blend(
        GateForm Gate,
        IReadOnlyList<SumTerm> A,
        IReadOnlyList<SumTerm> B,
        IReadOnlyList<SumTerm> Rest,
        int Outer = -1
    );

    /// <summary>The blend of the first gate (in order of creation) that has one, or null. Looks at the terms of each gate only, so that a
    /// sum of many gates is searched in the time that it takes to read it.</summary>
    public Blend? Find(IReadOnlyList<SumTerm> terms)
    {
        var gates = new HashSet<GateForm>();
        var uses = new Dictionary<int, List<(SumTerm Term, int Scalar)>>();
        foreach (SumTerm term in terms.Where(t => t.Signal >= 0 && (t.Weight < 0 || builder.IsScalar(t.Weight))))
        {
            GateUse use = GateUse.Of(term.Signal, builder);
            builder.AddWork(use.Gates.Count / Gathered);
            gates.UnionWith(use.Gates);
            foreach (GateForm form in use.Forms.OfType<GateForm>().Where(f => term.Weight < 0 || f.Scalar < 0))
            {
                (uses.TryGetValue(form.Signal, out List<(SumTerm, int)>? list) ? list : uses[form.Signal] = []).Add(
                    (term, System.Math.Max(term.Weight, form.Scalar))
                );
            }
        }

        if (gates.Count == 0)
        {
            return null;
        }

        Dictionary<(int, int), Rational> coefficients = Coefficients(terms);
        HashSet<int> weights = [.. terms.Where(t => t.Signal >= 0).Select(t => t.Weight)];
        foreach (GateForm gate in gates.OrderBy(g => g.Signal).Where(g => uses.ContainsKey(g.Signal)))
        {
            SumTerm[] own = [.. uses[gate.Signal].Select(u => u.Term).Distinct()];
            foreach (int scalar in uses[gate.Signal].Select(u => u.Scalar).Distinct().OrderBy(s => s))
            {
                GateForm form = gate with { Scalar = scalar };
                bool mayBeScaled = scalar >= 0 && weights.Contains(scalar);
                if ((mayBeScaled || Cancels(own, form, coefficients)) && Find(terms, form) is { } blend)
                {
                    return blend;
                }
            }
        }

        return null;
    }

    /// <summary>Whether some term of Q cancels one of P, judged from the terms with the gate alone.</summary>
    private bool Cancels(SumTerm[] own, GateForm form, Dictionary<(int, int), Rational> coefficients)
    {
        if (!Meets(own, form, coefficients))
        {
            return false;
        }

        (List<SumTerm> p, List<SumTerm> q) = Expand(own, form);
        Dictionary<(int, int), Rational> moved = Coefficients(p);
        HashSet<(int, int)> replaced = [.. own.Select(Key)];
        Rational shift = -form.Offset / form.Factor;
        int sign = form.Offset.IsZero ? 1 : form.Factor.Sign;
        return q.Any(term =>
        {
            Rational before = replaced.Contains(Key(term)) ? 0 : Of(coefficients, term);
            Rational inP = before + Of(moved, term) + (shift * term.Coefficient);
            return IsShareable(term) && !inP.IsZero && inP.Sign == -sign * term.Coefficient.Sign;
        });
    }

    /// <summary>Whether what stands beside the gate stands in the sum, too; true where that is not seen at a glance.</summary>
    private bool Meets(SumTerm[] own, GateForm form, Dictionary<(int, int), Rational> coefficients)
    {
        foreach (SumTerm term in own)
        {
            SignalDraft draft = builder.Inspect(term.Signal);
            IReadOnlyList<GateForm?> forms = GateUse.Of(term.Signal, builder).Forms;
            int k = forms.Count == 2 && forms[1]?.Signal == form.Signal ? 1 : 0;
            bool isPlain = draft.Operator == OperatorTable.Hadamard.Name && forms[k] is { Offset.IsZero: true } && form.Offset.IsZero;
            if (!isPlain)
            {
                return true;
            }

            int other = draft.Arguments[1 - k];
            builder.AddWork(builder.Inspect(other).Terms.Length / LookUps);
            if (builder.TermsOf(other, 1).Any(t => coefficients.ContainsKey(Key(t))))
            {
                return true;
            }
        }

        return false;
    }

    private static (int Weight, int Signal) Key(SumTerm term) => (term.Weight, term.Signal);

    private static Dictionary<(int, int), Rational> Coefficients(IEnumerable<SumTerm> terms) => terms.ToDictionary(Key, t => t.Coefficient);

    private static Rational Of(Dictionary<(int, int), Rational> coefficients, SumTerm like) =>
        coefficients.TryGetValue(Key(like), out Rational value) ? value : 0;

    private Blend? Find(IReadOnlyList<SumTerm> terms, GateForm form)
    {
        // E = P + s·t∘Q for the signal t and the scalar s; with z = offset + factor·t it is (P - offset/factor Q) + z∘Q/factor.
        (List<SumTerm> p, List<SumTerm> q) = Expand(terms, form);
        if (q.Count == 0 || (form.Scalar >= 0 && !form.Offset.IsZero))
        {
            return null;
        }

        p = ModelBuilder.Collect([.. p, .. Scale(q, -form.Offset / form.Factor)]);
        GateForm gate = form.Offset.IsZero ? form with { Factor = LargestFactor(p, q, form) } : form;
        List<SumTerm> b = gate.Factor.IsZero ? [] : Shared(p, Scale(q, Rational.One / gate.Factor));
        if (b.Count > 0)
        {
            return new Blend(
                gate,
                ModelBuilder.Collect([.. Scale(q, Rational.One / gate.Factor), .. b]),
                b,
                ModelBuilder.Collect([.. p, .. Scale(b, -1)])
            );
        }

        return form is { Scalar: >= 0, Factor.IsOne: true } ? ScaledAsAWhole(p, q, form) : null;
    }

    /// <summary>s·b - s·t∘b + s·t∘a: the scalar stands before the whole blend.</summary>
    private Blend? ScaledAsAWhole(List<SumTerm> p, List<SumTerm> q, GateForm form)
    {
        Dictionary<(int, int), Rational> inQ = Coefficients(q);
        SumTerm[] whole =
        [
            .. p.Where(t =>
                t.Weight == form.Scalar
                && t.Signal >= 0
                && builder.TermsOf(t.Signal, t.Coefficient).All(own => Of(inQ, own) == -own.Coefficient)
            ),
        ];
        SumTerm[] b = [.. whole.SelectMany(t => builder.TermsOf(t.Signal, t.Coefficient))];
        return b.Length == 0
            ? null
            : new Blend(form with { Scalar = -1 }, ModelBuilder.Collect([.. q, .. b]), b, [.. p.Except(whole)], form.Scalar);
    }

    /// <summary>The largest factor for which z stays in [0, 1] and a whole term of P cancels; where it is a trainable scalar's, any. 0
    /// where nothing cancels.</summary>
    private Rational LargestFactor(List<SumTerm> p, List<SumTerm> q, GateForm form)
    {
        Rational largest = 0;
        Dictionary<(int, int), Rational> inQ = Coefficients(q);
        foreach (SumTerm term in p.Where(t => IsShareable(t)))
        {
            Rational ratio = -Of(inQ, term) / term.Coefficient;
            largest = ratio > largest ? ratio : largest;
        }

        Rational limit = form.Scalar >= 0 ? largest : Rational.One / builder.StaticRangeOf(form.Signal)!.Value.Hi;
        return largest > limit ? limit : largest;
    }

    /// <summary>What of P reappears in Q with opposite sign.</summary>
    private List<SumTerm> Shared(IReadOnlyList<SumTerm> p, IReadOnlyList<SumTerm> q)
    {
        var shared = new List<SumTerm>();
        Dictionary<(int, int), Rational> inQ = Coefficients(q);
        foreach (SumTerm term in p.Where(t => IsShareable(t)))
        {
            Rational opposite = Of(inQ, term);
            if (opposite.Sign == -term.Coefficient.Sign)
            {
                shared.Add(
                    term with
                    {
                        Coefficient = Rational.Abs(opposite) < Rational.Abs(term.Coefficient) ? -opposite : term.Coefficient,
                    }
                );
            }
        }

        return shared;
    }

    /// <summary>A cancelling constant alone (1 - z) is no blend of signals.</summary>
    private bool IsShareable(SumTerm term) => (term.Signal >= 0 || term.Weight >= 0) && !builder.IsScalar(term.Weight);

    private static List<SumTerm> Scale(IEnumerable<SumTerm> terms, Rational factor) =>
        [.. terms.Select(t => t with { Coefficient = t.Coefficient * factor })];

    /// <summary>E = P + scalar·signal∘Q; products that are not linear in it stay in P.</summary>
    private (List<SumTerm> P, List<SumTerm> Q) Expand(IReadOnlyList<SumTerm> terms, GateForm gate)
    {
        var p = new List<SumTerm>();
        var q = new List<SumTerm>();
        foreach (SumTerm term in terms)
        {
            bool product = term.Signal >= 0 && (term.Weight < 0 || term.Weight == gate.Scalar);
            if (!product || !(TryExpandBlend(term, gate, p, q) || TryExpandProduct(term, gate, p, q)))
            {
                p.Add(term);
            }
        }

        builder.AddWork((p.Count + q.Count) / 2);
        return (ModelBuilder.Collect(p), ModelBuilder.Collect(q));
    }

    /// <summary>k·s·(z∘a + (1-z)∘b) = k·s·b + k·s·z∘(a - b).</summary>
    private bool TryExpandBlend(SumTerm term, GateForm gate, List<SumTerm> p, List<SumTerm> q)
    {
        SignalDraft draft = builder.Inspect(term.Signal);
        int[] arguments = draft.Arguments;
        if (
            draft.Operator != OperatorTable.Blend.Name
            || GateUse.Of(term.Signal, builder).Forms[0] is not { } own
            || own.Signal != gate.Signal
            || !IsWanted(term.Weight, own.Scalar, gate.Scalar)
        )
        {
            return false;
        }

        Add(p, term, arguments[2], 1);
        Add(p, term, arguments[1], own.Offset);
        Add(p, term, arguments[2], -own.Offset);
        q.AddRange(builder.TermsOf(arguments[1], term.Coefficient * own.Factor));
        q.AddRange(builder.TermsOf(arguments[2], -term.Coefficient * own.Factor));
        return true;
    }

    /// <summary>k·s·(c + d·gate)∘other, where other is free of the gate.</summary>
    private bool TryExpandProduct(SumTerm term, GateForm gate, List<SumTerm> p, List<SumTerm> q)
    {
        SignalDraft draft = builder.Inspect(term.Signal);
        int[] arguments = draft.Arguments;
        IReadOnlyList<GateForm?> forms = GateUse.Of(term.Signal, builder).Forms;
        for (int k = 0; k < 2 && draft.Operator == OperatorTable.Hadamard.Name; k++)
        {
            if (
                forms[k] is { } own
                && own.Signal == gate.Signal
                && IsWanted(term.Weight, own.Scalar, gate.Scalar)
                && !builder.TermsOf(arguments[1 - k], 1).Any(t => t.Signal == gate.Signal)
            )
            {
                Add(p, term, arguments[1 - k], own.Offset);
                q.AddRange(builder.TermsOf(arguments[1 - k], term.Coefficient * own.Factor));
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the scalar before a term and the one inside its gate make the one that is wanted.</summary>
    private static bool IsWanted(int outer, int inner, int wanted) => (outer < 0 && inner == wanted) || (inner < 0 && outer == wanted);

    /// <summary>Adds factor·(the term's coefficient and scalar)·signal.</summary>
    private void Add(List<SumTerm> sum, SumTerm term, int signal, Rational factor)
    {
        if (term.Weight < 0)
        {
            sum.AddRange(builder.TermsOf(signal, term.Coefficient * factor));
        }
        else if (!factor.IsZero)
        {
            sum.Add(new SumTerm(term.Coefficient * factor, term.Weight, signal));
        }
    }
}
