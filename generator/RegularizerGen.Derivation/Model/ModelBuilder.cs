using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Builds the graph of a cell. Equal signals become one node, and sums are flattened with signs and constants, so that the way an
/// expression was written (locals, parentheses, helpers, order of statements) leaves no trace in the model.
/// </summary>
public sealed partial class ModelBuilder
{
    /// <summary>Binary digits that numerator and denominator of a coefficient should not exceed.</summary>
    public const int LongestNumber = 2048;

    /// <summary>Blends within the ends of blends that are sought in one sum: expanding a gate that is used over and over, z∘a + (1-z)∘(…),
    /// brings up its earlier blends each time. Deeper ones stay sums, of which the bound is right, too.</summary>
    private const int DeepestBlend = 3;

    private readonly List<SignalDraft> nodes = [];
    private readonly Dictionary<SignalDraft, List<int>> known = [];
    private readonly List<(string Name, WeightKind Kind, int Rows, int Columns, DerivedTerm[] Terms)> weights = [];
    private readonly Dictionary<int, int[]> parts = [];
    private readonly List<int> dimensionParents = [];
    private readonly List<(string Name, int Node, Rational? Bound, Rational Scale)> inputs = [];
    private readonly List<(string Name, int Node, StateRanges Ranges)> states = [];

    public int Input(string name, Rational? bound, Rational scale)
    {
        int node = Add(new SignalDraft(OperatorTable.Input.Name, inputs.Count, [], []), NewDimension(), name);
        inputs.Add((name, node, bound, scale));
        return node;
    }

    /// <summary>A signal of which nothing is known; not for models that are derived from.</summary>
    public int Unknown() => Add(new SignalDraft(OperatorTable.Input.Name, -1, [], []), NewDimension(), null);

    public int State(string name, StateRanges? ranges = null)
    {
        int node = Add(new SignalDraft(OperatorTable.State.Name, states.Count, [], []), NewDimension(), name);
        states.Add((name, node, ranges ?? new StateRanges(0, 0, null)));
        return node;
    }

    /// <summary>Number of terms and arguments of all signals so far: what the size of the model grows with.</summary>
    public int Size { get; private set; }

    /// <summary>Number of terms and arguments of the signals that the results need.</summary>
    public int SizeOf(IEnumerable<int> results) => Reachable(results).Sum(n => nodes[n].Terms.Length + nodes[n].Arguments.Length);

    /// <summary>Whether some coefficient is an exact fraction of more than <see cref="LongestNumber"/> binary digits.</summary>
    public bool HasLongNumber { get; private set; }

    /// <summary>Whether any of the results depends on a signal.</summary>
    public bool Reaches(int node, IEnumerable<int> results) => Reachable(results).Contains(node);

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

    /// <summary>An activation of the operator table.</summary>
    public int Apply(ActivationOperator activation, int a, Rational parameter = default, UserActivation? user = null) =>
        Intern(new SignalDraft(activation.Name, 0, [a], []) { Parameter = parameter, User = user }, nodes[a].Dimension);

    /// <summary>Names a signal after the user's local; the first name stays.</summary>
    public void Name(int node, string name) => nodes[node].Name ??= name;

    /// <summary>Whether the two signals are forced to have one size.</summary>
    public void Unify(int dimensionA, int dimensionB) => dimensionParents[Find(dimensionA)] = Find(dimensionB);

    /// <summary>The finished model: what the new states and the output need, renumbered, with all names and sizes settled.</summary>
    public CellModel Build(IReadOnlyList<int> next, int output)
    {
        for (int k = 0; k < states.Count; k++)
        {
            Unify(nodes[states[k].Node].Dimension, nodes[next[k]].Dimension);
            Name(next[k], states[k].Name + "Next");
        }

        Name(output, "output");
        List<int> order = Reachable([.. inputs.Select(i => i.Node), .. states.Select(s => s.Node), .. next, output]);
        var position = order.Select((old, now) => (old, now)).ToDictionary(p => p.old, p => p.now);
        NodeModel[] finished = [.. order.Select(o => nodes[o].ToNode(position))];
        string[] names = NodeNaming.Names([.. order.Select(o => nodes[o].Name)], finished);
        DimensionTable dimensions = new(
            Find,
            [.. inputs.Select(i => (i.Name, nodes[i.Node].Dimension))],
            [.. states.Select(s => (s.Name, nodes[s.Node].Dimension))],
            [.. weights.Select(w => (w.Name, w.Kind, w.Rows, w.Columns))]
        );

        return new CellModel(
            dimensions.Models,
            weights
                .Select(
                    (w, k) =>
                        new WeightModel(
                            w.Name,
                            w.Kind,
                            dimensions.Number(w.Rows),
                            dimensions.Number(w.Columns),
                            w.Terms.ToEquatableArray(),
                            (parts.TryGetValue(k, out int[]? sizes) ? sizes : []).Select(dimensions.Number).ToEquatableArray()
                        )
                )
                .ToEquatableArray(),
            order.Select((old, now) => Finished(nodes[old], old, now)).ToEquatableArray(),
            inputs.Select(i => new InputModel(i.Name, dimensions.Number(nodes[i.Node].Dimension), i.Bound, i.Scale)).ToEquatableArray(),
            states
                .Select((s, k) => new StateModel(s.Name, dimensions.Number(nodes[s.Node].Dimension), position[next[k]], s.Ranges))
                .ToEquatableArray(),
            position[output]
        );

        NodeModel Finished(SignalDraft draft, int old, int now) =>
            finished[now] with
            {
                Name = names[now],
                Dimension = dimensions.Number(draft.Dimension),
                IsUnit = StaticRange.IsUnit(StaticRangeOf(old)),
            };
    }

    /// <summary>What the roots rest on, in order of creation: that is topological, and the order in which the user wrote it.</summary>
    private List<int> Reachable(IEnumerable<int> roots)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(roots);
        while (open.Count > 0)
        {
            int node = open.Pop();
            if (seen.Add(node))
            {
                foreach (int source in nodes[node].Sources)
                {
                    open.Push(source);
                }
            }
        }

        return [.. seen.OrderBy(n => n)];
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

    /// <summary>A signal that has been built.</summary>
    internal SignalDraft Inspect(int node) => nodes[node];

    /// <summary>The range of a signal as far as it is known without weights. Those of all but sums are found when they are added, so that
    /// this goes no deeper than a sum.</summary>
    internal (Rational Lo, Rational Hi)? StaticRangeOf(int node)
    {
        SignalDraft draft = nodes[node];
        if (!draft.HasRange)
        {
            draft.Range = StaticRange.Of(draft, StaticRangeOf);
            draft.HasRange = true;
        }

        return draft.Range;
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
        List<SumTerm> collected = Collect(terms);
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

    private int Intern(SignalDraft draft, int dimension)
    {
        // Equal expressions of different sizes (the constant 1/2 beside x and beside h) are different signals.
        if (!known.TryGetValue(draft, out List<int>? equal))
        {
            known.Add(draft, equal = []);
        }

        foreach (int node in equal)
        {
            if (Find(nodes[node].Dimension) == Find(dimension))
            {
                return node;
            }
        }

        equal.Add(Add(draft, dimension, null));
        return nodes.Count - 1;
    }

    private int Add(SignalDraft draft, int dimension, string? name)
    {
        draft.Dimension = dimension;
        draft.Name = name;
        nodes.Add(draft);
        Size += draft.Terms.Length + draft.Arguments.Length;
        HasLongNumber |= draft.Terms.Any(t => t.Coefficient.IsLongerThan(LongestNumber));
        if (draft.Terms.Length == 0)
        {
            StaticRangeOf(nodes.Count - 1);
        }

        return nodes.Count - 1;
    }

    private int NewDimension()
    {
        dimensionParents.Add(dimensionParents.Count);
        return dimensionParents.Count - 1;
    }

    private int Find(int dimension)
    {
        while (dimension >= 0 && dimensionParents[dimension] != dimension)
        {
            dimension = dimensionParents[dimension] = dimensionParents[dimensionParents[dimension]];
        }

        return dimension;
    }
}
