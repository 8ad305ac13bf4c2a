using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Walks the signals of one time step in order and derives, symbolically, their ranges and deviation coefficients. What it defines on the
/// way becomes the straight-line program of <see cref="StepProgram"/>; the rules themselves stand with the operators.
/// </summary>
public sealed class StepDerivation
{
    private readonly CellModel model;
    private const int LargestUnnamed = 12; // numbers, names and functions

    private readonly List<Statement> statements = [];
    private readonly Dictionary<Expr, Symbol> defined = [];
    private readonly HashSet<int> roots; // signals that are rows of A and B
    private readonly int[] uses;
    private readonly List<RowSumSpec> rowSums = [];
    private readonly Interval[] ranges;
    private readonly Expr?[] magnitudes;
    private readonly Deviation[] deviations;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly SortedSet<int> operatorNorms = [];
    private readonly SortedSet<int> inputNorms = [];

    private StepDerivation(CellModel model, bool isTight)
    {
        this.model = model;
        IsTight = isTight;
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

    /// <summary>Upper end of the input's range; the lower is its negative.</summary>
    public Symbol InputBound { get; } = Expr.Symbol("inputBound");

    /// <summary>What a unit diagonal Jacobian with respect to the input counts.</summary>
    public Symbol InputWidth { get; } = Expr.Symbol("inputWidth");

    /// <summary>1 for peak perturbations, else 0.</summary>
    public Expr IsPeak { get; } = Expr.Symbol("isPeak");

    /// <summary>Whether the tight rules apply, which give never more than the base rules.</summary>
    public bool IsTight { get; }

    /// <summary>Derives ranges, then the coefficients A and B of theory section 4.</summary>
    public static StepProgram Derive(CellModel model, bool isTight = false, CancellationToken cancellation = default)
    {
        var step = new StepDerivation(model, isTight);
        for (int k = 0; k < model.Nodes.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            NodeModel node = model.Nodes[k];
            Operator rule = OperatorTable.Of(node);
            Interval range = rule.Range(step, node);
            step.ranges[k] = range with { Lo = step.Define(node.Name + "Lo", range.Lo), Hi = step.Define(node.Name + "Hi", range.Hi) };
            step.deviations[k] = step.Shared(k, rule.Deviation(step, node));
        }

        int[] rows = [.. model.States.Select(s => s.Next)];
        int outputRow = Array.IndexOf(rows, model.Output);
        if (outputRow < 0)
        {
            outputRow = rows.Length;
            rows = [.. rows, model.Output];
        }

        Expr[][] a =
        [
            .. rows.Select(r =>
                Enumerable.Range(0, model.States.Count).Select(s => step.deviations[r][new Source(SourceKind.State, s)]).ToArray()
            ),
        ];
        Expr[] b = [.. rows.Select(r => step.InputCoefficient(step.deviations[r]))];
        Interval[] next = [.. model.States.Select((s, k) => step.InvariantOf(k) ?? step.ranges[s.Next])];
        return new StepProgram(
            step.statements,
            step.rowSums,
            next,
            a,
            b,
            outputRow,
            [.. Enumerable.Range(0, model.Weights.Count).Where(k => model.Weights[k].Kind == WeightKind.Scalar)],
            [.. step.operatorNorms],
            [.. step.inputNorms],
            step.ranges
        );
    }

    /// <summary>The operator, arguments and terms of a signal.</summary>
    public NodeModel NodeOf(int node) => model.Nodes[node];

    /// <summary>The invariant range of a state, where one is declared.</summary>
    public Interval? InvariantOf(int state) =>
        model.States[state].Ranges.Invariant is { } range
            ? new Interval(range.Min, range.Max) { IsNonNegative = range.Min.Sign >= 0 }
            : null;

    public Interval RangeOf(int node) => ranges[node];

    public Deviation DeviationOf(int node) => deviations[node];

    /// <summary>Whether all values of a signal are known to lie in [0, 1], whatever the weights.</summary>
    public bool IsUnit(int node) => model.Nodes[node].IsUnit;

    /// <summary>|v| of a signal, by name.</summary>
    public Expr MagnitudeOf(int node) => magnitudes[node] ??= Define(model.Nodes[node].Name + "Abs", ranges[node].Magnitude);

    /// <summary>What a matrix or diagonal makes of a deviation: multiplied by its norm (max|p| of a diagonal), the input itself by the norm
    /// of a first matrix.</summary>
    public Deviation Through(int weight, Deviation deviation)
    {
        operatorNorms.Add(weight);
        inputNorms.Add(weight);
        return deviation.Through(NormSymbols.Operator(model.Weights[weight]), NormSymbols.Input(model.Weights[weight]));
    }

    /// <summary>The value of a trainable scalar; null for any other weight.</summary>
    public Symbol? ScalarOf(int weight) =>
        weight >= 0 && model.Weights[weight].Kind == WeightKind.Scalar ? NormSymbols.Scalar(model.Weights[weight]) : null;

    /// <summary>A name for a source, to be part of others.</summary>
    public string NameOf(Source source) =>
        source.Kind switch
        {
            SourceKind.State => "By" + model.States[source.State].Name,
            SourceKind.InputThroughMatrix => "ByMatrix",
            SourceKind.InputItself => "ByInput",
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

        if (defined.TryGetValue(value, out Symbol? known))
        {
            return known;
        }

        Symbol symbol = Expr.Symbol(Unique(name));
        defined.Add(value, symbol);
        statements.Add(new ScalarStatement(symbol, value));
        return symbol;
    }

    /// <summary>The range of all rows of an affine sum: matrices, diagonals and biases together, extremum after the sum.</summary>
    public Interval RowRange(NodeModel node)
    {
        SumTerm[] products =
        [
            .. node.Terms.Where(t => t.Weight >= 0 && t.Signal >= 0 && ScalarOf(t.Weight) is null).OrderBy(t => IsInput(t) ? 0 : 1),
        ];
        var spec = new RowSumSpec(
            rowSums.Count,
            node.Name,
            [.. products.Select(t => t.Weight)],
            products.Count(IsInput),
            [.. products.Select(t => t.Coefficient * ranges[t.Signal])],
            [.. node.Terms.Where(t => t.Weight >= 0 && t.Signal < 0).Select(t => (t.Weight, t.Coefficient))]
        );
        rowSums.Add(spec);
        Symbol lo = Expr.Symbol(Unique(node.Name + "Lo"));
        Symbol hi = Expr.Symbol(Unique(node.Name + "Hi"));
        statements.Add(new RowStatement(spec, lo, hi));
        return new Interval(lo, hi);
    }

    private bool IsInput(SumTerm term) => model.Nodes[term.Signal].Operator == OperatorTable.Input.Name;

    /// <summary>What reached a new state through matrices, plus what is still the input itself, which counts sqrt(X) under white
    /// noise.</summary>
    private Expr InputCoefficient(Deviation deviation) =>
        deviation[new Source(SourceKind.InputThroughMatrix, 0)] + (InputWidth * deviation[new Source(SourceKind.InputItself, 0)]);

    private string Unique(string name)
    {
        string result = name;
        for (int k = 2; !names.Add(result); k++)
        {
            result = name + "_" + k.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return result;
    }
}
