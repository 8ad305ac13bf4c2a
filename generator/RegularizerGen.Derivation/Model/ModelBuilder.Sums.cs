using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Sums and products: flattened, with equal terms collected and blends recognised.</summary>
public sealed partial class ModelBuilder
{
    /// <summary>Blends within the ends of blends that are sought in one sum: expanding a gate that is used over and over, z∘a + (1-z)∘(…),
    /// brings up its earlier blends each time. Deeper ones stay sums, of which the bound is right, too.</summary>
    private const int DeepestBlend = 3;

    /// <summary>Exact arithmetic with a coefficient of more binary digits than that takes as long as several terms do.</summary>
    private const int LongNumber = 256;

    private const int WorkOfLongNumber = 16;

    /// <summary>factorA · a + factorB · b.</summary>
    public int Add(Rational factorA, int a, Rational factorB, int b)
    {
        Unify(nodes[a].Dimension, nodes[b].Dimension);
        return Sum(TermsOf(a, factorA).Concat(TermsOf(b, factorB)), nodes[a].Dimension);
    }

    /// <summary>factor · a + constant.</summary>
    public int Scale(Rational factor, int a, Rational constant) =>
        Sum(TermsOf(a, factor).Append(new SumTerm(constant, -1, -1)), nodes[a].Dimension);

    /// <summary>The Hadamard product; constant factors are drawn out of it.</summary>
    public int Multiply(int a, int b)
    {
        Unify(nodes[a].Dimension, nodes[b].Dimension);
        return Sum([Product(a, b, nodes[a].Dimension)], nodes[a].Dimension);
    }

    /// <summary>Collects equal terms and drops zeros.</summary>
    internal static List<SumTerm> Collect(IEnumerable<SumTerm> terms)
    {
        var collected = new List<SumTerm>();
        var places = new Dictionary<(int, int), int>();
        foreach (SumTerm term in terms)
        {
            if (places.TryGetValue((term.Weight, term.Signal), out int place))
            {
                collected[place] = term with { Coefficient = collected[place].Coefficient + term.Coefficient };
            }
            else
            {
                places.Add((term.Weight, term.Signal), collected.Count);
                collected.Add(term);
            }
        }

        collected.RemoveAll(t => t.Coefficient.IsZero);
        return collected;
    }

    /// <summary>A signal as offset + factor·scalar·(another signal); null where it is more than that.</summary>
    internal GateForm? GateFormOf(int node)
    {
        if (nodes[node].Operator != OperatorTable.Affine.Name)
        {
            return new GateForm(node, 0, 1, -1);
        }

        Rational offset = 0;
        SumTerm? only = null;
        foreach (SumTerm term in nodes[node].Terms)
        {
            bool isConstant = term.Signal < 0;
            if (isConstant ? term.Weight >= 0 : only is not null || !(term.Weight < 0 || IsScalar(term.Weight)))
            {
                return null;
            }

            offset = isConstant ? offset + term.Coefficient : offset;
            only = isConstant ? only : term;
        }

        return only is null ? null : new GateForm(only.Signal, offset, only.Coefficient, only.Weight);
    }

    /// <summary>a ∘ b with constant and trainable factors drawn out.</summary>
    private SumTerm Product(int a, int b, int dimension)
    {
        (Rational factorA, int scalarA, int coreA) = Core(a);
        (Rational factorB, int scalarB, int coreB) = Core(b);
        if (scalarA >= 0 && scalarB >= 0)
        {
            coreB = Plain([new SumTerm(1, scalarB, coreB)], dimension);
            scalarB = -1;
        }

        return new SumTerm(
            factorA * factorB,
            scalarA >= 0 ? scalarA : scalarB,
            Intern(new SignalDraft(OperatorTable.Hadamard.Name, 0, [coreA, coreB], []), dimension)
        );
    }

    /// <summary>Collects the terms and recognises blends; a sum of one plain signal is that signal.</summary>
    private int Sum(IEnumerable<SumTerm> terms, int dimension, int depth = 0)
    {
        SumTerm[] all = [.. terms];
        AddWork(all.Sum(t => t.Coefficient.IsLongerThan(LongNumber) ? WorkOfLongNumber : 1));
        List<SumTerm> collected = Collect(all);
        if (depth <= DeepestBlend && new BlendFinder(this).Find(collected) is { } blend)
        {
            var z = new SumTerm(blend.Gate.Factor, blend.Gate.Scalar, blend.Gate.Signal);
            int b = Sum(blend.B, dimension, depth + 1);
            SumTerm mixed =
                blend.A.Count > 0
                    ? new SumTerm(
                        1,
                        -1,
                        Intern(
                            new SignalDraft(
                                OperatorTable.Blend.Name,
                                0,
                                [
                                    Plain(Collect([z, new SumTerm(blend.Gate.Offset, -1, -1)]), dimension),
                                    Sum(blend.A, dimension, depth + 1),
                                    b,
                                ],
                                []
                            ),
                            dimension
                        )
                    )
                    : Product(
                        Plain(Collect([new SumTerm(1 - blend.Gate.Offset, -1, -1), z with { Coefficient = -z.Coefficient }]), dimension),
                        b,
                        dimension
                    );
            return Plain(
                Collect(blend.Rest.Append(blend.Outer < 0 ? mixed : new SumTerm(1, blend.Outer, Plain([mixed], dimension)))),
                dimension
            );
        }

        return Plain(collected, dimension);
    }

    private int Plain(List<SumTerm> terms, int dimension) =>
        terms is [{ Weight: -1, Signal: >= 0, Coefficient.IsOne: true } only]
            ? only.Signal
            : Intern(new SignalDraft(OperatorTable.Affine.Name, 0, [], [.. terms]), dimension);

    /// <summary>A signal as terms of a sum.</summary>
    internal IEnumerable<SumTerm> TermsOf(int node, Rational factor) =>
        nodes[node].Operator != OperatorTable.Affine.Name ? [new SumTerm(factor, -1, node)]
        : factor.IsOne ? nodes[node].Terms
        : nodes[node].Terms.Select(t => t with { Coefficient = t.Coefficient * factor });

    /// <summary>factor · scalar · core for a scaled signal, else 1 · the signal itself.</summary>
    private (Rational Factor, int Scalar, int Core) Core(int node) =>
        nodes[node].Terms is [{ Signal: >= 0 } only] && (only.Weight < 0 || IsScalar(only.Weight))
            ? (only.Coefficient, only.Weight, only.Signal)
            : (1, -1, node);
}
