using System.Globalization;
using System.Linq;

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

    /// <summary>Adds the gradients of all weights.</summary>
    public static void Apply(CodeWriter writer, CellNames names)
    {
        if (names.Derived.Any())
        {
            writer.Line("derived.ClearGradients();");
        }

        foreach (int weight in names.Own.Concat(names.Derived))
        {
            writer.Line($"Apply({Number(weight)}, {names.Values(weight)}, {names.Gradient(weight)});");
        }

        if (names.Derived.Any())
        {
            writer.Line("derived.Backpropagate(weights, gradients);");
        }
    }

    private static string Number(int weight) => weight.ToString(CultureInfo.InvariantCulture);
}
