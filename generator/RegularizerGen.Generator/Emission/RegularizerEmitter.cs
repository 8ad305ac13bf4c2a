using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The regularizer: binds the shared stages Measure and Apply to the cell's weights by name.</summary>
internal static class RegularizerEmitter
{
    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        int outputDimension = model.Nodes[model.Output].Dimension;

        writer.Summary(
            "The Tikhonov penalty λτ²·ln(1 + gain²/τ²) of the cell and its exact gradient; the gain bounds the sensitivity of the output to the input over the horizon."
        );
        writer.Line(
            "/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing. The bound is written out at the top of this file.</remarks>"
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class TikhonovRegularizer<{CellNames.Element}> : global::RegularizerGen.Bounds.TikhonovRegularizer<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            WeightStages.Fields(writer, names);
            writer.Summary("Creates a regularizer for cells of the given shape.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">A size or an option is out of its range, or TElement is neither float nor double.</exception>"
            );
            writer.Line("public TikhonovRegularizer(Shape shape, global::RegularizerGen.TikhonovOptions options)");
            using (writer.Indent())
            {
                writer.Line(
                    $": base(BoundFacts.Weights(shape), BoundFacts.Description, {names.Size(model.Input.Dimension)}, {names.Size(outputDimension)}, options, slots => ("
                );
                writer.Line("    CreateBound<global::RegularizerGen.Numbers.Real>(slots, options.Rules, options.Horizon),");
                writer.Line("    CreateBound<global::RegularizerGen.Numbers.Scaled>(slots, options.Rules, options.Horizon)))");
            }

            WeightStages.Constructor(writer, names);
            Evaluate(writer, names);
            AddGradient(writer, model, names);
        }

        writer.Line();
    }

    private static void Evaluate(CodeWriter writer, CellNames names)
    {
        writer.Summary("Penalty and gain, without gradient.");
        ParameterDocs.Write(writer, "weights", "strength", "readOut");
        using (
            writer.Block(
                "public global::RegularizerGen.TikhonovResult Evaluate(in View<TElement> weights, double strength, global::RegularizerGen.MatrixSpan<TElement> readOut = default)"
            )
        )
        {
            WeightStages.Measure(writer, names);
            writer.Line("MeasureReadOut(readOut);");
            writer.Line("return Solve(withGradient: false);");
        }

        writer.Line();
        writer.Summary(
            "Penalty and gain, and the coefficients of the gradient in Slots, without touching any gradient: for optimizers that fold them into their own update."
        );
        ParameterDocs.Write(writer, "weights", "strength", "readOut");
        using (
            writer.Block(
                "public global::RegularizerGen.TikhonovResult ComputeCoefficients(in View<TElement> weights, double strength, global::RegularizerGen.MatrixSpan<TElement> readOut = default)"
            )
        )
        {
            WeightStages.Measure(writer, names);
            writer.Line("MeasureReadOut(readOut);");
            writer.Line("return Solve(withGradient: true);");
        }

        writer.Line();
    }

    private static void AddGradient(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary(
            "Penalty and gain; adds the penalty's exact gradient to <paramref name=\"gradients\"/>. Nothing is written where an argument is refused or the result says that the gradient is omitted; all that is added is finite."
        );
        ParameterDocs.Write(writer, "weights", "gradients", "strength", "readOut", "readOutGradient");
        using (
            writer.Block(
                "public global::RegularizerGen.TikhonovResult AddGradient(in View<TElement> weights, in View<TElement> gradients, double strength, global::RegularizerGen.MatrixSpan<TElement> readOut = default, global::RegularizerGen.MatrixSpan<TElement> readOutGradient = default)"
            )
        )
        {
            WeightStages.Measure(writer, names);
            writer.Line("MeasureReadOut(readOut);");
            WeightStages.CheckGradients(writer, names);
            writer.Line("CheckReadOut(readOutGradient);");
            writer.Line("global::RegularizerGen.TikhonovResult result = Solve(withGradient: true);");
            WeightStages.Apply(writer, names, "ApplyReadOut(readOut, readOutGradient);");
        }

        writer.Line();
    }
}
