namespace RegularizerGen.Generator;

/// <summary>Loops over the weights of a view by their numbers: what a class of the runtime is told of each.</summary>
internal static class WeightLoops
{
    private const string Internals = CellNames.Internals;

    /// <summary>A loop over the cell's own weights; {0} stands for a weight's number, {weights} and {gradients} for that weight.</summary>
    public static void Write(CodeWriter writer, string call, string condition = "")
    {
        using (writer.Block($"for (int weight = 0; weight < {Internals}.WeightCount{condition}; weight++)"))
        {
            writer.Line(call.Replace("{weights}", Of("weights")).Replace("{gradients}", Of("gradients")) + ";");
        }
    }

    private static string Of(string view) => $"{Internals}.WeightOf({view}, weight)";
}
