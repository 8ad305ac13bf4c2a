using System.Collections.Generic;
using System.Globalization;
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
        var parts = new MethodParts(writer, "step, in v, ref d", $"int step, in {names.Quantities} v, ref {names.Quantities} d");
        ReverseBlock[] blocks =
        [
            new("Shared", bound.Shared, plan.Reverse.Shared, [bound.Shared]),
            new("Tight", bound.Tight, plan.Reverse.Tight, [bound.Shared, bound.Tight]),
            new("Base", bound.Base, plan.Reverse.Base, [bound.Shared, bound.Base]),
        ];
        Dictionary<Symbol, Coefficient> coefficients = [];
        foreach (Coefficient coefficient in blocks.SelectMany(b => b.Block.Coefficients))
        {
            coefficients[coefficient.Adjoint] = coefficient; // one entry may have a value for either set of rules
        }

        List<Statement>?[] inPlace =
        [
            .. blocks.Select(b => MethodParts.IsShort(b.Statements) ? Shared(b, b.Statements, string.Empty) : null),
        ];
        writer.Line("// Adjoint of Forward: the rules that applied, then the ranges, each statement from the last to the first.");
        using (writer.Block("public override void Reverse(int step)"))
        {
            Locals(writer, names, coefficients, inPlace.SelectMany(s => s ?? []));
            writer.Line($"ref readonly {names.Quantities} v = ref values[step].Value;");
            writer.Line($"ref {names.Quantities} d = ref values[Horizon].Value;");
            writer.Line("d = default;");
            Branch(writer, blocks[1].Statements.Count + blocks[2].Statements.Count > 0, () => Write(1), () => Write(2));
            Write(0);
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"HandBack(step, {state}, {names.Adjoint(Quantity.Range(plan.Model.States[state].Name))});");
            }
        }

        parts.Finish();

        void Write(int block) =>
            parts.Write(
                "Reverse" + blocks[block].Name,
                blocks[block].Statements,
                (number, statements) =>
                {
                    List<Statement> shared =
                        inPlace[block] ?? Shared(blocks[block], statements, number.ToString(CultureInfo.InvariantCulture) + "_");
                    if (inPlace[block] is null)
                    {
                        Locals(writer, names, coefficients, shared);
                    }

                    shared.ForEach(s => WriteReverse(writer, s, names));
                }
            );
    }

    /// <summary>Norms and adjoints of coefficients that statements mention.</summary>
    private static void Locals(
        CodeWriter writer,
        BoundNames names,
        Dictionary<Symbol, Coefficient> coefficients,
        IEnumerable<Statement> statements
    )
    {
        HashSet<Symbol> mentioned = [.. statements.SelectMany(s => s.Mentioned)];
        Declare(writer, Number, names.Locals(mentioned));
        Declare(
            writer,
            Number,
            mentioned
                .Where(coefficients.ContainsKey)
                .Select(m => coefficients[m])
                .OrderBy(c => c.Row)
                .ThenBy(c => c.State ?? int.MaxValue)
                .Select(c => $"{c.Adjoint.Name} = {(c.State is { } s ? $"AAdjoint(step, {c.Row}, {s})" : $"BAdjoint(step, {c.Row})")}")
        );
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
                bool isOne = rows.Weights.Count == rows.InputTerms + 1;
                if (!isOne)
                {
                    writer.Line($"{Field(rows)}.Reverse(step, {own});");
                }

                for (int k = rows.InputTerms; k < rows.Weights.Count; k++)
                {
                    Quantity argument = Quantity.Of(rows.Arguments[k])!;
                    string term = isOne ? string.Empty : k.ToString(CultureInfo.InvariantCulture) + ", ";
                    writer.Line($"{Field(rows)}.Reverse(step, {term}{own}, {names.Value(argument)}, ref {names.Adjoint(argument)});");
                }

                break;
            case CallReverseStatement { Call: { } call } reverse:
                int number = 0;
                string[] arguments =
                [
                    .. call.Arguments.Select(names.Value),
                    .. call.Values.Select(v =>
                        v.IsHeld ? names.Value(v)
                        : v.Kind == QuantityKind.Number ? names.Print(reverse.Adjoints[number++])
                        : names.Adjoint(v)
                    ),
                    .. call.Arguments.Where(a => !a.IsHeld && a.Kind != QuantityKind.Literal).Select(a => "ref " + names.Adjoint(a)),
                ];
                writer.Line($"Reverse{call.Function}({string.Join(", ", arguments)});");
                break;
        }
    }

    /// <summary>The reverse statements with common subexpressions named, each just before its first use.</summary>
    private static List<Statement> Shared(ReverseBlock block, IReadOnlyList<Statement> statements, string part)
    {
        AdjointStatement[] sums = [.. statements.OfType<AdjointStatement>()];
        (IReadOnlyList<Definition> definitions, IReadOnlyList<Expr> rewritten) = CommonSubexpressions.Eliminate(
            [.. sums.Select(s => s.Value)],
            $"common{(block.Name == "Shared" ? string.Empty : block.Name)}{part}",
            block.Visible.SelectMany(b => b.Statements).SelectMany(Definitions)
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

    /// <param name="Name">What its parts are called by.</param>
    /// <param name="Block">What it is the reverse of.</param>
    /// <param name="Statements">Its statements.</param>
    /// <param name="Visible">Blocks whose values it sees.</param>
    private sealed record ReverseBlock(string Name, BoundBlock Block, IReadOnlyList<Statement> Statements, BoundBlock[] Visible);
}
