using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The constructor that assigns the weights, and the public door to the user's own step: the oracle for everything derived from
/// it.</summary>
internal static class StepEmitter
{
    public static void Emit(CodeWriter writer, CellSource cell, CellNames names)
    {
        writer.Summary(
            "Creates an executable cell from weights (copied). Its step is the method as written; use it to check what was derived from it."
        );
        ParameterDocs.Write(writer, "weights");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public {cell.Name}(in View<double> weights)"))
        {
            foreach (int k in names.Own)
            {
                string value = $"weights.{names.Weight(k)}{(cell.Model.Weights[k].Kind == WeightKind.Scalar ? "[0]" : string.Empty)}";
                writer.Line($"this.{names.Weight(k)} = new Rg__::{cell.Model.Weights[k].Kind}({value});");
            }
        }

        writer.Line();
        writer.Summary("One time step, as written.");
        ParameterDocs.Write(writer, [.. cell.Step.Parameters.Select(p => (p.TrimStart('@'), Role(cell.Model, p.TrimStart('@'))))]);
        writer.Line(CellEmitter.GeneratedCode);
        string parameters = string.Join(", ", cell.Step.Parameters.Select(p => "Rg__::Signal " + p));
        writer.Line($"public {cell.Step.ReturnType} Next({parameters}) => {cell.Step.Method}({string.Join(", ", cell.Step.Parameters)});");
        writer.Line();
    }

    private static string Role(CellModel model, string parameter) =>
        model.Inputs.Any(i => i.Name == parameter) ? "Input of the step." : "State before the step.";
}
