using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The derivation as it is emitted. Ranges never depend on deviations, and the functions that give them know which rules apply: they come
/// first, for both sets of rules at once.
/// </summary>
public sealed partial class StepDerivation
{
    private readonly Dictionary<(string, EquatableArray<Quantity>), EquatableArray<Quantity>> calls = [];
    private readonly Dictionary<(Expr, Expr), Quantity> namedRanges = [];

    private StepDerivation(StepDerivation ranges, bool isTight)
        : this(ranges.model)
    {
        IsCompound = true;
        IsTight = isTight;
        names = [.. ranges.names];
        defined = ranges.defined.ToDictionary(d => d.Key, d => d.Value);
        calls = ranges.calls.ToDictionary(c => c.Key, c => c.Value);
        namedRanges = ranges.namedRanges.ToDictionary(r => r.Key, r => r.Value);
        Array.Copy(ranges.ranges, this.ranges, this.ranges.Length);
        Array.Copy(ranges.magnitudes, magnitudes, magnitudes.Length);
    }

    /// <summary>Whether rules are functions of the runtime, where there are such; else formulas.</summary>
    public bool IsCompound { get; private init; }

    /// <summary>Derives ranges, then the coefficients A and B by either set of rules.</summary>
    public static CompoundStep DeriveCompound(CellModel model, CancellationToken cancellation = default)
    {
        var ranges = new StepDerivation(model) { IsCompound = true };
        ranges.names.UnionWith(model.States.Select(s => s.Name));
        foreach (StateModel state in model.States)
        {
            var range = Quantity.Range(state.Name);
            ranges.namedRanges.Add((range.Lo, range.Hi), range);
        }

        for (int k = 0; k < model.Nodes.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            ranges.DeriveRange(k);
        }

        StepBranch loose = ranges.Branch(isTight: false, [], cancellation);
        StepBranch tight = ranges.Branch(isTight: true, [], cancellation);
        Dictionary<string, QuantityKind> kinds = loose.Statements.SelectMany(s => s.Results).ToDictionary(r => r.Name, r => r.Kind);
        string[] clashes =
        [
            .. tight
                .Statements.SelectMany(s => s.Results)
                .Where(r => kinds.TryGetValue(r.Name, out QuantityKind k) && k != r.Kind)
                .Select(r => r.Name),
        ];
        return new CompoundStep(
            ranges.statements,
            loose,
            clashes.Length == 0 ? tight : ranges.Branch(isTight: true, clashes, cancellation),
            [.. ranges.ranges.Select(r => ranges.RangeArgument(string.Empty, r))],
            ranges.Next(),
            OutputRow(model)
        );
    }

    /// <summary>Both sets of rules may give a name each; only the same kind of quantity may share it.</summary>
    private StepBranch Branch(bool isTight, IEnumerable<string> avoided, CancellationToken cancellation)
    {
        var branch = new StepDerivation(this, isTight);
        branch.names.UnionWith(avoided);
        for (int k = 0; k < model.Nodes.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            branch.DeriveDeviation(k);
        }

        (Expr[][] a, Expr[] b) = branch.Coefficients();
        return new StepBranch(branch.statements, a, b);
    }

    /// <summary>The range of a signal as an argument.</summary>
    public Quantity SignalRange(int node) => RangeArgument(model.Nodes[node].Name, ranges[node]);

    /// <summary>A range as an argument: its own name, or a new one.</summary>
    public Quantity RangeArgument(string name, Interval range)
    {
        if (!namedRanges.TryGetValue((range.Lo, range.Hi), out Quantity? known))
        {
            known = Quantity.Of(NewRange(name))!;
            namedRanges.Add((range.Lo, range.Hi), known);
            namedRanges.Add((known.Lo, known.Hi), known);
            statements.Add(new RangeStatement(known, range));
        }

        return known;
    }

    /// <summary>A number as an argument: its own name where it has one that derivatives can be added to, or a new one.</summary>
    public Quantity NumberArgument(string name, Expr value)
    {
        if (value is Symbol known && HasDerivative(known))
        {
            return Quantity.Number(known);
        }

        if (!defined.TryGetValue(value, out Symbol? symbol))
        {
            symbol = Expr.Symbol(Unique(name));
            defined.Add(value, symbol);
            statements.Add(new ScalarStatement(symbol, value));
        }

        return Quantity.Number(symbol);
    }

    /// <summary>A number from a function of the runtime.</summary>
    public Symbol CallNumber(string function, string name, params Quantity[] arguments) =>
        Expr.Symbol(Call(function, arguments, () => [Quantity.Number(Expr.Symbol(Unique(name)))])[0].Name);

    /// <summary>A range from a function of the runtime.</summary>
    public Interval CallRange(string function, string name, params Quantity[] arguments) =>
        RangeOf(Call(function, arguments, () => [Quantity.Of(NewRange(name))!])[0]);

    /// <summary>A tied gate from a function of the runtime.</summary>
    public Quantity CallTie(string function, string name, params Quantity[] arguments) =>
        Call(function, arguments, () => [new Quantity(QuantityKind.Tie, Unique(name))])[0];

    /// <summary>Range and largest slope of an activation from its function of the runtime, which keeps the slopes at both ends for its
    /// adjoint.</summary>
    public (Interval Range, Symbol Slope) CallActivation(string function, NodeModel node)
    {
        EquatableArray<Quantity> results = Call(
            function,
            [SignalRange(node.Arguments[0])],
            () =>
                [
                    Quantity.Of(NewRange(node.Name))!,
                    Quantity.Number(Expr.Symbol(Unique(node.Name + "Slope"))),
                    Quantity.Of(NewRange(node.Name + "Slopes"))! with
                    {
                        IsHeld = true,
                    },
                ]
        );
        return (RangeOf(results[0]), results[1].Symbols[0]);
    }

    private EquatableArray<Quantity> Call(string function, Quantity[] arguments, Func<Quantity[]> results)
    {
        (string, EquatableArray<Quantity>) key = (function, arguments.ToEquatableArray());
        if (!calls.TryGetValue(key, out EquatableArray<Quantity> known))
        {
            known = results().ToEquatableArray();
            calls.Add(key, known);
            statements.Add(new CallStatement(function, key.Item2, known));
            foreach (Quantity range in known.Where(r => r.Kind == QuantityKind.Range))
            {
                namedRanges.Add((range.Lo, range.Hi), range);
            }
        }

        return known;
    }

    private Interval NamedRange(string name, Interval range) =>
        RangeOf(RangeArgument(name, range)) with
        {
            IsNonNegative = range.IsNonNegative,
        };

    private static Interval RangeOf(Quantity range) => new(range.Lo, range.Hi);

    /// <summary>Names for a new range and its ends.</summary>
    private Interval NewRange(string name)
    {
        Quantity range = Quantity.Range(name);
        for (int k = 2; names.Contains(range.Name) || names.Contains(range.Lo.Name) || names.Contains(range.Hi.Name); k++)
        {
            range = Quantity.Range(name + "_" + k.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        names.UnionWith([range.Name, range.Lo.Name, range.Hi.Name]);
        return RangeOf(range);
    }
}
