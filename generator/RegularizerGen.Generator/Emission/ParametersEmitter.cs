using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Owned parameters: one flat array, so that an optimizer is one loop and saving is trivial.</summary>
internal static class ParametersEmitter
{
    private const string Refused = "A size is less than 1 or too large, or TElement is neither float nor double.";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string sizes = string.Join(", ", model.Dimensions.Select(d => "int " + CellNames.Escape(d.Parameter)));
        string arguments = string.Join(", ", model.Dimensions.Select(d => CellNames.Escape(d.Parameter)));
        writer.Summary("Owned parameters in one flat array, in the order of the fields, each row-major; zero until filled.");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public sealed class Parameters<{CellNames.Element}> {CellNames.Constraint}"))
        {
            writer.Line("private readonly TElement[] values;");
            writer.Line();
            writer.Summary("Creates parameters of the given sizes.");
            writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Refused}</exception>");
            writer.Line($"public Parameters({sizes}) : this(new Shape({arguments})) {{ }}");
            writer.Line();
            writer.Summary("Creates parameters of the given shape.");
            writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{Refused}</exception>");
            using (writer.Block("public Parameters(Shape shape)"))
            {
                writer.Line("global::RegularizerGen.Kernels.ElementType.Require<TElement>();");
                writer.Line("shape.Validate();");
                writer.Line("Shape = shape;");
                writer.Line(
                    "values = global::RegularizerGen.Kernels.Sizes.Allocate<TElement>($\"Parameters ({shape})\", shape.ParameterCount);"
                );
            }

            writer.Line();
            writer.Summary("The sizes.");
            writer.Line("public Shape Shape { get; }");
            writer.Line();
            writer.Summary("All parameters, flat.");
            writer.Line("public global::System.Memory<TElement> Memory => values;");
            writer.Line();
            writer.Summary("All parameters, flat.");
            writer.Line("public global::System.Span<TElement> Span => values;");
            writer.Line();
            writer.Summary("The parameters by name.");
            writer.Line("public View<TElement> View => ViewOf<TElement>(Shape, values);");
            writer.Line();
            writer.Summary(
                "Fills every parameter with uniform random numbers in ±bound; bound = 1/√units is PyTorch's initialisation of recurrent cells."
            );
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">The bound is negative, NaN, or not finite as an element.</exception>"
            );
            writer.Line("public void FillUniform(global::System.Random random, double bound) =>");
            writer.Line("    global::RegularizerGen.Kernels.UniformFill.Run<TElement>(Span, random, bound);");
        }

        writer.Line();
        ViewOf(writer, model, names);
        writer.Line();
    }

    private static void ViewOf(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary("The weights by name over flat memory in the order of the fields, each row-major.");
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">The memory is not as long as the shape has parameters, a size is out of its range, or TElement is neither float nor double.</exception>"
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public static View<{CellNames.Element}> ViewOf<{CellNames.Element}>(Shape shape, global::System.Span<TElement> values) {CellNames.Constraint}"
            )
        )
        {
            writer.Line("global::RegularizerGen.Kernels.ElementType.Require<TElement>();");
            writer.Line("shape.Validate();");
            using (writer.Block("if (values.Length != shape.ParameterCount)"))
            {
                writer.Line(
                    "throw new global::System.ArgumentException($\"A cell of this shape has {shape.ParameterCount} parameters, not {values.Length}.\", \"values\");"
                );
            }

            if (!names.Own.Any())
            {
                writer.Line("return default;");
                return;
            }

            writer.Line("int next = 0;");
            writer.Line("return new View<TElement>");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (int k in names.Own)
                {
                    WeightModel weight = model.Weights[k];
                    string slice = $"Take(values, {names.Count(weight)})";
                    string value = weight.Kind switch
                    {
                        WeightKind.Matrix =>
                            $"new global::RegularizerGen.MatrixSpan<TElement>({slice}, {names.Size(weight.Rows)}, {names.Columns(weight)})",
                        WeightKind.Bias => $"new global::RegularizerGen.BiasSpan<TElement>({slice})",
                        _ => slice,
                    };
                    writer.Line($"{names.Weight(k)} = {value},");
                }
            }

            writer.Line("};");
            writer.Line();
            using (writer.Block("global::System.Span<TElement> Take(global::System.Span<TElement> from, int count)"))
            {
                writer.Line("next += count;");
                writer.Line("return from.Slice(next - count, count);");
            }
        }
    }
}
