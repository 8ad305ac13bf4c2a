using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>All that is emitted of a cell besides its public signatures, in one nested class: its facts, its weights by number, its step
/// for any domain, its scalar bound.</summary>
internal static class InternalsEmitter
{
    private const string Definitions = "Rg__::Definitions.";

    public static void Emit(CodeWriter writer, CellSource cell, CellPlan plan, CellNames names)
    {
        CellModel model = plan.Model;
        writer.Line("#nullable disable // nobody sees what follows");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private static class {names.Internals}"))
        {
            DefinitionEmitter.Emit(writer, cell, plan, names);
            writer.Line();
            WeightOf(writer, names);
            writer.Line();
            TubeEmitter.EmitCertifier(writer, names);
            writer.Line();
            ConditionalEmitter.EmitStream(writer, names);
            writer.Line();
            Core(writer, model, names);
            writer.Line();
            DescriptionEmitter.EmitClass(writer, cell, names);
            writer.Line();
            new ActivationFunctions(model, names).Emit(writer);
            StepBoundEmitter.Emit(writer, plan);
        }
    }

    private static void WeightOf(CodeWriter writer, CellNames names)
    {
        writer.Line($"public const int WeightCount = {names.Own.Count().ToString(CultureInfo.InvariantCulture)};");
        writer.Line();
        writer.Line(
            $"public static Rg__::WeightSpan<TElement> WeightOf<{CellNames.Element}>(in View<TElement> "
                + $"view, int weight) {CellNames.Constraint} =>"
        );
        using (writer.Indent())
        {
            writer.Line("weight switch");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (int k in names.Own)
                {
                    writer.Line($"{k.ToString(CultureInfo.InvariantCulture)} => view.{names.Weight(k)},");
                }

                writer.Line("_ => default(Rg__::WeightSpan<TElement>),");
            }

            writer.Line("};");
        }
    }

    private static void Core(CodeWriter writer, CellModel model, CellNames names)
    {
        using (writer.Block($"public sealed class Core : {Definitions}CellCore"))
        {
            writer.Line($"public Core(Shape shape) : base({names.Internals}.Definition, {names.SizesOf("shape")}) {{ }}");
            writer.Line();
            CellStepEmitter.Emit(writer, model, names);
            writer.Line();
            writer.Line(
                "public override Rg__::Bounds.StepBound<TNumber> "
                    + "CreateBound<TNumber>(Rg__::Bounds.WeightSlot[] slots, Rg__::BoundRules "
                    + "rules, int horizon) =>"
            );
            writer.Line("    new StepBound<TNumber>(slots, rules, horizon);");
        }
    }
}
