using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Owned parameters: one flat array, so that an optimizer is one loop and saving is trivial.</summary>
internal static class ParametersEmitter
{
    private const string Refused = "A size is less than 1 or too large, or TElement is neither float nor double.";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string sizes = string.Join(", ", model.FreeDimensions.Select(d => "int " + CellNames.Escape(d.Parameter)));
        string arguments = string.Join(", ", model.FreeDimensions.Select(d => CellNames.Escape(d.Parameter)));
        writer.Summary("Owned parameters in one flat array, in the order of the fields, each row-major; zero until filled.");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class Parameters<{CellNames.Element}> : "
                    + $"Rg__::CellParameters<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            writer.Summary("Creates parameters of the given sizes.");
            ParameterDocs.Write(writer, [.. model.FreeDimensions.Select(d => (d.Parameter, ParameterDocs.Length(d)))]);
            writer.Line($"/// <exception cref=\"Sys__::ArgumentException\">{Refused}</exception>");
            writer.Line($"public Parameters({sizes}) : this(new Shape({arguments})) {{ }}");
            writer.Line();
            writer.Summary("Creates parameters of the given shape.");
            ParameterDocs.Write(writer, "shape");
            writer.Line($"/// <exception cref=\"Sys__::ArgumentException\">{Refused}</exception>");
            writer.Line($"public Parameters(Shape shape) : base({names.Internals}.Definition, {names.SizesOf("shape")}) => Shape = shape;");
            writer.Line();
            writer.Summary("The sizes.");
            writer.Line("public Shape Shape { get; }");
            writer.Line();
            writer.Summary("The parameters by name.");
            writer.Line("public View<TElement> View => ViewOf<TElement>(Shape, Span);");
        }

        writer.Line();
        ViewOf(writer, model, names);
        writer.Line();
    }

    private static void ViewOf(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary("The weights by name over flat memory in the order of the fields, each row-major.");
        ParameterDocs.Write(writer, "shape", "values");
        writer.Line(
            "/// <exception cref=\"Sys__::ArgumentException\">The memory is not as long as the shape has "
                + "parameters, a size is out of its range, or TElement is neither float nor double.</exception>"
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public static View<{CellNames.Element}> ViewOf<{CellNames.Element}>(Shape shape, Sys__::Span<TElement> "
                    + $"values) {CellNames.Constraint}"
            )
        )
        {
            writer.Line($"var next = new Rg__::WeightCursor<TElement>({names.Internals}.Definition, values, {names.SizesOf("shape")});");
            writer.Line("return new View<TElement>");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (int k in names.Own)
                {
                    WeightModel weight = model.Weights[k];
                    string kind = weight.Kind is WeightKind.Matrix or WeightKind.Bias ? weight.Kind.ToString() : "Vector";
                    string columns = weight.Kind == WeightKind.Matrix ? ", " + names.Columns(weight) : string.Empty;
                    writer.Line($"{names.Weight(k)} = next.{kind}({names.Rows(weight)}{columns}),");
                }
            }

            writer.Line("};");
        }
    }
}
