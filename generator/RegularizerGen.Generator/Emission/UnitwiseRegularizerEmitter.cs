using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The peak penalty by the bound unit by unit.</summary>
internal static class UnitwiseRegularizerEmitter
{
    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        writer.Summary(
            "The penalty λτ²·ln(1 + gain²/τ²) under peak perturbations, by the tight rules unit by unit, and its exact gradient: the tightest of the penalties, at the cost of a product with every matrix and its transpose per step of the horizon."
        );
        writer.Line(
            "/// <remarks>The gain is the most that any unit of the output (or row of the read-out) moves where every input moves by at most 1 at every step. One instance per thread: it owns its scratch memory. Calls allocate nothing, after a first one with gradient.</remarks>"
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class UnitwiseRegularizer<{CellNames.Element}> : global::RegularizerGen.Bounds.UnitwiseRegularizer<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            WeightStages.Fields(writer, names);
            writer.Summary("Creates a regularizer for cells of the given shape.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">A size or an option is out of its range, the perturbation is not Peak, or TElement is neither float nor double.</exception>"
            );
            writer.Line("public UnitwiseRegularizer(Shape shape, global::RegularizerGen.TikhonovOptions options)");
            writer.Line(
                $"    : base(BoundFacts.Weights(shape), BoundFacts.Description, {names.Size(model.Nodes[model.Output].Dimension)}, options, new StepGraph(shape))"
            );
            WeightStages.Constructor(writer, names);
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
                WeightStages.Apply(writer, names, "ApplyReadOut(readOutGradient);");
            }
        }

        writer.Line();
    }
}
