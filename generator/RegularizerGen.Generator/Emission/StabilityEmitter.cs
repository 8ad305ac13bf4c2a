using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The stability margin: a penalty on the spectral radius of A at the limit of the ranges.</summary>
internal static class StabilityEmitter
{
    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        writer.Summary(
            "The penalty λ·ln(1 + e²) on the excess e = max(0, ρ(A) - (1 - margin)) of the bound's spectral radius in the limit, and its exact gradient: zero for cells that are contractive by the margin."
        );
        writer.Line("/// <remarks>One instance per thread: it owns its scratch memory. Calls allocate nothing.</remarks>");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class StabilityMargin<{CellNames.Element}> : global::RegularizerGen.Bounds.StabilityMargin<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            WeightStages.Fields(writer, names);
            writer.Summary("Creates a stability margin for cells of the given shape.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">A size or an option is out of its range, or TElement is neither float nor double.</exception>"
            );
            writer.Line("public StabilityMargin(Shape shape, global::RegularizerGen.StabilityOptions options)");
            writer.Line(
                $"    : base(BoundFacts.Weights(shape), BoundFacts.Description, {names.Size(model.Input.Dimension)}, options, slots => CreateBound<global::RegularizerGen.Numbers.Real>(slots, options.Rules, options.Iterations))"
            );
            WeightStages.Constructor(writer, names);
            writer.Summary("Penalty and spectral radius, without gradient.");
            ParameterDocs.Write(writer, "weights", "strength");
            using (writer.Block("public global::RegularizerGen.StabilityResult Evaluate(in View<TElement> weights, double strength)"))
            {
                WeightStages.Measure(writer, names);
                writer.Line("return Solve(withGradient: false);");
            }

            writer.Line();
            writer.Summary(
                "Penalty and spectral radius; adds the penalty's exact gradient to <paramref name=\"gradients\"/>. Nothing is written where an argument is refused or the result says that the gradient is omitted; all that is added is finite."
            );
            ParameterDocs.Write(writer, "weights", "gradients", "strength");
            using (
                writer.Block(
                    "public global::RegularizerGen.StabilityResult AddGradient(in View<TElement> weights, in View<TElement> gradients, double strength)"
                )
            )
            {
                WeightStages.Measure(writer, names);
                WeightStages.CheckGradients(writer, names);
                writer.Line("global::RegularizerGen.StabilityResult result = Solve(withGradient: true);");
                WeightStages.Apply(writer, names, readOut: string.Empty);
            }
        }

        writer.Line();
    }
}
