using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The facts of a cell as one table.</summary>
internal static class DefinitionEmitter
{
    private const string Definitions = "Rg__::Definitions.";
    private const string Bounds = "Rg__::Bounds.";

    public static void Emit(CodeWriter writer, CellSource cell, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        Words(writer, "WeightKind", model.Weights.Select(w => w.Kind.ToString()));
        Words(writer, "WeightUses", model.Weights.SelectMany((_, k) => Uses(plan, k)));
        writer.Line($"public static readonly {Definitions}CellDefinition Definition = new()");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Name = \"{names.Cell}\",");
            writer.Line($"Sizes = new string[] {{ {Quoted(model.FreeDimensions.Select(d => d.Parameter))} }},");
            string[] sums = [.. model.Dimensions.Where(d => d.Parts.Count > 0).Select(d => string.Join(", ", d.Parts.Select(Number)))];
            if (sums.Length > 0)
            {
                writer.Line($"Sums = new int[][] {{ {string.Join(", ", sums.Select(s => $"new int[] {{ {s} }}"))} }},");
            }

            Table(writer, "Signal", model.Nodes.Select((n, k) => $"new(\"{n.Name}\", \"{Kind(model, k)}\", {Number(n.Dimension)})"));
            Table(writer, "Input", model.Inputs.Select((i, k) => Input(model, i, k)));
            Table(writer, "State", model.States.Select((s, k) => State(model, s, k)));
            Table(writer, "Weight", model.Weights.Select((_, k) => Weight(plan, names, k)));
            writer.Line($"Output = {Number(model.Output)},");
            writer.Line($"OutputRow = {Number(plan.Bound.OutputRow)},");
            string[] assumptions = [.. Assumptions.Of(model)];
            if (assumptions.Length > 0)
            {
                writer.Line($"Assumptions = new string[] {{ {Quoted(assumptions)} }},");
            }
        }

        writer.Line("};");
    }

    /// <summary>The words of an enumeration that the table uses, by their short names.</summary>
    private static void Words(CodeWriter writer, string type, IEnumerable<string> words)
    {
        string[] used = [.. words.Distinct()];
        if (used.Length > 0)
        {
            writer.Line($"private const {Bounds}{type} {string.Join(", ", used.Select(w => $"{w} = {Bounds}{type}.{w}"))};");
        }
    }

    private static void Table(CodeWriter writer, string what, IEnumerable<string> entries)
    {
        writer.Line($"{what}s = new {Definitions}{what}Definition[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (string entry in entries)
            {
                foreach (string line in (entry + ",").Split('\n'))
                {
                    writer.Line(line);
                }
            }
        }

        writer.Line("},");
    }

    private static string Kind(CellModel model, int node)
    {
        bool isState = model.States.Any(s => s.Next == node);
        return node == model.Output ? (isState ? "output state" : "output")
            : isState ? "state"
            : model.Nodes[node].Operator == OperatorTable.State.Name ? "previous"
            : (model.Nodes[node].User?.Name ?? model.Nodes[node].Operator) is var name && name == OperatorTable.Affine.Name ? "sum"
            : name;
    }

    private static string Input(CellModel model, InputModel input, int index)
    {
        string bound = input.Bound is { } value ? CSharpPrinter.Print(value, "double") : "double.PositiveInfinity";
        string scale = input.Scale.IsOne ? string.Empty : ", " + CSharpPrinter.Print(input.Scale, "double");
        return $"new(\"{input.Name}\", {Number(SourceOf(model, OperatorTable.Input, index))}, {bound}{scale})";
    }

    private static string State(CellModel model, StateModel state, int index)
    {
        (Rational min, Rational max) = state.Ranges.Invariant ?? (state.Ranges.InitialMin, state.Ranges.InitialMax);
        string isInvariant = state.Ranges.Invariant is null ? string.Empty : ", true";
        return $"new(\"{state.Name}\", {Number(SourceOf(model, OperatorTable.State, index))}, {Number(state.Next)}, {CellStepEmitter.Constant(min)}, {CellStepEmitter.Constant(max)}{isInvariant})";
    }

    private static string Weight(CellPlan plan, CellNames names, int number)
    {
        WeightModel weight = plan.Model.Weights[number];
        string columns = Number(weight.Kind == WeightKind.Matrix ? weight.Columns : -1);
        string terms = weight.IsDerived
            ? $"\n{{\n    Terms = new {Definitions}DerivedTerm[]\n    {{\n{string.Concat(weight.Terms.Select(t => $"        {Term(t)},\n"))}    }},\n}}"
            : string.Empty;
        return $"new(\"{names.Title(number)}\", {weight.Kind}, {Number(weight.Rows)}, {columns}, {string.Join(" | ", Uses(plan, number))}){terms}";
    }

    private static string Term(DerivedTerm term) =>
        $"new({CellStepEmitter.Constant(term.Coefficient)}, {Definitions}DerivedKind.{term.Kind}, {Number(term.A)}, {Number(term.B)})";

    private static string[] Uses(CellPlan plan, int weight)
    {
        bool rows =
            plan.Bound.Scalars.Contains(weight)
            || plan.Bound.RowSums.Any(r => r.Weights.Contains(weight) || r.Biases.Any(b => b.Weight == weight));
        string[] uses =
        [
            .. plan.Bound.OperatorNorms.Contains(weight) ? ["OperatorNorm"] : System.Array.Empty<string>(),
            .. plan.Bound.InputNorms.Contains(weight) ? ["InputNorm"] : System.Array.Empty<string>(),
            .. rows ? ["RowSums"] : System.Array.Empty<string>(),
        ];
        return uses.Length == 0 ? ["None"] : uses;
    }

    private static int SourceOf(CellModel model, Operator source, int index) =>
        Enumerable.Range(0, model.Nodes.Count).First(k => model.Nodes[k].Operator == source.Name && model.Nodes[k].Index == index);

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(n => $"\"{n}\""));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
