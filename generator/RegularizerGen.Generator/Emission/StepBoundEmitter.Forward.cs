using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The step: ranges, then deviations by the chosen rules.</summary>
internal static partial class StepBoundEmitter
{
    private static void Forward(CodeWriter writer, CellPlan plan, BoundNames names)
    {
        BoundProgram bound = plan.Bound;
        using (writer.Block("public override void Forward(int step)"))
        {
            Declare(writer, Number, names.Locals(new[] { bound.Shared, bound.Base, bound.Tight }.SelectMany(b => b.Mentioned)));
            writer.Line("ref Values v = ref values[step];");
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                writer.Line($"{names.Value(Quantity.Range(plan.Model.States[state].Name))} = State(step, {state});");
            }

            Write(bound.Shared);
            Branch(
                writer,
                bound.Tight.Statements.Count + bound.Tight.Coefficients.Count > 0,
                () => Write(bound.Tight),
                () => Write(bound.Base)
            );
            for (int state = 0; state < plan.Model.States.Count; state++)
            {
                string next = Quantity.Of(bound.Next[state]) is { } range
                    ? names.Value(range)
                    : $"new({names.Print(bound.Next[state].Lo)}, {names.Print(bound.Next[state].Hi)})";
                writer.Line($"State(step + 1, {state}) = {next};");
            }

            using (writer.Block("if (IsRecording)"))
            {
                writer.Line($"Record([{string.Join(", ", bound.Signals.Select(names.Value))}]);");
            }
        }

        writer.Line();

        void Write(BoundBlock block)
        {
            foreach (Statement statement in block.Statements)
            {
                writer.Line(Assignment(statement, names));
            }

            foreach (Coefficient c in block.Coefficients.Where(c => c.State is null || !c.Value.IsZero))
            {
                string entry = c.State is { } state ? $"A(step, {c.Row}, {state})" : $"B(step, {c.Row})";
                string source = c.State is { } s ? plan.Model.States[s].Name : string.Join(", ", plan.Model.Inputs.Select(i => i.Name));
                writer.Line($"{entry} = {names.Print(c.Value)}; // {RowName(plan, c.Row)} by {source}");
            }
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
                IEnumerable<string> arguments = row.Rows.Arguments.Skip(row.Rows.InputTerms).Select(a => names.Value(Quantity.Of(a)!));
                return $"{Field(row.Rows)}.Range(step, [{string.Join(", ", arguments)}], out {names.Value(row.Results[0])});";
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
}
