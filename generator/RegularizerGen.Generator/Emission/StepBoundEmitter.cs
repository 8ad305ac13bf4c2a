using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>One time step of the derived bound and its reverse, as straight-line code over any kind of bound number.</summary>
internal static partial class StepBoundEmitter
{
    private const string Number = "TNumber";

    /// <summary>Class of the bound by the base rules.</summary>
    public const string Base = "StepBound";

    /// <summary>Class of the bound by the tight rules.</summary>
    public const string Tight = "TightStepBound";

    public static void Emit(CodeWriter writer, CellPlan plan)
    {
        Emit(writer, plan, plan.Base, Base, "the base rules");
        Emit(writer, plan, plan.Tight, Tight, "the tight rules");
    }

    private static void Emit(CodeWriter writer, CellPlan plan, RulesPlan rules, string name, string title)
    {
        CellModel model = plan.Model;
        Symbol[] norms = NormOrder(plan);
        (IReadOnlyList<Statement> Statements, IReadOnlyList<(Symbol Input, Expr Adjoint)> Inputs) reverse = Shared(rules);
        HashSet<Symbol> needed = Needed(reverse.Statements, reverse.Inputs.Select(i => i.Adjoint));
        HashSet<string> remembered = [.. rules.Bound.Statements.SelectMany(s => s.Defined).Where(needed.Contains).Select(s => s.Name)];
        writer.Summary(
            $"One time step of the bound by {title}: from the ranges of the previous states to those of the new ones, and to the coefficients A and B."
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"private sealed class {name}<{Number}> : global::RegularizerGen.Bounds.StepBound<{Number}> where {Number} : unmanaged, global::RegularizerGen.Numbers.IBoundNumber<{Number}>"
            )
        )
        {
            Declare(writer, "private readonly global::RegularizerGen.Bounds.RowSum<TNumber>", rules.Step.RowSums.Select(Field));
            writer.Line("private readonly Values[] values;");
            writer.Line();
            writer.Line($"public {name}(global::RegularizerGen.Bounds.WeightSlot[] weights, int horizon)");
            writer.Line(
                $"    : base(states: {model.States.Count}, rows: {rules.Step.A.Count}, norms: {norms.Length}, scalars: {rules.Step.Scalars.Count}, horizon)"
            );
            using (writer.Braces())
            {
                writer.Line("values = new Values[horizon];");
                foreach (RowSumSpec rows in rules.Step.RowSums)
                {
                    writer.Line($"// {Describe(model, rows)}");
                    writer.Line(
                        $"{Field(rows)} = new({Slots(rows.Weights)}, {rows.InputTerms}, {Slots([.. rows.Biases.Select(b => b.Weight)])}, {Coefficients(rows)}, horizon);"
                    );
                }
            }

            writer.Line();
            Prepare(writer, plan, rules);
            Forward(writer, plan, rules, norms, remembered);
            Reverse(writer, plan, rules, norms, reverse.Statements, reverse.Inputs, needed, remembered);
            writer.Line("// What Reverse needs of a step.");
            using (writer.Block("private struct Values"))
            {
                Declare(writer, $"public {Number}", remembered);
            }
        }

        writer.Line();

        static string Slots(IReadOnlyList<int> weights) =>
            weights.Count == 0
                ? "global::System.Array.Empty<global::RegularizerGen.Bounds.WeightSlot>()"
                : $"new[] {{ {string.Join(", ", weights.Select(w => $"weights[{w.ToString(CultureInfo.InvariantCulture)}]"))} }}";

        static string Coefficients(RowSumSpec rows) =>
            rows.Biases.Count == 0
                ? "global::System.Array.Empty<double>()"
                : $"new double[] {{ {string.Join(", ", rows.Biases.Select(b => CSharpPrinter.Print(b.Coefficient, Number)))} }}";
    }

    /// <summary>One declaration of several variables or fields.</summary>
    private static void Declare(CodeWriter writer, string type, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > 0)
        {
            writer.Line($"{type} {string.Join(", ", all)};");
        }
    }

    private static void Prepare(CodeWriter writer, CellPlan plan, RulesPlan rules)
    {
        using (writer.Block("public override void Prepare()"))
        {
            if (rules.Step.RowSums.Any(r => r.InputTerms > 0))
            {
                writer.Line($"{Number} inputBound = InputBound;");
            }

            for (int k = 0; k < plan.Model.States.Count; k++)
            {
                StateRanges ranges = plan.Model.States[k].Ranges;
                (Rational lo, Rational hi) = ranges.Invariant ?? (ranges.InitialMin, ranges.InitialMax);
                writer.Line($"Lo(0, {k}) = {Print(lo)};");
                writer.Line($"Hi(0, {k}) = {Print(hi)};");
            }

            foreach (RowSumSpec rows in rules.Step.RowSums)
            {
                writer.Line($"{Field(rows)}.Prepare({Pairs(rows.Arguments.Take(rows.InputTerms), [])});");
            }
        }

        writer.Line();
    }

    private static void Forward(CodeWriter writer, CellPlan plan, RulesPlan rules, Symbol[] norms, HashSet<string> remembered)
    {
        BoundProgram bound = rules.Bound;
        using (writer.Block("public override void Forward(int step)"))
        {
            Expr[] outputs = [.. bound.Outputs.Select(o => o.Value), .. rules.Step.Ranges.SelectMany(r => new[] { r.Lo, r.Hi })];
            Loads(writer, plan, rules, norms, Needed(bound.Statements, outputs));
            writer.Line("ref Values v = ref values[step];");
            string Local(Symbol symbol) => remembered.Contains(symbol.Name) ? "v." + symbol.Name : $"{Number} {symbol.Name}";
            string Print(Expr expression) => PrintIn(expression, remembered);
            foreach (Statement statement in bound.Statements)
            {
                switch (statement)
                {
                    case ScalarStatement scalar:
                        writer.Line($"{Local(scalar.Name)} = {Print(scalar.Value)};");
                        break;
                    case RowStatement row:
                        writer.Line(
                            $"{Field(row.Rows)}.Range(step, {Pairs(row.Rows.Arguments.Skip(row.Rows.InputTerms), remembered)}, out {Local(row.Lo)}, out {Local(row.Hi)});"
                        );
                        break;
                }
            }

            writer.Line();
            for (int row = 0; row < bound.A.Count; row++)
            {
                foreach (int state in Enumerable.Range(0, plan.Model.States.Count).Where(s => !bound.A[row][s].IsZero))
                {
                    writer.Line(
                        $"A(step, {row}, {state}) = {Print(bound.A[row][state])}; // {RowName(plan, row)} by {plan.Model.States[state].Name}"
                    );
                }

                writer.Line($"B(step, {row}) = {Print(bound.B[row])}; // {RowName(plan, row)} by {plan.Model.Input.Name}");
            }

            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"Lo(step + 1, {state}) = {Print(rules.Step.Next[state].Lo)};");
                writer.Line($"Hi(step + 1, {state}) = {Print(rules.Step.Next[state].Hi)};");
            }

            for (int k = 0; k < rules.Step.Ranges.Count; k++)
            {
                writer.Line(
                    $"Record({k}, {Print(rules.Step.Ranges[k].Lo)}, {Print(rules.Step.Ranges[k].Hi)}); // {plan.Model.Nodes[k].Name}"
                );
            }
        }

        writer.Line();
    }

    /// <summary>All symbols that the statements and outputs mention.</summary>
    private static HashSet<Symbol> Needed(IEnumerable<Statement> statements, IEnumerable<Expr> outputs) =>
        [.. outputs.Concat(statements.SelectMany(Mentioned)).SelectMany(Substitution.SymbolsOf)];

    private static IEnumerable<Expr> Mentioned(Statement statement) =>
        statement switch
        {
            ScalarStatement scalar => [scalar.Value],
            RowReverseStatement row => [row.LoAdjoint, row.HiAdjoint, .. ChangingArguments(row.Rows)],
            RowStatement row => ChangingArguments(row.Rows),
            _ => [],
        };

    private static IEnumerable<Expr> ChangingArguments(RowSumSpec rows) =>
        rows.Arguments.Skip(rows.InputTerms).SelectMany(a => new[] { a.Lo, a.Hi });

    private static void Loads(CodeWriter writer, CellPlan plan, RulesPlan rules, Symbol[] norms, HashSet<Symbol> needed)
    {
        (string Name, string From)[] loads =
        [
            ("inputBound", "InputBound"),
            ("inputWidth", "InputWidth"),
            ("isPeak", "IsPeak"),
            .. norms.Select((n, k) => (n.Name, $"Norms[{k}]")),
            .. rules.Step.Scalars.Select((w, k) => (NormSymbols.Scalar(plan.Model.Weights[w]).Name, $"Scalars[{k}]")),
            .. plan.Model.States.SelectMany((s, k) => new[] { (s.Name + "Lo", $"Lo(step, {k})"), (s.Name + "Hi", $"Hi(step, {k})") }),
        ];
        Load(writer, loads, needed);
    }

    /// <summary>Brings what is needed into local variables.</summary>
    private static void Load(CodeWriter writer, IEnumerable<(string Name, string From)> loads, HashSet<Symbol> needed) =>
        Declare(writer, Number, loads.Where(l => needed.Contains(Expr.Symbol(l.Name))).Select(l => $"{l.Name} = {l.From}"));

    /// <summary>The order in which the runtime numbers norms: operator norm, then input norm, weight by weight.</summary>
    private static Symbol[] NormOrder(CellPlan plan) =>
        [
            .. plan
                .Model.Weights.SelectMany(
                    (w, k) =>
                        new[]
                        {
                            plan.OperatorNorms.Contains(k) ? NormSymbols.Operator(w) : null,
                            plan.InputNorms.Contains(k) ? NormSymbols.Input(w) : null,
                        }
                )
                .OfType<Symbol>(),
        ];

    /// <summary>A formula in which remembered quantities are fields of the step's values.</summary>
    private static string PrintIn(Expr expression, HashSet<string> remembered) =>
        Print(expression.Substitute(s => remembered.Contains(s.Name) ? Expr.Symbol("v." + s.Name) : null));

    private static string Pairs(IEnumerable<Interval> ranges, HashSet<string> remembered)
    {
        string[] values = [.. ranges.SelectMany(r => new[] { PrintIn(r.Lo, remembered), PrintIn(r.Hi, remembered) })];
        return values.Length == 0 ? "default" : $"stackalloc {Number}[] {{ {string.Join(", ", values)} }}";
    }

    /// <summary>Numbers that no double equals are marked, for enclosures.</summary>
    internal static string Print(Expr expression, string number = Number) =>
        CSharpPrinter.Print(
            expression,
            number,
            value =>
            {
                string text = CSharpPrinter.Print(value, number);
                return !IsDouble(value) ? $"{number}.Rounded({text})"
                    : value.Sign < 0 ? $"({text})"
                    : text;
            }
        );

    internal static bool IsDouble(Rational value)
    {
        System.Numerics.BigInteger denominator = value.Denominator;
        return denominator.IsPowerOfTwo && System.Numerics.BigInteger.Abs(value.Numerator) < (System.Numerics.BigInteger.One << 53);
    }

    private static string Field(RowSumSpec rows) => rows.Name + "Rows";

    private static string RowName(CellPlan plan, int row) => row < plan.Model.States.Count ? plan.Model.States[row].Name : "output";

    private static string Describe(CellModel model, RowSumSpec rows) =>
        string.Join(", ", rows.Weights.Concat(rows.Biases.Select(b => b.Weight)).Select(w => model.Weights[w].Name));
}
