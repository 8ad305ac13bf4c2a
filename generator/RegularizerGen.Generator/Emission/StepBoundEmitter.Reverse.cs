using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The reverse of a step.</summary>
internal static partial class StepBoundEmitter
{
    private static void Reverse(
        CodeWriter writer,
        CellPlan plan,
        RulesPlan rules,
        Symbol[] norms,
        IReadOnlyList<Statement> reverse,
        IReadOnlyList<(Symbol Input, Expr Adjoint)> inputs,
        HashSet<Symbol> needed,
        HashSet<string> remembered
    )
    {
        writer.Line("// Adjoint of Forward, statement by statement from the last to the first.");
        using (writer.Block("public override void Reverse(int step)"))
        {
            Loads(writer, plan, rules, norms, needed);
            writer.Line("ref readonly Values v = ref values[step];");
            LoadAdjoints(writer, plan, rules, needed);
            foreach (Statement statement in reverse)
            {
                WriteReverse(writer, statement, remembered);
            }

            writer.Line();
            foreach ((Symbol input, Expr adjoint) in inputs)
            {
                writer.Line(Store(plan, rules, norms, input, PrintIn(adjoint, remembered)));
            }
        }
    }

    private static void WriteReverse(CodeWriter writer, Statement statement, HashSet<string> remembered)
    {
        string Print(Expr expression) => PrintIn(expression, remembered);

        switch (statement)
        {
            case ScalarStatement scalar:
                writer.Line($"{Number} {scalar.Name.Name} = {Print(scalar.Value)};");
                break;
            case RowReverseStatement row:
                string adjoints = row.Rows.Name + "Adjoints";
                writer.Line(
                    row.Arguments.Count == 0
                        ? $"{Field(row.Rows)}.Reverse(step, {Print(row.LoAdjoint)}, {Print(row.HiAdjoint)}, default, default);"
                        : $"global::System.Span<{Number}> {adjoints} = stackalloc {Number}[{2 * row.Arguments.Count}];\n{Field(row.Rows)}.Reverse(step, {Print(row.LoAdjoint)}, {Print(row.HiAdjoint)}, {Pairs(row.Rows.Arguments.Skip(row.Rows.InputTerms), remembered)}, {adjoints});"
                );
                Declare(
                    writer,
                    Number,
                    row.Arguments.SelectMany(
                        (a, k) => new[] { $"{a.Lo.Name} = {adjoints}[{2 * k}]", $"{a.Hi.Name} = {adjoints}[{(2 * k) + 1}]" }
                    )
                );

                break;
        }
    }

    /// <summary>The reverse statements with common subexpressions named, each just before its first use.</summary>
    private static (IReadOnlyList<Statement> Statements, IReadOnlyList<(Symbol Input, Expr Adjoint)> Inputs) Shared(RulesPlan rules)
    {
        var expressions = new List<Expr>();
        foreach (Statement statement in rules.Reverse.Statements)
        {
            expressions.AddRange(Mentioned(statement));
        }

        expressions.AddRange(rules.Reverse.InputAdjoints.Select(i => i.Adjoint));
        (IReadOnlyList<Definition> definitions, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(
            expressions,
            "common",
            rules.Bound.Statements.OfType<ScalarStatement>().Select(s => (s.Name, s.Value))
        );

        var result = new List<Statement>();
        int next = 0;
        foreach (Statement statement in rules.Reverse.Statements)
        {
            if (statement is ScalarStatement scalar)
            {
                Define(next);
                result.Add(new ScalarStatement(scalar.Name, rewritten[next++]));
            }
            else if (statement is RowReverseStatement row)
            {
                int arguments = 2 * row.Arguments.Count;
                for (int k = 0; k < arguments + 2; k++)
                {
                    Define(next + k);
                }

                Interval[] ranges =
                [
                    .. row.Rows.Arguments.Take(row.Rows.InputTerms),
                    .. Enumerable
                        .Range(0, row.Arguments.Count)
                        .Select(k => new Interval(rewritten[next + 2 + (2 * k)], rewritten[next + 3 + (2 * k)])),
                ];
                result.Add(
                    row with
                    {
                        LoAdjoint = rewritten[next],
                        HiAdjoint = rewritten[next + 1],
                        Rows = row.Rows with { Arguments = ranges },
                    }
                );
                next += arguments + 2;
            }
        }

        int firstInput = next;
        for (; next < expressions.Count; next++)
        {
            Define(next);
        }

        return (result, [.. rules.Reverse.InputAdjoints.Select((i, k) => (i.Input, rewritten[firstInput + k]))]);

        void Define(int output) =>
            result.AddRange(definitions.Where(d => d.FirstUse == output).Select(d => new ScalarStatement(d.Name, d.Value)));
    }

    private static void LoadAdjoints(CodeWriter writer, CellPlan plan, RulesPlan rules, HashSet<Symbol> needed)
    {
        IEnumerable<(Symbol Name, string From)> coefficients = Enumerable
            .Range(0, rules.Step.A.Count)
            .SelectMany(row =>
                Enumerable
                    .Range(0, plan.Model.States.Count)
                    .Select(state => (BoundProgram.CoefficientAdjoint("a", row, state), $"AAdjoint(step, {row}, {state})"))
                    .Append((BoundProgram.CoefficientAdjoint("b", row, -1), $"BAdjoint(step, {row})"))
            );
        IEnumerable<(Symbol Name, string From)> ranges = plan.Model.States.SelectMany(
            (s, k) =>
                new[]
                {
                    (BoundProgram.NextAdjoint(s, "Lo"), $"LoAdjoint(step + 1, {k})"),
                    (BoundProgram.NextAdjoint(s, "Hi"), $"HiAdjoint(step + 1, {k})"),
                }
        );
        Load(writer, coefficients.Concat(ranges).Select(l => (l.Name.Name, l.From)), needed);
    }

    private static string Store(CellPlan plan, RulesPlan rules, Symbol[] norms, Symbol input, string value)
    {
        CellModel model = plan.Model;
        for (int k = 0; k < rules.Step.Scalars.Count; k++)
        {
            if (input == NormSymbols.Scalar(model.Weights[rules.Step.Scalars[k]]))
            {
                return $"ScalarAdjoints[{k.ToString(CultureInfo.InvariantCulture)}] += {value}; // {input.Name}";
            }
        }

        int norm = Array.IndexOf(norms, input);
        if (norm >= 0)
        {
            return $"NormAdjoints[{norm.ToString(CultureInfo.InvariantCulture)}] += {value}; // {input.Name}";
        }

        int state = model.States.Select((s, k) => (s, k)).First(p => input.Name == p.s.Name + "Lo" || input.Name == p.s.Name + "Hi").k;
        string end = input.Name.EndsWith("Lo", StringComparison.Ordinal) ? "Lo" : "Hi";
        return $"{end}Adjoint(step, {state.ToString(CultureInfo.InvariantCulture)}) = {value};";
    }
}
