using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The penalties on weights: bind the shared stages Measure and Apply to the cell's weights by name.</summary>
internal static class RegularizerEmitter
{
    private const string ReadOut = ", Rg__::MatrixSpan<TElement> readOut = default";
    private const string ReadOutGradient = ", Rg__::MatrixSpan<TElement> readOutGradient = default";

    private const string Written =
        "Nothing is written where an argument is refused or the result says that the gradient is omitted; all that is added is finite.";

    private static readonly Penalty Tikhonov = new("TikhonovRegularizer", "Tikhonov", "Penalty and gain")
    {
        HasReadOut = true,
        HasCoefficients = true,
    };

    private static readonly Penalty Stability = new("StabilityMargin", "Stability", "Penalty and spectral radius");

    private static readonly Penalty Unitwise = new("UnitwiseRegularizer", "Unitwise", "Penalty and gain")
    {
        HasReadOut = true,
        Refused = ", the perturbation is not Peak",
        Documented = "TikhonovRegularizer{TElement}.",
    };

    public static void Emit(CodeWriter writer, CellPlan plan, CellNames names)
    {
        FormulaDocs.Write(writer, plan);
        Emit(writer, names, Tikhonov);
        foreach (Penalty penalty in new[] { Stability, Unitwise })
        {
            writer.Line("/// <inheritdoc/>");
            Emit(writer, names, penalty);
        }
    }

    private static void Emit(CodeWriter writer, CellNames names, Penalty penalty)
    {
        string options = $"Rg__::{(penalty.Kind == "Stability" ? "Stability" : "Tikhonov")}Options options";
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class {penalty.Name}<{CellNames.Element}> : "
                    + $"Rg__::Bounds.{penalty.Kind}Penalty<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            writer.Summary("Creates a penalty for cells of the given shape.");
            ParameterDocs.Write(writer, "shape", "options");
            writer.Line(
                "/// <exception cref=\"Sys__::ArgumentException\">A size or an option is out of its "
                    + $"range{penalty.Refused}, or TElement is neither float nor double.</exception>"
            );
            writer.Line($"public {penalty.Name}(Shape shape, {options}) : base({names.NewCore}, options) {{ }}");
            writer.Line();
            Measured(writer, names, penalty, "Evaluate", penalty.Measures + ", without gradient.", withGradient: false);
            if (penalty.HasCoefficients)
            {
                Measured(
                    writer,
                    names,
                    penalty,
                    "ComputeCoefficients",
                    penalty.Measures
                        + ", and the coefficients of the gradient in Slots, without touching any gradient: for optimizers that fold them into their own update.",
                    withGradient: true
                );
            }

            AddGradient(writer, names, penalty);
            writer.Line();
            MeasureAll(writer, names, penalty);
        }

        writer.Line();
    }

    private static void Measured(CodeWriter writer, CellNames names, Penalty penalty, string name, string summary, bool withGradient)
    {
        if (withGradient)
        {
            writer.Summary(summary);
            ParameterDocs.Inherit(writer, "Evaluate");
        }
        else if (penalty.Documented is { } of)
        {
            writer.Line($"/// <inheritdoc cref=\"{of}{name}\"/>");
        }
        else
        {
            writer.Summary(summary);
            ParameterDocs.WritePenalty(writer, penalty.HasReadOut ? ["weights", "strength", "readOut"] : ["weights", "strength"]);
        }

        string readOut = penalty.HasReadOut ? ReadOut : string.Empty;
        writer.Line($"public {penalty.Result} {name}(in View<TElement> weights, double strength{readOut}) =>");
        using (writer.Indent())
        {
            writer.Line($"{penalty.Measured}.Solve(withGradient: {(withGradient ? "true" : "false")});");
        }

        writer.Line();
    }

    private static void AddGradient(CodeWriter writer, CellNames names, Penalty penalty)
    {
        if (penalty.Documented is { } of)
        {
            writer.Line($"/// <inheritdoc cref=\"{of}AddGradient\"/>");
        }
        else
        {
            writer.Summary($"{penalty.Measures}; adds the penalty's exact gradient to <paramref name=\"gradients\"/>. {Written}");
            ParameterDocs.Inherit(writer, "Evaluate", penalty.HasReadOut ? ["gradients", "readOutGradient"] : ["gradients"]);
        }

        using (
            writer.Block(
                $"public {penalty.Result} AddGradient(in View<TElement> weights, in View<TElement> gradients, double "
                    + $"strength{(penalty.HasReadOut ? ReadOut + ReadOutGradient : string.Empty)})"
            )
        )
        {
            writer.Line($"{penalty.Measured};");
            WeightLoops.Write(writer, names, "Check(k, {gradients})");
            if (penalty.HasReadOut)
            {
                writer.Line("CheckReadOut(readOutGradient);");
            }

            writer.Line($"{penalty.Result} result = Solve(withGradient: true);");
            WeightLoops.Write(writer, names, "Apply(k, {weights}, {gradients})", " && !result.GradientOmitted");
            if (penalty.HasReadOut)
            {
                writer.Line("if (!result.GradientOmitted) ApplyReadOut(readOut, readOutGradient);");
            }

            writer.Line("return result;");
        }
    }

    private static void MeasureAll(CodeWriter writer, CellNames names, Penalty penalty)
    {
        string readOut = penalty.HasReadOut ? ", Rg__::MatrixSpan<TElement> readOut" : string.Empty;
        using (writer.Block($"private {penalty.Name}<TElement> Measured(in View<TElement> weights, double strength{readOut})"))
        {
            writer.Line("Begin(strength);");
            WeightLoops.Write(writer, names, "Measure(k, {weights})");
            if (penalty.HasReadOut)
            {
                writer.Line("MeasureReadOut(readOut);");
            }

            writer.Line("return this;");
        }
    }

    /// <param name="Name">The emitted class.</param>
    /// <param name="Kind">Its base class is called so, with Penalty; there the class is documented.</param>
    /// <param name="Measures">What its methods return, for people.</param>
    private sealed record Penalty(string Name, string Kind, string Measures)
    {
        /// <summary>The class whose methods say the same, as a prefix of a cref; null where they are documented here.</summary>
        public string? Documented { get; init; }

        public bool HasReadOut { get; init; }

        public bool HasCoefficients { get; init; }

        public string Refused { get; init; } = string.Empty;

        public string Measured => $"Measured(weights, strength{(HasReadOut ? ", readOut" : string.Empty)})";

        public string Result => $"Rg__::{(Kind == "Stability" ? "Stability" : "Tikhonov")}Result";
    }
}
