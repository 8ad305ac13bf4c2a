using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The named sizes, and the view of all weights over any memory.</summary>
internal static class ShapeEmitter
{
    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string parameters = string.Join(", ", names.DimensionProperties.Select(d => "int " + d));
        writer.Summary("The sizes of a cell.");
        ParameterDocs.Write(writer, [.. model.FreeDimensions.Select((d, k) => (names.DimensionProperties[k], ParameterDocs.Length(d)))]);
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public readonly record struct Shape({parameters})"))
        {
            string sizes = names.SizesOf("this");
            string definition = names.Internals + ".Definition";
            writer.Summary("Number of trainable parameters.");
            writer.Line(
                "/// <exception cref=\"Sys__::ArgumentException\">No array holds that many; the message names the sizes "
                    + "and the memory needed.</exception>"
            );
            writer.Line($"public int ParameterCount => {definition}.ParameterCount({sizes});");
            writer.Line();
            writer.Summary("Checks that every size is at least 1, and that arrays hold the parameters and every matrix.");
            writer.Line(
                "/// <exception cref=\"Sys__::ArgumentException\">A size is less than 1 or too large; the message names "
                    + "it.</exception>"
            );
            writer.Line($"public void Validate() => {definition}.Require({sizes});");
            writer.Line();
            writer.Summary("The sizes by name.");
            writer.Line($"public override string ToString() => {definition}.Text({sizes});");
        }

        writer.Line();
        writer.Summary("All weights of the cell over any memory: owned parameters, separate arrays, or slices of packed tensors.");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public readonly ref struct View<{CellNames.Element}> {CellNames.Constraint}"))
        {
            foreach (int k in names.Own)
            {
                writer.Summary($"{model.Weights[k].Name} {names.ShapeText(model.Weights[k])}.");
                writer.Line($"public required {CellNames.ViewType(model.Weights[k])} {names.Weight(k)} {{ get; init; }}");
            }
        }

        writer.Line();
    }
}
