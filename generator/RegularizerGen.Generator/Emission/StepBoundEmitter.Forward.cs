using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The step: ranges, then deviations by the chosen rules.</summary>
internal static partial class StepBoundEmitter
{
    private static void Forward(CodeWriter writer, CellPlan plan, BoundNames names)
    {
        BoundProgram bound = plan.Bound;
        var parts = new MethodParts(writer, "step, ref v", $"int step, ref {names.Quantities} v");
        (string Name, Line[] Lines)[] blocks =
        [
            ("Shared", Lines(plan, bound.Shared, names)),
            ("Tight", Lines(plan, bound.Tight, names)),
            ("Base", Lines(plan, bound.Base, names)),
        ];
        using (writer.Block("public override void Forward(int step)"))
        {
            IEnumerable<Line> inPlace = blocks.Where(b => MethodParts.IsShort(b.Lines)).SelectMany(b => b.Lines);
            IEnumerable<Symbol> ofNext = bound.Next.SelectMany(n => new[] { n.Lo, n.Hi }).SelectMany(Substitution.SymbolsOf);
            Declare(writer, Number, names.Locals(inPlace.SelectMany(l => l.Mentioned).Concat(ofNext)));
            writer.Line($"ref {names.Quantities} v = ref values[step].Value;");
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"{names.Value(Quantity.Range(plan.Model.States[state].Name))} = Before(step, {state});");
            }

            Write(blocks[0]);
            Branch(writer, blocks[1].Lines.Length + blocks[2].Lines.Length > 0, () => Write(blocks[1]), () => Write(blocks[2]));
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                string next = Quantity.Of(bound.Next[state]) is { } range
                    ? names.Value(range)
                    : $"new({names.Print(bound.Next[state].Lo)}, {names.Print(bound.Next[state].Hi)})";
                writer.Line($"After(step, {state}, {next});");
            }

            using (writer.Block("if (IsRecording)"))
            {
                writer.Line($"Record([{string.Join(", ", bound.Signals.Select(names.Value))}]);");
            }
        }

        parts.Finish();
        writer.Line();

        void Write((string Name, Line[] Lines) block) =>
            parts.Write(
                "Forward" + block.Name,
                block.Lines,
                (_, lines) =>
                {
                    if (!MethodParts.IsShort(block.Lines))
                    {
                        Declare(writer, Number, names.Locals(lines.SelectMany(l => l.Mentioned)));
                    }

                    lines.ToList().ForEach(l => writer.Line(l.Text));
                }
            );
    }

    /// <summary>Statements and coefficients of a block, with the symbols that they mention.</summary>
    private static Line[] Lines(CellPlan plan, BoundBlock block, BoundNames names)
    {
        return
        [
            .. block.Statements.Select(s => new Line(Assignment(s, names), s.Mentioned)),
            .. block.Coefficients.Where(c => c.State is null || !c.Value.IsZero).Select(Entry),
        ];

        Line Entry(Coefficient c)
        {
            string entry = c.State is { } state ? $"A(step, {c.Row}, {state})" : $"B(step, {c.Row})";
            string source = c.State is { } s ? plan.Model.States[s].Name : string.Join(", ", plan.Model.Inputs.Select(i => i.Name));
            string text = $"{entry} = {names.Print(c.Value)}; // {RowName(plan, c.Row)} by {source}";
            return new Line(text, Substitution.SymbolsOf(c.Value));
        }
    }

    /// <summary>What only one set of rules does.</summary>
    private static void Branch(CodeWriter writer, bool differs, Action tight, Action loose)
    {
        if (!differs)
        {
            return;
        }

        using (writer.Block("if (IsTight)"))
        {
            tight();
        }

        using (writer.Block("else"))
        {
            loose();
        }
    }

    private static string Assignment(Statement statement, BoundNames names)
    {
        switch (statement)
        {
            case RangeStatement range:
                return $"{names.Value(range.Name)} = new({names.Print(range.Value.Lo)}, {names.Print(range.Value.Hi)});";
            case RowStatement row:
                string[] arguments = [.. row.Rows.Arguments.Skip(row.Rows.InputTerms).Select(a => names.Value(Quantity.Of(a)!))];
                string all = arguments.Length == 1 ? $"new(in {arguments[0]})" : $"[{string.Join(", ", arguments)}]"; // one is not copied
                return $"{Field(row.Rows)}.Range(step, {all}, out {names.Value(row.Results[0])});";
            case CallStatement { Values.Count: 1 } call:
                return $"{names.Value(call.Values[0])} = {call.Function}({string.Join(", ", call.Arguments.Select(names.Value))});";
            case CallStatement call:
                IEnumerable<string> results = call.Values.Select(v => "out " + names.Value(v));
                return $"{call.Function}({string.Join(", ", call.Arguments.Select(names.Value).Concat(results))});";
            default:
                var scalar = (ScalarStatement)statement;
                return $"{names.Print(scalar.Name)} = {names.Print(scalar.Value)};";
        }
    }

    private static string RowName(CellPlan plan, int row) => row < plan.Model.States.Count ? plan.Model.States[row].Name : "output";

    private sealed record Line(string Text, IEnumerable<Symbol> Mentioned);
}
