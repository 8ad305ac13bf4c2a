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
        string[] remembered = [.. rules.Bound.Statements.SelectMany(s => s.Defined).Where(needed.Contains).Select(s => s.Name)];
        writer.Summary($"One time step of the bound by {title}: from the ranges of the previous states to those of the new ones, and to the coefficients A and B.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private sealed class {name}<{Number}> : global::RegularizerGen.Bounds.StepBound<{Number}> where {Number} : unmanaged, global::RegularizerGen.Numbers.IBoundNumber<{Number}>"))
        {
            foreach (RowSumSpec rows in rules.Step.RowSums)
            {
                writer.Line($"private readonly global::RegularizerGen.Bounds.RowSum<{Number}> {Field(rows)};");
            }

            writer.Line();
            writer.Line($"public {name}(global::RegularizerGen.Bounds.WeightSlot[] weights, int horizon)");
            writer.Line($"    : base(states: {model.States.Count}, rows: {rules.Step.A.Count}, norms: {norms.Length}, scalars: {rules.Step.Scalars.Count}, remembered: {remembered.Length}, horizon)");
            using (writer.Braces())
            {
                foreach (RowSumSpec rows in rules.Step.RowSums)
                {
                    writer.Line($"{Field(rows)} = new(new global::RegularizerGen.Bounds.WeightSlot[] {{ {Slots(rows.Weights)} }}, {rows.InputTerms}, new global::RegularizerGen.Bounds.WeightSlot[] {{ {Slots(rows.Biases.Select(b => b.Weight))} }}, new double[] {{ {string.Join(", ", rows.Biases.Select(b => CSharpPrinter.Print(b.Coefficient, Number)))} }}, horizon); // {Describe(model, rows)}");
                }
            }

            writer.Line();
            Prepare(writer, plan, rules);
            Forward(writer, plan, rules, norms, remembered);
            Reverse(writer, plan, rules, norms, reverse.Statements, reverse.Inputs, needed, remembered);
        }

        writer.Line();

        static string Slots(IEnumerable<int> weights) => string.Join(", ", weights.Select(w => $"weights[{w.ToString(CultureInfo.InvariantCulture)}]"));
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
                writer.Line($"{Field(rows)}.Prepare({Pairs(rows.Arguments.Take(rows.InputTerms))});");
            }
        }

        writer.Line();
    }

    private static void Forward(CodeWriter writer, CellPlan plan, RulesPlan rules, Symbol[] norms, string[] remembered)
    {
        BoundProgram bound = rules.Bound;
        using (writer.Block("public override void Forward(int step)"))
        {
            Expr[] outputs = [.. bound.Outputs.Select(o => o.Value), .. rules.Step.Ranges.SelectMany(r => new[] { r.Lo, r.Hi })];
            Loads(writer, plan, rules, norms, Needed(bound.Statements, outputs));
            foreach (Statement statement in bound.Statements)
            {
                switch (statement)
                {
                    case ScalarStatement scalar:
                        writer.Line($"{Number} {scalar.Name.Name} = {Print(scalar.Value)};");
                        break;
                    case RowStatement row:
                        writer.Line($"{Field(row.Rows)}.Range(step, {Pairs(row.Rows.Arguments.Skip(row.Rows.InputTerms))}, out {Number} {row.Lo.Name}, out {Number} {row.Hi.Name});");
                        break;
                }
            }

            writer.Line();
            for (int row = 0; row < bound.A.Count; row++)
            {
                for (int state = 0; state < plan.Model.States.Count; state++)
                {
                    writer.Line($"A(step, {row}, {state}) = {Print(bound.A[row][state])}; // {RowName(plan, row)} by {plan.Model.States[state].Name}");
                }

                writer.Line($"B(step, {row}) = {Print(bound.B[row])}; // {RowName(plan, row)} by {plan.Model.Input.Name}");
            }

            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"Lo(step + 1, {state}) = {Print(rules.Step.Next[state].Lo)};");
                writer.Line($"Hi(step + 1, {state}) = {Print(rules.Step.Next[state].Hi)};");
            }

            if (remembered.Length > 0)
            {
                writer.Line();
                writer.Line($"global::System.Span<{Number}> memory = Memory(step);");
            }

            for (int k = remembered.Length - 1; k >= 0; k--)
            {
                writer.Line($"memory[{k}] = {remembered[k]};");
            }

            writer.Line();
            using (writer.Block($"if (Recorded is {{ }} recorded)"))
            {
                for (int k = 0; k < rules.Step.Ranges.Count; k++)
                {
                    writer.Line($"recorded[{2 * k}] = {Print(rules.Step.Ranges[k].Lo)}; // {plan.Model.Nodes[k].Name}");
                    writer.Line($"recorded[{(2 * k) + 1}] = {Print(rules.Step.Ranges[k].Hi)};");
                }
            }
        }

        writer.Line();
    }

    /// <summary>All symbols that the statements and outputs mention.</summary>
    private static HashSet<Symbol> Needed(IEnumerable<Statement> statements, IEnumerable<Expr> outputs) =>
        [.. outputs.Concat(statements.SelectMany(Mentioned)).SelectMany(Substitution.SymbolsOf)];

    private static IEnumerable<Expr> Mentioned(Statement statement) => statement switch
    {
        ScalarStatement scalar => [scalar.Value],
        RowReverseStatement row => [row.LoAdjoint, row.HiAdjoint, .. ChangingArguments(row.Rows)],
        RowStatement row => ChangingArguments(row.Rows),
        _ => [],
    };

    private static IEnumerable<Expr> ChangingArguments(RowSumSpec rows) => rows.Arguments.Skip(rows.InputTerms).SelectMany(a => new[] { a.Lo, a.Hi });

    private static void Loads(CodeWriter writer, CellPlan plan, RulesPlan rules, Symbol[] norms, HashSet<Symbol> needed)
    {
        CellModel model = plan.Model;
        void Load(string name, string from)
        {
            if (needed.Contains(Expr.Symbol(name)))
            {
                writer.Line($"{Number} {name} = {from};");
            }
        }

        Load("inputBound", "InputBound");
        Load("inputWidth", "InputWidth");
        Load("isPeak", "IsPeak");
        for (int k = 0; k < norms.Length; k++)
        {
            Load(norms[k].Name, $"Norms[{k.ToString(CultureInfo.InvariantCulture)}]");
        }

        for (int k = 0; k < rules.Step.Scalars.Count; k++)
        {
            Load(NormSymbols.Scalar(model.Weights[rules.Step.Scalars[k]]).Name, $"Scalars[{k.ToString(CultureInfo.InvariantCulture)}]");
        }

        for (int k = 0; k < model.States.Count; k++)
        {
            Load(model.States[k].Name + "Lo", $"Lo(step, {k.ToString(CultureInfo.InvariantCulture)})");
            Load(model.States[k].Name + "Hi", $"Hi(step, {k.ToString(CultureInfo.InvariantCulture)})");
        }
    }

    /// <summary>The order in which the runtime numbers norms: operator norm, then input norm, weight by weight.</summary>
    private static Symbol[] NormOrder(CellPlan plan) =>
    [
        .. plan.Model.Weights.SelectMany((w, k) => new[]
        {
            plan.OperatorNorms.Contains(k) ? NormSymbols.Operator(w) : null,
            plan.InputNorms.Contains(k) ? NormSymbols.Input(w) : null,
        }).OfType<Symbol>(),
    ];

    private static string Pairs(IEnumerable<Interval> ranges)
    {
        string[] values = [.. ranges.SelectMany(r => new[] { Print(r.Lo), Print(r.Hi) })];
        return values.Length == 0 ? "default" : $"stackalloc {Number}[] {{ {string.Join(", ", values)} }}";
    }

    /// <summary>Numbers that no double equals are marked, for enclosures.</summary>
    internal static string Print(Expr expression, string number = Number) => CSharpPrinter.Print(expression, number, value =>
    {
        string text = CSharpPrinter.Print(value, number);
        return !IsDouble(value) ? $"{number}.Rounded({text})" : value.Sign < 0 ? $"({text})" : text;
    });

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
