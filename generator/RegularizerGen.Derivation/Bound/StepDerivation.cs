using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Walks the signals of one time step in order and derives, symbolically, their ranges and deviation coefficients. What it defines on the
/// way becomes a straight-line program: of formulas alone, as they are printed (<see cref="StepProgram"/>), or with functions of the
/// runtime in place of the long ones, as it is emitted (<see cref="CompoundStep"/>). The rules themselves stand with the operators.
/// </summary>
public sealed partial class StepDerivation
{
    private const int LargestUnnamed = 12; // numbers, names and functions

    private readonly CellModel model;
    private readonly List<Statement> statements = [];
    private readonly Dictionary<Expr, Symbol> defined = [];
    private readonly HashSet<int> roots; // signals that are rows of A and B
    private readonly int[] uses;
    private readonly Interval[] ranges;
    private readonly Expr?[] magnitudes;
    private readonly Deviation[] deviations;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private StepDerivation(CellModel model)
    {
        this.model = model;
        ranges = new Interval[model.Nodes.Count];
        magnitudes = new Expr?[model.Nodes.Count];
        deviations = new Deviation[model.Nodes.Count];
        uses = new int[model.Nodes.Count];
        roots = [.. model.States.Select(s => s.Next), model.Output];
        foreach (
            int used in model.Nodes.SelectMany(n => n.Arguments.Concat(n.Terms.Select(t => t.Signal).Where(s => s >= 0))).Concat(roots)
        )
        {
            uses[used]++;
        }

        foreach (StateModel state in model.States)
        {
            names.Add(state.Name + "Lo");
            names.Add(state.Name + "Hi");
        }
    }

    /// <summary>1 for peak perturbations, else 0; in printed formulas only.</summary>
    public static Symbol IsPeak { get; } = Expr.Symbol("isPeak");

    /// <summary>Whether the tight rules apply, which give never more than the base rules.</summary>
    public bool IsTight { get; private init; }

    /// <summary>Derives ranges and the coefficients A and B of theory section 4 by the base rules, as formulas.</summary>
    public static StepProgram Derive(CellModel model, CancellationToken cancellation = default)
    {
        var step = new StepDerivation(model);
        for (int k = 0; k < model.Nodes.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            step.DeriveRange(k);
            step.DeriveDeviation(k);
        }

        (Expr[][] a, Expr[] b) = step.Coefficients();
        return new StepProgram(step.statements, step.Next(), a, b, OutputRow(model));
    }

    private void DeriveRange(int node) =>
        ranges[node] = DefineRange(model.Nodes[node].Name, OperatorTable.Of(model.Nodes[node]).Range(this, model.Nodes[node]));

    private void DeriveDeviation(int node) =>
        deviations[node] = Shared(node, OperatorTable.Of(model.Nodes[node]).Deviation(this, model.Nodes[node]));

    /// <summary>A by previous state, and B, per new state and, where it is none, the output.</summary>
    private (Expr[][] A, Expr[] B) Coefficients()
    {
        List<int> rows = [.. model.States.Select(s => s.Next)];
        if (!rows.Contains(model.Output))
        {
            rows.Add(model.Output);
        }

        Expr[][] a =
        [
            .. rows.Select(r =>
                Enumerable.Range(0, model.States.Count).Select(s => deviations[r][new Source(SourceKind.State, s)]).ToArray()
            ),
        ];
        return (a, [.. rows.Select(InputCoefficient)]);
    }

    /// <summary>Row of A and B that is the output.</summary>
    private static int OutputRow(CellModel model)
    {
        int row = model.States.ToList().FindIndex(s => s.Next == model.Output);
        return row < 0 ? model.States.Count : row;
    }

    /// <summary>Ranges of the new states.</summary>
    private Interval[] Next() => [.. model.States.Select((s, k) => InvariantOf(k) ?? ranges[s.Next])];

    /// <summary>Whether a quantity changes with the weights.</summary>
    public static bool HasDerivative(Symbol symbol) => !InputSymbols.Contains(symbol);

    /// <summary>The operator, arguments and terms of a signal.</summary>
    public NodeModel NodeOf(int node) => model.Nodes[node];

    /// <summary>The invariant range of a state, where one is declared.</summary>
    public Interval? InvariantOf(int state) =>
        model.States[state].Ranges.Invariant is { } range
            ? new Interval(range.Min, range.Max) { IsNonNegative = range.Min.Sign >= 0 }
            : null;

    /// <summary>± the bound of an input.</summary>
    public Interval InputRange(int input) => new(-(Expr)InputSymbols.Bound(model, input), InputSymbols.Bound(model, input));

    public Interval RangeOf(int node) => ranges[node];

    public Deviation DeviationOf(int node) => deviations[node];

    /// <summary>Whether all values of a signal are known to lie in [0, 1], whatever the weights.</summary>
    public bool IsUnit(int node) => model.Nodes[node].IsUnit;

    /// <summary>|v| of a signal, by name.</summary>
    public Expr MagnitudeOf(int node) => magnitudes[node] ??= Magnitude(model.Nodes[node].Name + "Abs", ranges[node]);

    /// <summary>Largest size of what lies in a range.</summary>
    public Expr Magnitude(string name, Interval range) =>
        IsCompound && !range.IsNonNegative
            ? CallNumber("Magnitude", name, RangeArgument(name + "Range", range))
            : Define(name, range.Magnitude);

    /// <summary>What a matrix or diagonal makes of a deviation: multiplied by its norm (max|p| of a diagonal), the input itself by the norm
    /// of a first matrix.</summary>
    public Deviation Through(int weight, Deviation deviation) =>
        deviation.Through(NormSymbols.Operator(model.Weights[weight]), NormSymbols.Input(model.Weights[weight]));

    /// <summary>The value of a trainable scalar; null for any other weight.</summary>
    public Symbol? ScalarOf(int weight) =>
        weight >= 0 && model.Weights[weight].Kind == WeightKind.Scalar ? NormSymbols.Scalar(model.Weights[weight]) : null;

    /// <summary>A name for a source, to be part of others.</summary>
    public string NameOf(Source source) =>
        source.Kind switch
        {
            SourceKind.State => "By" + model.States[source.Index].Name,
            SourceKind.InputThroughMatrix => "ByMatrix" + InputSymbols.Suffix(model, source.Index),
            SourceKind.InputItself => "ByInput" + InputSymbols.Suffix(model, source.Index),
            _ => string.Empty,
        };

    /// <summary>
    /// Names the coefficients of a signal that several others use, and large ones that are no row of A and B themselves: nothing is written
    /// out twice, so that the bound grows in proportion to the step, not by a factor with each layer of it.
    /// </summary>
    private Deviation Shared(int node, Deviation deviation) =>
        RegularizerGen.Derivation.Deviation.Combine(
            deviation,
            deviation,
            (source, value, _) =>
                uses[node] > 1 || (!roots.Contains(node) && value.IsLargerThan(LargestUnnamed))
                    ? Define(model.Nodes[node].Name + NameOf(source), value)
                    : value
        );

    /// <summary>Names an intermediate quantity; numbers and names stay as they are.</summary>
    public Expr Define(string name, Expr value)
    {
        if (value is Number or Symbol || value is Product { Factors: [Number, Symbol] })
        {
            return value;
        }

        if (!defined.TryGetValue(value, out Symbol? symbol))
        {
            symbol = Expr.Symbol(Unique(name));
            defined.Add(value, symbol);
            statements.Add(new ScalarStatement(symbol, value));
        }

        return symbol;
    }

    /// <summary>Names both ends of a range.</summary>
    public Interval DefineRange(string name, Interval range) =>
        IsCompound ? NamedRange(name, range) : range with { Lo = Define(name + "Lo", range.Lo), Hi = Define(name + "Hi", range.Hi) };

    /// <summary>The range of all rows of an affine sum: matrices, diagonals and biases together, extremum after the sum.</summary>
    public Interval RowRange(NodeModel node)
    {
        SumTerm[] products =
        [
            .. node.Terms.Where(t => t.Weight >= 0 && t.Signal >= 0 && ScalarOf(t.Weight) is null).OrderBy(t => IsInput(t) ? 0 : 1),
        ];
        var spec = new RowSumSpec(
            statements.OfType<RowStatement>().Count(),
            node.Name,
            [.. products.Select(t => t.Weight)],
            products.Count(IsInput),
            [.. products.Select(Argument)],
            [.. node.Terms.Where(t => t.Weight >= 0 && t.Signal < 0 && ScalarOf(t.Weight) is null).Select(t => (t.Weight, t.Coefficient))]
        );
        Interval range = IsCompound
            ? NewRange(node.Name)
            : new Interval(Expr.Symbol(Unique(node.Name + "Lo")), Expr.Symbol(Unique(node.Name + "Hi")));
        var row = new RowStatement(spec, (Symbol)range.Lo, (Symbol)range.Hi);
        namedRanges.Add((range.Lo, range.Hi), row.Results[0]);
        statements.Add(row);
        return range;

        Interval Argument(SumTerm term, int k)
        {
            Interval range = term.Coefficient * (IsInput(term) ? InputRange(model.Nodes[term.Signal].Index) : ranges[term.Signal]);
            return IsCompound && !IsInput(term)
                ? NamedRange(node.Name + "Argument" + k.ToString(CultureInfo.InvariantCulture), range)
                : range;
        }
    }

    private bool IsInput(SumTerm term) => model.Nodes[term.Signal].Operator == OperatorTable.Input.Name;

    private string Unique(string name)
    {
        string result = name;
        for (int k = 2; !names.Add(result); k++)
        {
            result = name + "_" + k.ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }
}
