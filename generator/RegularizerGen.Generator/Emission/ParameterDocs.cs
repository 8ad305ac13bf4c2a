using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>What parameters of generated members are, said once for all members that have them.</summary>
internal static class ParameterDocs
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["weights"] = "The cell's weights.",
        ["inputs"] = "The inputs of the forward pass, [steps, batch, width].",
        ["strength"] = "λ ≥ 0.",
        ["readOut"] = "C [outputs, units] of a linear read-out y = C·output; empty for none.",
        ["gradients"] = "Accumulated gradients, of the weights' shapes.",
        ["readOutGradient"] = "Accumulated gradient of the read-out.",
        ["shape"] = "The sizes.",
        ["steps"] = "Length of the sequences.",
        ["batch"] = "Number of sequences side by side.",
        ["threads"] = "Number of threads that the sequences are divided among.",
        ["options"] = "What is bounded, and how.",
        ["unrolled"] = "The cell over sequences.",
        ["values"] = "Memory for all parameters.",
    };

    /// <summary>Documents these parameters.</summary>
    public static void Write(CodeWriter writer, params string[] parameters) => Write(writer, [.. parameters.Select(p => (p, Texts[p]))]);

    /// <summary>Documents these parameters, by these texts.</summary>
    public static void Write(CodeWriter writer, params (string Name, string Text)[] parameters) =>
        writer.Line("/// " + string.Join(" ", parameters.Select(p => $"<param name=\"{p.Name}\">{p.Text}</param>")));

    /// <summary>What a size is.</summary>
    public static string Length(DimensionModel size) =>
        size.Signals.Count > 0 ? $"Length of {string.Join(", ", size.Signals)}." : "An inner size: of matrices in a product.";

    /// <summary>What a method has in common with another stands there; of its own it documents these parameters.</summary>
    public static void Inherit(CodeWriter writer, string from, params string[] parameters)
    {
        writer.Line($"/// <inheritdoc cref=\"{from}\" path=\"/*[not(self::summary)]\"/>");
        if (parameters.Length > 0)
        {
            Write(writer, parameters);
        }
    }

    /// <summary>Documents these parameters of a penalty, and what it refuses.</summary>
    public static void WritePenalty(CodeWriter writer, params string[] parameters)
    {
        Write(writer, parameters);
        string sequence = parameters.Contains("inputs") ? " or sequence" : string.Empty;
        writer.Line(
            $"/// <exception cref=\"Sys__::ArgumentException\">A weight{sequence} has the wrong shape or is not "
                + "finite, or the strength is out of range.</exception>"
        );
    }
}
