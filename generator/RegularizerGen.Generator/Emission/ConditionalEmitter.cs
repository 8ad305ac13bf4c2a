using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>ObserveRanges, CertifyWithin and Stream: certificates on observed ranges, and the cell step by step, which a monitor of them
/// watches.</summary>
internal static class ConditionalEmitter
{
    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string? shape = CertifyEmitter.ShapeOf(model, names);
        string sizes = shape ?? "shape";
        string weights = (shape is null ? "Shape shape, " : string.Empty) + "in View<TElement> weights, ";
        TubeEmitter.Method(
            writer,
            "ObserveRanges{T}",
            $"SignalRanges ObserveRanges<TElement>({weights}Sys__::ReadOnlySpan<TElement> inputs, int batch = 1, "
                + "Sys__::Collections.Generic.IReadOnlyList<double[]>? initialStates = null)",
            $"{names.Internals}.Tube({sizes}, weights, default).ObserveRanges(inputs, batch, initialStates)"
        );
        TubeEmitter.Method(
            writer,
            "Within",
            $"ConditionalCertificate CertifyWithin<TElement>({weights}Rg__::SignalRanges ranges, Rg__::ConditionalOptions options, "
                + "Rg__::MatrixSpan<TElement> readOut = default)",
            $"{names.Internals}.Tube({sizes}, weights, readOut).Within(ranges, options)"
        );
        writer.Summary("The cell with these weights, step by step, for inference; a RangeMonitor can watch it.");
        ParameterDocs.Write(writer, ("weights", "The cell's weights, which are copied."), ("batch", "Number of sequences side by side."));
        writer.Line(
            "/// <exception cref=\"Sys__::ArgumentException\">A weight has the wrong shape or is not finite, or the batch is less than "
                + "1.</exception>"
        );
        writer.Line(CellEmitter.GeneratedCode);
        writer.Line($"public static Rg__::CellStream<TElement> Stream<TElement>({weights}int batch = 1) {CellNames.Constraint} =>");
        writer.Line($"    {names.Internals}.Streaming({sizes}, weights, batch);");
        writer.Line();
    }

    /// <summary>What Stream calls.</summary>
    public static void EmitStream(CodeWriter writer, CellNames names)
    {
        using (
            writer.Block(
                $"public static Rg__::CellStream<TElement> Streaming<{CellNames.Element}>(Shape shape, in View<TElement> weights, "
                    + $"int batch) {CellNames.Constraint}"
            )
        )
        {
            writer.Line("var stream = new Rg__::CellStream<TElement>(new Core(shape), batch);");
            WeightLoops.Write(writer, names, "stream.Read(k, {weights})");
            writer.Line("return stream.Ready();");
        }
    }
}
