using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>What regularizers and certificates share: the table of weights, the cell's fixed facts, and the choice of rules.</summary>
internal static class BoundFactsEmitter
{
    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        writer.Summary("What the bound needs to know of the cell besides its weights.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block("private static class BoundFacts"))
        {
            Description(writer, plan);
            writer.Line();
            WeightTable(writer, plan, names);
        }

        writer.Line();
        writer.Summary("The bound of a step by the chosen rules.");
        writer.Line(
            $"private static global::RegularizerGen.Bounds.StepBound<TNumber> CreateBound<TNumber>(global::RegularizerGen.Bounds.WeightSlot[] slots, global::RegularizerGen.BoundRules rules, int horizon) where TNumber : unmanaged, global::RegularizerGen.Numbers.IBoundNumber<TNumber> =>"
        );
        writer.Line("    new StepBound<TNumber>(slots, rules, horizon);");
        writer.Line();
    }

    private static void Description(CodeWriter writer, CellPlan plan)
    {
        CellModel model = plan.Model;
        string inputBound = model.Input.Bound is { } bound ? CSharpPrinter.Print(bound, "double") : "double.PositiveInfinity";
        string invariant = string.Join(", ", model.States.Where(s => s.Ranges.Invariant is not null).Select(s => $"\"{s.Name}\""));
        writer.Line("public static readonly global::RegularizerGen.Bounds.BoundDescription Description = new(");
        using (writer.Indent())
        {
            writer.Line($"new string[] {{ {string.Join(", ", model.States.Select(s => $"\"{s.Name}\""))} }},");
            writer.Line($"{Number(plan.Bound.OutputRow)},");
            writer.Line($"{inputBound},");
            writer.Line($"new string[] {{ {invariant} }},");
            writer.Line("new global::RegularizerGen.Bounds.SignalDescription[]");
            writer.Line("{");
            using (writer.Indent())
            {
                for (int k = 0; k < model.Nodes.Count; k++)
                {
                    writer.Line($"new(\"{model.Nodes[k].Name}\", \"{Kind(model, k)}\"),");
                }
            }

            writer.Line("});");
        }
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

    private static void WeightTable(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        using (writer.Block("public static global::RegularizerGen.Bounds.WeightSpec[] Weights(Shape shape)"))
        {
            writer.Line("shape.Validate();");
            writer.Line("return new global::RegularizerGen.Bounds.WeightSpec[]");
            writer.Line("{");
            using (writer.Indent())
            {
                for (int k = 0; k < model.Weights.Count; k++)
                {
                    WeightModel weight = model.Weights[k];
                    string columns = weight.Kind == WeightKind.Matrix ? names.Columns(weight) : "1";
                    writer.Line(
                        $"new(\"{names.Title(k)}\", global::RegularizerGen.Bounds.WeightKind.{weight.Kind}, {names.Rows(weight)}, {columns}, {Uses(plan, k)}),"
                    );
                }
            }

            writer.Line("};");
        }
    }

    private static string Uses(CellPlan plan, int weight)
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
        return string.Join(" | ", (uses.Length == 0 ? ["None"] : uses).Select(u => "global::RegularizerGen.Bounds.WeightUses." + u));
    }

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
