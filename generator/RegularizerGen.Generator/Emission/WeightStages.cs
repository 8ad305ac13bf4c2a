using System.Globalization;
using System.Linq;

namespace RegularizerGen.Generator;

/// <summary>The calls of the shared stages Measure and Apply, weight by weight.</summary>
internal static class WeightStages
{
    private const string Kernel = "global::RegularizerGen.Kernels.DerivedWeights";

    /// <summary>The matrices derived from others, in double whatever the weights' type: rounded to float, they would make the bound smaller
    /// than the weights say.</summary>
    public static void Fields(CodeWriter writer, CellNames names)
    {
        if (names.Derived.Any())
        {
            writer.Line("private readonly Derived<double> derived;");
            writer.Line("private readonly Parameters<double> exact;");
            writer.Line("private readonly Parameters<double> exactGradients;");
            writer.Line();
        }
    }

    /// <summary>Body of the constructor, which creates what <see cref="Fields"/> declares.</summary>
    public static void Constructor(CodeWriter writer, CellNames names)
    {
        using (writer.Braces())
        {
            if (names.Derived.Any())
            {
                writer.Line("derived = new Derived<double>(shape);");
                writer.Line("exact = new Parameters<double>(shape);");
                writer.Line("exactGradients = new Parameters<double>(shape);");
            }
        }

        writer.Line();
    }

    /// <summary>Begins a call and measures all weights, those derived from others after these.</summary>
    public static void Measure(CodeWriter writer, CellNames names)
    {
        writer.Line("Begin(strength);");
        foreach (int weight in names.Own)
        {
            writer.Line($"Measure({Number(weight)}, {names.Values(weight)});");
        }

        if (!names.Derived.Any())
        {
            return;
        }

        foreach (int weight in names.Sources)
        {
            writer.Line($"{Kernel}.Load({names.Values(weight)}, exact.View.{names.Weight(weight)});");
        }

        writer.Line("derived.Compute(exact.View);");
        foreach (int weight in names.Derived)
        {
            writer.Line($"MeasureDerived({Number(weight)}, {names.Values(weight)});");
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
    /// Adds the gradients of all weights, unless the result says that there are none. What comes through derived matrices is computed apart
    /// first, so that nothing is added where a part of it is not finite.
    /// </summary>
    public static void Apply(CodeWriter writer, CellNames names, string readOut)
    {
        using (writer.Block("if (result.GradientOmitted)"))
        {
            writer.Line("return result;");
        }

        if (names.Derived.Any())
        {
            writer.Line("derived.ClearGradients();");
            foreach (int weight in names.Derived)
            {
                writer.Line($"ApplyDerived({Number(weight)}, {names.Values(weight)}, {names.Gradient(weight)});");
            }

            writer.Line("exactGradients.Span.Clear();");
            writer.Line("derived.Backpropagate(exact.View, exactGradients.View);");
            using (writer.Block($"if (!{Kernel}.FitIn<TElement>(exactGradients.Span))"))
            {
                writer.Line("return result with { GradientOmitted = true };");
            }

            foreach (int weight in names.Sources)
            {
                writer.Line($"{Kernel}.AddTo(exactGradients.View.{names.Weight(weight)}, {names.Gradient(weight)});");
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

    private static string Number(int weight) => weight.ToString(CultureInfo.InvariantCulture);
}
