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
    private readonly List<Draft> nodes = [];
    private readonly List<(string Name, WeightKind Kind, int Rows, int Columns, DerivedTerm[] Terms)> weights = [];
    private readonly Dictionary<int, int[]> parts = [];
    private readonly List<int> dimensionParents = [];
    private readonly List<(string Name, int Node, Rational? Bound)> inputs = [];
    private readonly List<(string Name, int Node, StateRanges Ranges)> states = [];

    public int Input(string name, Rational? bound)
    {
        int node = Add(new Draft(OperatorTable.Input.Name, inputs.Count, [], []), NewDimension(), name);
        inputs.Add((name, node, bound));
        return node;
    }

    public int State(string name, StateRanges? ranges = null)
    {
        int node = Add(new Draft(OperatorTable.State.Name, states.Count, [], []), NewDimension(), name);
        states.Add((name, node, ranges ?? new StateRanges(0, 0, null)));
        return node;
    }

    /// <summary>Whether a signal is the input itself.</summary>
    public bool IsInput(int node) => nodes[node].Operator == OperatorTable.Input.Name;

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
        Intern(new Draft(activation.Name, 0, [a], []) { Parameter = parameter, User = user }, nodes[a].Dimension);

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
        List<int> order = Reachable([inputs[0].Node, .. states.Select(s => s.Node), .. next, output]);
        var position = order.Select((old, now) => (old, now)).ToDictionary(p => p.old, p => p.now);
        string[] names = NodeNaming.Names([.. order.Select(o => nodes[o].Name)], [.. order.Select(o => Renumbered(nodes[o], position))]);
        DimensionTable dimensions = new(
            Find,
            [.. inputs.Take(1).Select(i => (i.Name, nodes[i.Node].Dimension))],
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
            order.Select((old, now) => Finished(nodes[old], names[now])).ToEquatableArray(),
            new InputModel(inputs[0].Name, dimensions.Number(nodes[inputs[0].Node].Dimension), inputs[0].Bound),
            states
                .Select((s, k) => new StateModel(s.Name, dimensions.Number(nodes[s.Node].Dimension), position[next[k]], s.Ranges))
                .ToEquatableArray(),
            position[output]
        );

        NodeModel Finished(Draft draft, string name)
        {
            NodeModel renumbered = Renumbered(draft, position);
            return renumbered with { Name = name, Dimension = dimensions.Number(draft.Dimension) };
        }
    }

    private static NodeModel Renumbered(Draft draft, Dictionary<int, int>? position) =>
        new(
            draft.Operator,
            string.Empty,
            0,
            draft.Index,
            draft.Arguments.Select(a => position is null ? a : position[a]).ToEquatableArray(),
            draft
                .Terms.Select(t => t with { Signal = t.Signal < 0 || position is null ? t.Signal : position[t.Signal] })
                .ToEquatableArray(),
            draft.Parameter,
            draft.User
        );

    /// <summary>What the roots rest on, in order of creation: that is topological, and the order in which the user wrote it.</summary>
    private List<int> Reachable(IEnumerable<int> roots)
    {
        var seen = new SortedSet<int>();
        foreach (int root in roots)
        {
            Visit(root);
        }

        return [.. seen];

        void Visit(int node)
        {
            if (!seen.Add(node))
            {
                return;
            }

            foreach (int child in nodes[node].Arguments.Concat(nodes[node].Terms.Select(t => t.Signal).Where(s => s >= 0)))
            {
                Visit(child);
            }
        }
    }

    /// <summary>Collects equal terms and drops zeros.</summary>
    internal static List<SumTerm> Collect(IEnumerable<SumTerm> terms) =>
        [
            .. terms
                .GroupBy(t => (t.Weight, t.Signal))
                .Select(g => g.First() with { Coefficient = g.Aggregate(Rational.Zero, (sum, t) => sum + t.Coefficient) })
                .Where(t => !t.Coefficient.IsZero),
        ];

    /// <summary>Operator and arguments of a signal.</summary>
    internal (string Operator, IReadOnlyList<int> Arguments) Inspect(int node) => (nodes[node].Operator, nodes[node].Arguments);

    /// <summary>The range of a signal as far as it is known without weights.</summary>
    internal (Rational Lo, Rational Hi)? StaticRangeOf(int node) => StaticRange.Of(node, n => Renumbered(nodes[n], position: null));

    /// <summary>A signal as offset + factor·scalar·(another signal); null where it is more than that.</summary>
    internal GateForm? GateFormOf(int node)
    {
        if (nodes[node].Operator != OperatorTable.Affine.Name)
        {
            return new GateForm(node, 0, 1, -1);
        }

        SumTerm[] signals = [.. nodes[node].Terms.Where(t => t.Signal >= 0)];
        SumTerm[] others = [.. nodes[node].Terms.Where(t => t.Signal < 0)];
        return signals is [{ } only] && (only.Weight < 0 || IsScalar(only.Weight)) && others.All(t => t.Weight < 0)
            ? new GateForm(only.Signal, others.Aggregate(Rational.Zero, (sum, t) => sum + t.Coefficient), only.Coefficient, only.Weight)
            : null;
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
            Intern(new Draft(OperatorTable.Hadamard.Name, 0, [coreA, coreB], []), dimension)
        );
    }

    /// <summary>Collects the terms and recognises blends; a sum of one plain signal is that signal.</summary>
    private int Sum(IEnumerable<SumTerm> terms, int dimension)
    {
        List<SumTerm> collected = Collect(terms);
        if (new BlendFinder(this).Find(collected) is { } blend)
        {
            var z = new SumTerm(blend.Gate.Factor, blend.Gate.Scalar, blend.Gate.Signal);
            int b = Sum(blend.B, dimension);
            SumTerm mixed =
                blend.A.Count > 0
                    ? new SumTerm(
                        1,
                        -1,
                        Intern(
                            new Draft(
                                OperatorTable.Blend.Name,
                                0,
                                [Plain(Collect([z, new SumTerm(blend.Gate.Offset, -1, -1)]), dimension), Sum(blend.A, dimension), b],
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
            : Intern(new Draft(OperatorTable.Affine.Name, 0, [], [.. terms]), dimension);

    /// <summary>A signal as terms of a sum.</summary>
    internal IEnumerable<SumTerm> TermsOf(int node, Rational factor) =>
        nodes[node].Operator == OperatorTable.Affine.Name
            ? nodes[node].Terms.Select(t => t with { Coefficient = t.Coefficient * factor })
            : [new SumTerm(factor, -1, node)];

    /// <summary>factor · scalar · core for a scaled signal, else 1 · the signal itself.</summary>
    private (Rational Factor, int Scalar, int Core) Core(int node) =>
        nodes[node].Terms is [{ Signal: >= 0 } only] && (only.Weight < 0 || IsScalar(only.Weight))
            ? (only.Coefficient, only.Weight, only.Signal)
            : (1, -1, node);

    private int Intern(Draft draft, int dimension)
    {
        // Equal expressions of different sizes (the constant 1/2 beside x and beside h) are different signals.
        int known = nodes.FindIndex(n => n.SameAs(draft) && Find(n.Dimension) == Find(dimension));
        return known < 0 ? Add(draft, dimension, null) : known;
    }

    private int Add(Draft draft, int dimension, string? name)
    {
        draft.Dimension = dimension;
        draft.Name = name;
        nodes.Add(draft);
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
            dimension = dimensionParents[dimension];
        }

        return dimension;
    }

    private sealed class Draft(string @operator, int index, int[] arguments, SumTerm[] terms)
    {
        public string Operator { get; } = @operator;

        public int Index { get; } = index;

        public int[] Arguments { get; } = arguments;

        public SumTerm[] Terms { get; } = terms;

        public Rational Parameter { get; set; }

        public UserActivation? User { get; set; }

        public int Dimension { get; set; }

        public string? Name { get; set; }

        public bool SameAs(Draft other) =>
            Operator == other.Operator
            && Index == other.Index
            && Parameter == other.Parameter
            && User == other.User
            && Arguments.SequenceEqual(other.Arguments)
            && Terms.Length == other.Terms.Length
            && new HashSet<SumTerm>(Terms).SetEquals(other.Terms);
    }
}
