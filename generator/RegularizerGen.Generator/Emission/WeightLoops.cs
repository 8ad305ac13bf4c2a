namespace RegularizerGen.Generator;

/// <summary>Loops over the weights of a view by their numbers: what a class of the runtime is told of each.</summary>
internal static class WeightLoops
{
    /// <summary>A loop over the cell's own weights; k stands for a weight's number, {weights} and {gradients} for that weight.</summary>
    public static void Write(CodeWriter writer, CellNames names, string call, string condition = "") =>
        writer.Line(
            $"for (int k = 0; k < {names.Internals}.WeightCount{condition}; k++) "
                + $"{call.Replace("{weights}", Of(names, "weights")).Replace("{gradients}", Of(names, "gradients"))};"
        );

    private static string Of(CellNames names, string view) => $"{names.Internals}.WeightOf({view}, k)";
}
