using System.Collections.Generic;

namespace RegularizerGen.Generator;

/// <summary>The parameters that penalties have in common, documented once.</summary>
internal static class ParameterDocs
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["weights"] = "The cell's weights.",
        ["inputs"] = "The inputs of the forward pass, [steps, batch, width].",
        ["strength"] = "λ ≥ 0.",
        ["readOut"] = "C of a linear read-out y = C·output, where the options ask for one.",
        ["gradients"] = "Accumulated gradients, of the weights' shapes.",
        ["readOutGradient"] = "Accumulated gradient of the read-out.",
    };

    /// <summary>What a method has in common with another stands there; of its own it documents these parameters.</summary>
    public static void Inherit(CodeWriter writer, string from, params string[] parameters)
    {
        writer.Line($"/// <inheritdoc cref=\"{from}\" path=\"/*[not(self::summary)]\"/>");
        foreach (string parameter in parameters)
        {
            writer.Line($"/// <param name=\"{parameter}\">{Texts[parameter]}</param>");
        }
    }

    public static void Write(CodeWriter writer, params string[] parameters)
    {
        foreach (string parameter in parameters)
        {
            writer.Line($"/// <param name=\"{parameter}\">{Texts[parameter]}</param>");
        }

        string strength = System.Array.IndexOf(parameters, "strength") >= 0 ? ", or the strength is out of range" : string.Empty;
        string sequence = System.Array.IndexOf(parameters, "inputs") >= 0 ? " or sequence" : string.Empty;
        writer.Line(
            $"/// <exception cref=\"Sys__::ArgumentException\">A weight{sequence} has the wrong shape or is not "
                + $"finite{strength}.</exception>"
        );
    }
}
