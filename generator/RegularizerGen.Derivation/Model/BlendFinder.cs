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
    /// <summary>One blend: E = rest + outer·(z∘a + (1-z)∘b), where outer is 1 or a trainable scalar.</summary>
    public sealed record Blend(
        GateForm Gate,
        IReadOnlyList<SumTerm> A,
        IReadOnlyList<SumTerm> B,
        IReadOnlyList<SumTerm> Rest,
        int Outer = -1
    );

    /// <summary>The blend of the first gate (in order of creation) that has one, or null.</summary>
    public Blend? Find(IReadOnlyList<SumTerm> terms)
    {
        SumTerm[] candidates = [.. terms.Where(t => t.Signal >= 0 && (t.Weight < 0 || builder.IsScalar(t.Weight)))];
        int[] scalars = [-1, .. candidates.SelectMany(ScalarsOf).Distinct().OrderBy(s => s)];
        foreach (GateForm gate in candidates.SelectMany(t => GatesOf(t.Signal)).Distinct().OrderBy(g => g.Signal))
        {
            foreach (Blend? blend in scalars.Select(scalar => Find(terms, gate with { Scalar = scalar })))
            {
                if (blend is not null)
                {
                    return blend;
                }
            }
        }

        return null;
    }

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
        SumTerm[] whole =
        [
            .. p.Where(t =>
                t.Weight == form.Scalar
                && t.Signal >= 0
                && builder.TermsOf(t.Signal, t.Coefficient).All(own => CoefficientOf(q, own) == -own.Coefficient)
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
        foreach (SumTerm term in p.Where(t => IsShareable(t)))
        {
            Rational ratio = -CoefficientOf(q, term) / term.Coefficient;
            largest = ratio > largest ? ratio : largest;
        }

        Rational limit = form.Scalar >= 0 ? largest : Rational.One / builder.StaticRangeOf(form.Signal)!.Value.Hi;
        return largest > limit ? limit : largest;
    }

    /// <summary>What of P reappears in Q with opposite sign.</summary>
    private List<SumTerm> Shared(IReadOnlyList<SumTerm> p, IReadOnlyList<SumTerm> q)
    {
        var shared = new List<SumTerm>();
        foreach (SumTerm term in p.Where(t => IsShareable(t)))
        {
            Rational opposite = CoefficientOf(q, term);
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

    private static Rational CoefficientOf(IReadOnlyList<SumTerm> terms, SumTerm like) =>
        terms.FirstOrDefault(t => t.Weight == like.Weight && t.Signal == like.Signal)?.Coefficient ?? 0;

    /// <summary>A cancelling constant alone (1 - z) is no blend of signals.</summary>
    private bool IsShareable(SumTerm term) => (term.Signal >= 0 || term.Weight >= 0) && !builder.IsScalar(term.Weight);

    private static List<SumTerm> Scale(IEnumerable<SumTerm> terms, Rational factor) =>
        [.. terms.Select(t => t with { Coefficient = t.Coefficient * factor })];

    private IEnumerable<int> ScalarsOf(SumTerm term)
    {
        (_, IReadOnlyList<int> arguments) = builder.Inspect(term.Signal);
        return
        [
            .. builder.IsScalar(term.Weight) ? [term.Weight] : System.Array.Empty<int>(),
            .. arguments.SelectMany(a => builder.TermsOf(a, 1)).Select(t => t.Weight).Where(builder.IsScalar),
        ];
    }

    /// <summary>Gates that a product or blend is linear in: signals in [0, ∞) with a known upper end, and shifted signals in [0,
    /// 1].</summary>
    private IEnumerable<GateForm> GatesOf(int signal)
    {
        (string @operator, IReadOnlyList<int> arguments) = builder.Inspect(signal);
        if (@operator == OperatorTable.Blend.Name)
        {
            return builder.GateFormOf(arguments[0]) is { } form ? [form with { Scalar = -1 }] : [];
        }

        return @operator == OperatorTable.Hadamard.Name ? arguments.SelectMany(GatesOfFactor) : [];
    }

    private IEnumerable<GateForm> GatesOfFactor(int factor)
    {
        GateForm[] plain =
        [
            .. builder.TermsOf(factor, 1).Where(t => t.Signal >= 0 && IsGate(t.Signal)).Select(t => new GateForm(t.Signal, 0, 1, -1)),
        ];
        return
            plain.Length == 0
            && builder.StaticRangeOf(factor) is { Lo.Sign: >= 0 } range
            && range.Hi <= 1
            && builder.GateFormOf(factor) is { } shifted
            ? [shifted]
            : plain;
    }

    private bool IsGate(int signal) => builder.StaticRangeOf(signal) is { Lo.Sign: >= 0, Hi.Sign: > 0 };

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

        return (ModelBuilder.Collect(p), ModelBuilder.Collect(q));
    }

    /// <summary>k·s·(z∘a + (1-z)∘b) = k·s·b + k·s·z∘(a - b).</summary>
    private bool TryExpandBlend(SumTerm term, GateForm gate, List<SumTerm> p, List<SumTerm> q)
    {
        (string @operator, IReadOnlyList<int> arguments) = builder.Inspect(term.Signal);
        if (
            @operator != OperatorTable.Blend.Name
            || builder.GateFormOf(arguments[0]) is not { } own
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
        (string @operator, IReadOnlyList<int> arguments) = builder.Inspect(term.Signal);
        for (int k = 0; k < 2 && @operator == OperatorTable.Hadamard.Name; k++)
        {
            if (
                builder.GateFormOf(arguments[k]) is { } own
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

/// <summary>A gate z = offset + factor·scalar·signal.</summary>
/// <param name="Signal">The signal that it is linear in.</param>
/// <param name="Offset">Constant part.</param>
/// <param name="Factor">Constant factor.</param>
/// <param name="Scalar">A trainable scalar, or -1.</param>
internal sealed record GateForm(int Signal, Rational Offset, Rational Factor, int Scalar);
