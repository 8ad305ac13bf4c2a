namespace RegularizerGen.Generator;

/// <summary>The penalties on weights: bind the shared stages Measure and Apply to the cell's weights by name.</summary>
internal static class RegularizerEmitter
{
    private const string ReadOut = ", global::RegularizerGen.MatrixSpan<TElement> readOut = default";
    private const string ReadOutGradient = ", global::RegularizerGen.MatrixSpan<TElement> readOutGradient = default";

    private const string Written =
        "Nothing is written where an argument is refused or the result says that the gradient is omitted; all that is added is finite.";

    private static readonly Penalty Tikhonov = new(
        "TikhonovRegularizer",
        "Tikhonov",
        "The Tikhonov penalty λτ²·ln(1 + gain²/τ²) of the cell and its exact gradient; the gain bounds the sensitivity "
            + "of the output to the input over the horizon.",
        "Calls allocate nothing. The bound is written out in Derivation.",
        "Penalty and gain"
    )
    {
        HasReadOut = true,
        HasCoefficients = true,
    };

    private static readonly Penalty Stability = new(
        "StabilityMargin",
        "Stability",
        "The penalty λ·ln(1 + e²) on the excess e = max(0, ρ(A) - (1 - margin)) of the bound's spectral radius in the "
            + "limit, and its exact gradient: zero for cells that are contractive by the margin.",
        "Calls allocate nothing.",
        "Penalty and spectral radius"
    );

    private static readonly Penalty Unitwise = new(
        "UnitwiseRegularizer",
        "Unitwise",
        "The penalty λτ²·ln(1 + gain²/τ²) under peak perturbations, by the tight rules unit by unit, and its exact "
            + "gradient: the tightest of the penalties, at the cost of a product with every matrix and its transpose per step "
            + "of the horizon. The gain is the most that any unit of the output (or row of the read-out) moves where every "
            + "input moves by at most 1 at every step.",
        "Calls allocate nothing, after a first one with gradient.",
        "Penalty and gain"
    )
    {
        HasReadOut = true,
        Refused = ", the perturbation is not Peak",
    };

    public static void Emit(CodeWriter writer, CellNames names)
    {
        foreach (Penalty penalty in new[] { Tikhonov, Stability, Unitwise })
        {
            Emit(writer, names, penalty);
        }
    }

    private static void Emit(CodeWriter writer, CellNames names, Penalty penalty)
    {
        string options = $"global::RegularizerGen.{(penalty.Kind == "Stability" ? "Stability" : "Tikhonov")}Options options";
        writer.Summary(penalty.Summary);
        writer.Line($"/// <remarks>One instance per thread: it owns its scratch memory. {penalty.Remark}</remarks>");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class {penalty.Name}<{CellNames.Element}> : "
                    + $"global::RegularizerGen.Bounds.{penalty.Kind}Penalty<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            writer.Summary("Creates a penalty for cells of the given shape.");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">A size or an option is out of its "
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
        writer.Summary(summary);
        if (withGradient)
        {
            ParameterDocs.Inherit(writer, "Evaluate");
        }
        else
        {
            ParameterDocs.Write(writer, penalty.HasReadOut ? ["weights", "strength", "readOut"] : ["weights", "strength"]);
        }

        using (
            writer.Block(
                $"public {penalty.Result} {name}(in View<TElement> weights, double strength{(penalty.HasReadOut ? ReadOut : string.Empty)})"
            )
        )
        {
            writer.Line($"Measure(weights, strength{(penalty.HasReadOut ? ", readOut" : string.Empty)});");
            writer.Line($"return Solve(withGradient: {(withGradient ? "true" : "false")});");
        }

        writer.Line();
    }

    private static void AddGradient(CodeWriter writer, CellNames names, Penalty penalty)
    {
        writer.Summary($"{penalty.Measures}; adds the penalty's exact gradient to <paramref name=\"gradients\"/>. {Written}");
        ParameterDocs.Inherit(writer, "Evaluate", penalty.HasReadOut ? ["gradients", "readOutGradient"] : ["gradients"]);
        using (
            writer.Block(
                $"public {penalty.Result} AddGradient(in View<TElement> weights, in View<TElement> gradients, double "
                    + $"strength{(penalty.HasReadOut ? ReadOut + ReadOutGradient : string.Empty)})"
            )
        )
        {
            writer.Line($"Measure(weights, strength{(penalty.HasReadOut ? ", readOut" : string.Empty)});");
            WeightLoops.Write(writer, names, "Check(weight, {gradients})");
            if (penalty.HasReadOut)
            {
                writer.Line("CheckReadOut(readOutGradient);");
            }

            writer.Line($"{penalty.Result} result = Solve(withGradient: true);");
            WeightLoops.Write(writer, names, "Apply(weight, {weights}, {gradients})", " && !result.GradientOmitted");
            if (penalty.HasReadOut)
            {
                using (writer.Block("if (!result.GradientOmitted)"))
                {
                    writer.Line("ApplyReadOut(readOut, readOutGradient);");
                }
            }

            writer.Line("return result;");
        }
    }

    private static void MeasureAll(CodeWriter writer, CellNames names, Penalty penalty)
    {
        string readOut = penalty.HasReadOut ? ", global::RegularizerGen.MatrixSpan<TElement> readOut" : string.Empty;
        using (writer.Block($"private void Measure(in View<TElement> weights, double strength{readOut})"))
        {
            writer.Line("Begin(strength);");
            WeightLoops.Write(writer, names, "Measure(weight, {weights})");
            if (penalty.HasReadOut)
            {
                writer.Line("MeasureReadOut(readOut);");
            }
        }
    }

    private sealed record Penalty(string Name, string Kind, string Summary, string Remark, string Measures)
    {
        public bool HasReadOut { get; init; }

        public bool HasCoefficients { get; init; }

        public string Refused { get; init; } = string.Empty;

        public string Result => $"global::RegularizerGen.{(Kind == "Stability" ? "Stability" : "Tikhonov")}Result";
    }
}
