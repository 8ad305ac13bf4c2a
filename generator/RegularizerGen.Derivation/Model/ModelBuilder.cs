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

    /// <summary>Free sizes that a size may be the sum of, each as often as it occurs.</summary>
    public const int MostParts = 100;

    private readonly List<SignalDraft> nodes = [];
    private readonly Dictionary<SignalDraft, List<int>> known = [];
    private readonly List<(string Name, WeightKind Kind, int Rows, int Columns, DerivedTerm[] Terms)> weights = [];
    private readonly SizeEquations equations;
    private readonly List<int> dimensionParents = [];
    private readonly List<(string Name, int Node, Rational? Bound, Rational Scale)> inputs = [];
    private readonly List<(string Name, int Node, StateRanges Ranges)> states = [];

    public ModelBuilder() => equations = new SizeEquations(Find, Unify);

    /// <summary>Concatenations on which a matrix cannot act, because no sizes fit, found by <see cref="Build"/>.</summary>
    public IReadOnlyList<SizeConflict> SizeConflicts { get; private set; } = [];

    /// <summary>Uses of concatenations whose size has more than <see cref="MostParts"/> parts, those of sizes that are sums counted one by
    /// one, found by <see cref="Build"/>.</summary>
    public IReadOnlyList<int> LongConcatenations { get; private set; } = [];

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

    /// <summary>Number of terms that came up so far, in signals and derived matrices, those that were known already included, and those
    /// that were looked at for blends: what the time to read a step grows with. Long coefficients count several times.</summary>
    public int Work { get; private set; }

    /// <summary>Number of terms and arguments of the signals that the results need, and of all derived matrices.</summary>
    public int SizeOf(IEnumerable<int> results) =>
        Reachable(results).Sum(n => nodes[n].Terms.Length + nodes[n].Arguments.Length) + DerivedTerms;

    /// <summary>Number of terms of all derived matrices.</summary>
    public int DerivedTerms { get; private set; }

    /// <summary>Adds to <see cref="Work"/>.</summary>
    internal void AddWork(int terms) => Work += terms;

    /// <summary>Whether some coefficient is an exact fraction of more than <see cref="LongestNumber"/> binary digits.</summary>
    public bool HasLongNumber { get; private set; }

    /// <summary>The signals that any of the results depends on.</summary>
    public ISet<int> SourcesOf(IEnumerable<int> results) => new HashSet<int>(Reachable(results));

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
        equations.Solve();
        DimensionTable dimensions = new(
            equations.PartsOf,
            [.. inputs.Select(i => (i.Name, nodes[i.Node].Dimension))],
            [.. states.Select(s => (s.Name, nodes[s.Node].Dimension))],
            [.. weights.Select(w => (w.Name, w.Kind, w.Rows, w.Columns))]
        );

        SizeConflicts =
        [
            .. equations.Unsolvable.Select(e => new SizeConflict(e.Use, dimensions.Text([e.Whole]), dimensions.Text(e.Parts))),
        ];
        LongConcatenations = [.. equations.TooLong.Select(e => e.Use).Distinct()];
        EquatableArray<WeightModel> settled = weights
            .Select(w => new WeightModel(
                w.Name,
                w.Kind,
                dimensions.Number(w.Rows),
                dimensions.Number(w.Columns),
                w.Terms.Select(t => t.Kind == DerivedKind.Block ? t with { B = dimensions.Number(t.B) } : t).ToEquatableArray()
            ))
            .ToEquatableArray();
        return new CellModel(
            dimensions.Models,
            settled,
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

    /// <summary>Number of signals that have been built.</summary>
    internal int Count => nodes.Count;

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

    private int Intern(SignalDraft draft, int dimension)
    {
        AddWork(draft.Arguments.Length);
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
