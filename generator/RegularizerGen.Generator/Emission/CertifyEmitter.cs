using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Certify: hands the weights to the certifier.</summary>
internal static class CertifyEmitter
{
    private const string ReadOut = ", Rg__::MatrixSpan<TElement> readOut = default";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        Documentation(writer);
        Emit(writer, model, names, "Certificate Certify", ReadOut, "readOut", "Run");
        writer.Summary(
            "The largest bound of the inputs, all in the ratio of those that the options give or the cell declares, at which the cell is "
                + "proved to forget its inputs, as far as the options' budget, which must not be 0, allows to find it."
        );
        Parameters(writer);
        Emit(writer, model, names, "ContractiveBound LargestContractiveBound", string.Empty, "default", "LargestContractiveBound");
    }

    private static void Emit(CodeWriter writer, CellModel model, CellNames names, string method, string more, string readOut, string run)
    {
        const string Weights = "in View<TElement> weights, Rg__::CertificateOptions options";
        string name = method.Substring(method.IndexOf(' ') + 1);
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public static Rg__::{method}<TElement>(Shape shape, {Weights}{more}) {CellNames.Constraint}"))
        {
            writer.Line($"var certifier = Rg__::Certificates.Certifier.Create<TElement>({names.NewCore}, options, {readOut});");
            WeightLoops.Write(writer, names, "certifier.Measure(k, {weights})");
            writer.Line($"return certifier.{run}();");
        }

        writer.Line();
        if (ShapeOf(model, names) is not { } shape)
        {
            return;
        }

        string types = more.Length == 0 ? string.Empty : ", Rg__::MatrixSpan{TElement}";
        writer.Line($"/// <inheritdoc cref=\"{name}{{TElement}}(Shape, in View{{TElement}}, Rg__::CertificateOptions{types})\"/>");
        writer.Line(CellEmitter.GeneratedCode);
        writer.Line($"public static Rg__::{method}<TElement>({Weights}{more}) {CellNames.Constraint} =>");
        writer.Line($"    {name}({shape}, weights, options{(more.Length == 0 ? string.Empty : ", readOut")});");
        writer.Line();
    }

    /// <summary>C# of the shape, from the weights; null where these do not tell every size.</summary>
    public static string? ShapeOf(CellModel model, CellNames names)
    {
        string[] sizes = [.. names.DimensionProperties.Select((_, k) => SizeOf(model, names, k))];
        return sizes.Any(s => s.Length == 0) ? null : $"new Shape({string.Join(", ", sizes)})";
    }

    private static void Documentation(CodeWriter writer)
    {
        writer.Summary(
            "Proves how far a disturbance of the input can move the output: pure, rigorous against rounding, at the cost of "
                + "a few factorizations of the weights. See <see cref=\"Rg__::Certificate\"/>."
        );
        Parameters(writer, "readOut");
        writer.Line(
            "/// <exception cref=\"Sys__::ArgumentException\">A weight has the wrong shape or is not finite, or an "
                + "option is out of its range.</exception>"
        );
    }

    private static void Parameters(CodeWriter writer, params string[] more)
    {
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        ParameterDocs.Write(writer, ["shape", "weights", "options", .. more]);
    }

    /// <summary>C# of a size, from the weights that have it; empty where none tells it.</summary>
    private static string SizeOf(CellModel model, CellNames names, int dimension)
    {
        foreach (int k in names.Own)
        {
            WeightModel weight = model.Weights[k];
            string member = "weights." + names.Weight(k);
            if (weight.Rows == dimension)
            {
                return weight.Kind == WeightKind.Matrix ? member + ".Rows" : member + ".Length";
            }

            if (weight.Kind == WeightKind.Matrix && weight.Columns == dimension)
            {
                return member + ".Columns";
            }
        }

        return string.Empty;
    }
}
