using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The named sizes, and the view of all weights over any memory.</summary>
internal static class ShapeEmitter
{
    private const string Sizes = "global::RegularizerGen.Kernels.Sizes";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string parameters = string.Join(", ", model.Dimensions.Select((_, k) => "int " + names.DimensionProperties[k]));
        writer.Summary(
            "The sizes of a cell: "
                + string.Join(
                    ", ",
                    model.Dimensions.Select(
                        (d, k) => $"{names.DimensionProperties[k]} ({(d.Signals.Count > 0 ? string.Join(", ", d.Signals) : "inner")})"
                    )
                )
                + "."
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public readonly record struct Shape({parameters})"))
        {
            string[] counts = [.. names.Own.Select(k => names.WideCount(model.Weights[k]))];
            writer.Summary("Number of trainable parameters.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">No array holds that many; the message names the sizes and the memory needed.</exception>"
            );
            writer.Line(
                $"public int ParameterCount => {Sizes}.ParameterCount(this, {(counts.Length == 0 ? "0" : string.Join(" + ", counts))});"
            );
            writer.Line();
            writer.Summary("Checks that every size is at least 1, and that arrays hold the parameters and every matrix.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">A size is less than 1 or too large; the message names it.</exception>"
            );
            using (writer.Block("public void Validate()"))
            {
                for (int k = 0; k < model.Dimensions.Count; k++)
                {
                    using (writer.Block($"if ({names.DimensionProperties[k]} < 1)"))
                    {
                        writer.Line(
                            $"throw new global::System.ArgumentException($\"The size '{model.Dimensions[k].Parameter}' is {{{names.DimensionProperties[k]}}}; it must be at least 1.\", \"{model.Dimensions[k].Parameter}\");"
                        );
                    }
                }

                writer.Line("int count = ParameterCount; // throws where no array holds them");
                foreach (WeightModel matrix in names.Derived.Select(k => model.Weights[k]))
                {
                    string columns = names.DimensionProperties[matrix.Columns];
                    writer.Line(
                        $"{Sizes}.Length<double>(\"Matrix '{matrix.Name}' {names.ShapeText(matrix)}\", {names.DimensionProperties[matrix.Rows]}, {columns});"
                    );
                }
            }

            writer.Line();
            writer.Summary("The sizes by name.");
            string text = string.Join(", ", model.Dimensions.Select((d, k) => $"{d.Parameter} {{{names.DimensionProperties[k]}}}"));
            writer.Line($"public override string ToString() => global::System.FormattableString.Invariant($\"{text}\");");
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
