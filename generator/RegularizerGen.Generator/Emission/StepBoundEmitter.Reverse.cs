using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The reverse of a step.</summary>
internal static partial class StepBoundEmitter
{
    private static void Reverse(CodeWriter writer, CellPlan plan, BoundNames names)
    {
        BoundProgram bound = plan.Bound;
        (string Prefix, BoundBlock Block, IReadOnlyList<Statement> Statements)[] blocks =
        [
            ("common", bound.Shared, plan.Reverse.Shared),
            ("commonTight", bound.Tight, plan.Reverse.Tight),
            ("commonBase", bound.Base, plan.Reverse.Base),
        ];
        List<Statement>[] reverse =
        [
            .. blocks.Select(b => Shared(b.Statements, b.Block == bound.Shared ? [b.Block] : [bound.Shared, b.Block], b.Prefix)),
        ];
        writer.Line("// Adjoint of Forward: the rules that applied, then the ranges, each statement from the last to the first.");
        using (writer.Block("public override void Reverse(int step)"))
        {
            HashSet<Symbol> mentioned = [.. reverse.SelectMany(r => r).SelectMany(s => s.Mentioned)];
            Declare(writer, Number, names.Locals(mentioned));
            IEnumerable<Coefficient> coefficients = blocks.SelectMany(b => b.Block.Coefficients).Where(c => mentioned.Contains(c.Adjoint));
            Declare(
                writer,
                Number,
                coefficients
                    .OrderBy(c => c.Row)
                    .ThenBy(c => c.State ?? int.MaxValue)
                    .Select(c => $"{c.Adjoint.Name} = {(c.State is { } s ? $"AAdjoint(step, {c.Row}, {s})" : $"BAdjoint(step, {c.Row})")}")
                    .Distinct()
            );
            writer.Line("ref readonly Values v = ref values[step];");
            writer.Line("Values d = default;");
            Branch(writer, reverse[1].Count + reverse[2].Count > 0, () => Write(reverse[1]), () => Write(reverse[2]));
            Write(reverse[0]);
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"StateAdjoint(step, {state}) = {names.Adjoint(Quantity.Range(plan.Model.States[state].Name))};");
            }
        }

        void Write(List<Statement> statements)
        {
            foreach (Statement statement in statements)
            {
                WriteReverse(writer, statement, names);
            }
        }
    }

    private static void WriteReverse(CodeWriter writer, Statement statement, BoundNames names)
    {
        switch (statement)
        {
            case ScalarStatement scalar:
                writer.Line($"{Number} {scalar.Name.Name} = {names.Print(scalar.Value)};");
                break;
            case AdjointStatement adjoint:
                string target = names.Print(adjoint.Name);
                bool isFirst = adjoint.IsFirst && target.StartsWith("d.", System.StringComparison.Ordinal);
                writer.Line($"{target} {(isFirst ? "=" : "+=")} {names.Print(adjoint.Value)};");
                break;
            case RowReverseStatement { Row: { Rows: { } rows } row }:
                string own = names.Adjoint(row.Results[0]);
                writer.Line($"{Field(rows)}.Reverse(step, {own});");
                for (int k = rows.InputTerms; k < rows.Weights.Count; k++)
                {
                    Quantity argument = Quantity.Of(rows.Arguments[k])!;
                    writer.Line($"{Field(rows)}.Reverse(step, {k}, {own}, {names.Value(argument)}, ref {names.Adjoint(argument)});");
                }

                break;
            case CallReverseStatement { Call: { } call } reverse:
                int number = 0;
                string[] arguments =
                [
                    .. call.Arguments.Select(names.Value),
                    .. call.Values.Select(v => v.Kind == QuantityKind.Number ? names.Print(reverse.Adjoints[number++]) : names.Adjoint(v)),
                    .. call.Arguments.Where(a => !a.IsHeld && a.Kind != QuantityKind.Literal).Select(a => "ref " + names.Adjoint(a)),
                ];
                writer.Line($"Reverse{call.Function}({string.Join(", ", arguments)});");
                break;
        }
    }

    /// <summary>The reverse statements with common subexpressions named, each just before its first use.</summary>
    private static List<Statement> Shared(IReadOnlyList<Statement> statements, BoundBlock[] visible, string prefix)
    {
        AdjointStatement[] sums = [.. statements.OfType<AdjointStatement>()];
        (IReadOnlyList<Definition> definitions, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(
            [.. sums.Select(s => s.Value)],
            prefix,
            visible.SelectMany(b => b.Statements).SelectMany(Definitions)
        );
        ILookup<int, Definition> firstUses = definitions.ToLookup(d => d.FirstUse);
        var result = new List<Statement>();
        int next = 0;
        foreach (Statement statement in statements)
        {
            if (statement is AdjointStatement sum)
            {
                result.AddRange(firstUses[next].Select(d => new ScalarStatement(d.Name, d.Value)));
                result.Add(sum with { Value = rewritten[next++] });
            }
            else
            {
                result.Add(statement);
            }
        }

        return result;
    }

    /// <summary>Formulas that have a name.</summary>
    private static IEnumerable<(Symbol Name, Expr Value)> Definitions(Statement statement) =>
        statement switch
        {
            ScalarStatement scalar => [(scalar.Name, scalar.Value)],
            RangeStatement range => [(range.Name.Lo, range.Value.Lo), (range.Name.Hi, range.Value.Hi)],
            _ => [],
        };
}
