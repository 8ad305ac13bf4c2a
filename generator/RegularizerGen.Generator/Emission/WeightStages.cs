using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The calls of the shared stages Measure and Apply, weight by weight.</summary>
internal static class WeightStages
{
    /// <summary>Begins a call and measures all weights, those derived from others after these.</summary>
    public static void Measure(CodeWriter writer, CellNames names)
    {
        writer.Line("Begin(strength);");
        foreach (int weight in names.Own)
        {
            writer.Line($"Measure({Number(weight)}, {names.Values(weight)});");
        }

        if (names.Derived.Any())
        {
            writer.Line("derived.Compute(weights);");
        }

        foreach (int weight in names.Derived)
        {
            writer.Line($"Measure({Number(weight)}, {names.Values(weight)});");
        }
    }

    /// <summary>Checks the shapes of all gradients before anything is written.</summary>
    public static void CheckGradients(CodeWriter writer, CellNames names)
    {
        foreach (int weight in names.Own)
        {
            writer.Line($"Check({Number(weight)}, {names.Gradient(weight)});");
        }
    }

    /// <summary>
    /// Adds the gradients of all weights, unless the result says that there are none. What comes through derived matrices is computed apart first, so that nothing is added
    /// where a part of it is not finite.
    /// </summary>
    public static void Apply(CodeWriter writer, CellModel model, CellNames names, string readOut)
    {
        using (writer.Block("if (result.GradientOmitted)"))
        {
            writer.Line("return result;");
        }

        int[] composing = [.. Composing(model, names)];
        if (composing.Length > 0)
        {
            writer.Line("derived.ClearGradients();");
            foreach (int weight in names.Derived)
            {
                writer.Line($"Apply({Number(weight)}, {names.Values(weight)}, {names.Gradient(weight)});");
            }

            writer.Line("View<TElement> stage = staged.View;");
            writer.Line("staged.Span.Clear();");
            writer.Line("derived.Backpropagate(weights, stage);");
            using (writer.Block("if (!global::RegularizerGen.Kernels.GradientStage.IsFinite<TElement>(staged.Span))"))
            {
                writer.Line("return result with { GradientOmitted = true };");
            }

            foreach (int weight in composing)
            {
                writer.Line($"global::RegularizerGen.Kernels.GradientStage.Add<TElement>(stage.{names.Weight(weight)}, {names.Gradient(weight)});");
            }
        }

        foreach (int weight in names.Own)
        {
            writer.Line($"Apply({Number(weight)}, {names.Values(weight)}, {names.Gradient(weight)});");
        }

        if (readOut.Length > 0)
        {
            writer.Line(readOut);
        }

        writer.Line("return result;");
    }

    /// <summary>Fields of a penalty on a cell with derived matrices.</summary>
    public static void Fields(CodeWriter writer, CellNames names)
    {
        if (names.Derived.Any())
        {
            writer.Line("private readonly Derived<TElement> derived;");
            writer.Line("private readonly Parameters<TElement> staged;");
            writer.Line();
        }
    }

    /// <summary>Body of the constructor of such a penalty.</summary>
    public static void Constructor(CodeWriter writer, CellNames names)
    {
        using (writer.Braces())
        {
            if (names.Derived.Any())
            {
                writer.Line("derived = new Derived<TElement>(shape);");
                writer.Line("staged = new Parameters<TElement>(shape);");
            }
        }

        writer.Line();
    }

    /// <summary>The cell's own weights that derived matrices are made of.</summary>
    private static System.Collections.Generic.IEnumerable<int> Composing(CellModel model, CellNames names)
    {
        DerivedTerm[] terms = [.. names.Derived.SelectMany(k => model.Weights[k].Terms).Where(t => t.Kind != DerivedKind.Identity)];
        return names.Own.Where(w => terms.Any(t => t.A == w || (t.Kind == DerivedKind.Product && t.B == w)));
    }

    private static string Number(int weight) => weight.ToString(CultureInfo.InvariantCulture);
}
