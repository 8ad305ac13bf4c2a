using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Tells whether a cell's bound is infinite unless inputs are bounded: where a signal without limit is a factor of something that
/// moves. Whether a range has a limit depends on no weight.</summary>
public sealed class UnboundedInput
{
    private static readonly Symbol Argument = Expr.Symbol("u");

    private readonly CellModel model;
    private readonly int input;
    private readonly ILookup<int, (int User, SumTerm? Term)> uses;
    private readonly Limits[] limits;
    private readonly bool[] moves;

    private UnboundedInput(CellModel model, int input, ILookup<int, (int User, SumTerm? Term)> uses)
    {
        (this.model, this.input, this.uses) = (model, input, uses);
        limits = new Limits[model.Nodes.Count];
        moves = new bool[model.Nodes.Count];
    }

    /// <summary>The inputs of which only a declared bound would make the bound finite, the others being bounded.</summary>
    public static IEnumerable<int> NeedingABound(CellModel model)
    {
        ILookup<int, (int User, SumTerm? Term)> uses = UsesIn(model);
        return Enumerable
            .Range(0, model.Inputs.Count)
            .Where(k => model.Inputs[k].Bound is null && new UnboundedInput(model, k, uses).IsInfinite());
    }

    /// <summary>States start in a range; those whose new value has no limit lose theirs, and so does what is computed from them. Each
    /// signal loses two ends at most, so that this takes the time of reading the step once.</summary>
    private bool IsInfinite()
    {
        for (int k = 0; k < limits.Length; k++)
        {
            NodeModel node = model.Nodes[k];
            limits[k] = node.Operator == OperatorTable.State.Name ? Limits.Both : LimitsOf(node);
            moves[k] =
                node.Operator == OperatorTable.State.Name
                || node.Operator == OperatorTable.Input.Name
                || node.Arguments.Concat(node.Terms.Select(t => t.Signal)).Any(source => source >= 0 && moves[source]);
        }

        var open = new Stack<int>(model.States.Select(s => s.Next));
        while (open.Count > 0)
        {
            foreach ((int user, SumTerm? term) in uses[open.Pop()])
            {
                Limits before = limits[user];
                limits[user] = term is null ? LimitsOf(model.Nodes[user]) : before.And(LimitsOf(term));
                if (limits[user] != before)
                {
                    open.Push(user);
                }
            }
        }

        return model.Nodes.Any(IsInfinite);
    }

    /// <summary>Per signal what is computed from it, and as which term where it is a sum. A state is the sum of its new value alone, unless
    /// a range is imposed on it.</summary>
    private static ILookup<int, (int User, SumTerm? Term)> UsesIn(CellModel model)
    {
        IEnumerable<(int Source, (int, SumTerm?) Use)> all = model.Nodes.SelectMany(
            (node, k) =>
                node.Operator == OperatorTable.State.Name
                    ? model.States[node.Index].Ranges.Invariant is null
                        ? [(model.States[node.Index].Next, (k, new SumTerm(1, -1, model.States[node.Index].Next)))]
                        : []
                    : node
                        .Terms.Where(t => t.Signal >= 0)
                        .Select(t => (t.Signal, (k, (SumTerm?)t)))
                        .Concat(node.Arguments.Select(a => (a, (k, (SumTerm?)null))))
        );
        return all.ToLookup(u => u.Source, u => u.Use);
    }

    /// <summary>Whether a factor without a limit multiplies a factor that moves.</summary>
    private bool IsInfinite(NodeModel node)
    {
        int[] parts = [.. node.Arguments];
        return node.Operator == OperatorTable.Hadamard.Name
            ? Scales(parts[0], parts[1]) || Scales(parts[1], parts[0])
            : node.Operator == OperatorTable.Blend.Name
                && (
                    Scales(parts[1], parts[0])
                    || Scales(parts[2], parts[0])
                    || (!node.IsUnit && parts.Skip(1).Any(p => Scales(parts[0], p)))
                );

        bool Scales(int factor, int moved) => !limits[factor].AreBoth && moves[moved];
    }

    private Limits LimitsOf(NodeModel node)
    {
        if (node.Operator == OperatorTable.Input.Name)
        {
            return node.Index == input ? default : Limits.Both;
        }

        if (OperatorTable.ActivationOf(node) is { } activation)
        {
            return Of(activation, node, limits[node.Arguments[0]]);
        }

        return node
            .Terms.Where(t => t.Signal >= 0)
            .Select(LimitsOf)
            .Concat(node.Arguments.Select(a => limits[a].AreBoth ? Limits.Both : default))
            .Aggregate(Limits.Both, (sum, term) => sum.And(term));
    }

    /// <summary>A weight may turn a signal's ends around, and so may a factor.</summary>
    private Limits LimitsOf(SumTerm term) =>
        term.Weight >= 0
            ? limits[term.Signal].AreBoth
                ? Limits.Both
                : default
            : term.Coefficient.Sign < 0
                ? limits[term.Signal].Negated
                : limits[term.Signal];

    private static Limits Of(ActivationOperator activation, NodeModel node, Limits argument)
    {
        ActivationFacts facts = activation.Facts(node);
        return facts.IsMonotone
            ? new Limits(
                facts.Min is not null || argument.Below || HasLimit(double.NegativeInfinity),
                facts.Max is not null || argument.Above || HasLimit(double.PositiveInfinity)
            )
            : new Limits(facts.Min is not null || argument.AreBoth, facts.Max is not null || argument.AreBoth);

        bool HasLimit(double end) =>
            node.User is not { IsOpaque: true }
            && activation.IsDefinedAtInfinity(node)
            && activation.Value(Argument, node).Evaluate(_ => end) is var value
            && !double.IsNaN(value)
            && !double.IsInfinity(value);
    }

    /// <summary>Whether a range has an end below and above.</summary>
    private readonly record struct Limits(bool Below, bool Above)
    {
        public static Limits Both { get; } = new(true, true);

        public bool AreBoth => Below && Above;

        public Limits Negated => new(Above, Below);

        public Limits And(Limits other) => new(Below && other.Below, Above && other.Above);
    }
}
