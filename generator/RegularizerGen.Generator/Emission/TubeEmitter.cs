using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>CertifyAround and LargestRadius: hand the weights to the certifier of sets around trajectories.</summary>
internal static class TubeEmitter
{
    private const string Inputs = "Sys__::ReadOnlySpan<TElement> inputs, ";
    private const string Options = "Rg__::TubeOptions options, Rg__::MatrixSpan<TElement> readOut = default";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        string? shape = CertifyEmitter.ShapeOf(model, names);
        string target = $"{names.Internals}.Tube({shape ?? "shape"}, weights, readOut)";
        string weights = (shape is null ? "Shape shape, " : string.Empty) + "in View<TElement> weights, ";
        Method(
            writer,
            "Run{T}(Sys__::ReadOnlySpan{T}, Rg__::TubeOptions)",
            $"TubeCertificate CertifyAround<TElement>({weights}{Inputs}{Options})",
            $"{target}.Run(inputs, options)"
        );
        Method(
            writer,
            "Run{T}(Sys__::ReadOnlySpan{T}, int, Rg__::TubeOptions)",
            $"TubeCertificate[] CertifyAround<TElement>({weights}{Inputs}int batch, {Options})",
            $"{target}.Run(inputs, batch, options)"
        );
        Method(
            writer,
            "LargestRadius{T}",
            $"TubeRadius LargestRadius<TElement>({weights}{Inputs}double? tolerance, {Options})",
            $"{target}.LargestRadius(inputs, tolerance, options)"
        );
    }

    /// <summary>What all of them call.</summary>
    public static void EmitCertifier(CodeWriter writer, CellNames names)
    {
        using (
            writer.Block(
                $"public static Rg__::Sets.TubeCertifier Tube<{CellNames.Element}>(Shape shape, in View<TElement> weights, "
                    + $"Rg__::MatrixSpan<TElement> readOut) {CellNames.Constraint}"
            )
        )
        {
            writer.Line("var certifier = Rg__::Sets.TubeCertifier.Create(new Core(shape), readOut);");
            WeightLoops.Write(writer, names, "certifier.Measure(k, {weights})");
            writer.Line("return certifier;");
        }
    }

    /// <summary>Documented where the runtime is: the text is the same for every cell.</summary>
    public static void Method(CodeWriter writer, string documented, string signature, string body)
    {
        writer.Line($"/// <inheritdoc cref=\"Rg__::Sets.TubeCertifier.{documented}\"/>");
        writer.Line(CellEmitter.GeneratedCode);
        writer.Line($"public static Rg__::{signature} {CellNames.Constraint} =>");
        writer.Line($"    {body};");
        writer.Line();
    }
}
