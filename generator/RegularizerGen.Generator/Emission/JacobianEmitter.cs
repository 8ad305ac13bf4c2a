namespace RegularizerGen.Generator;

/// <summary>The exact Tikhonov penalty and the measured sensitivity, on top of the unrolled cell.</summary>
internal static class JacobianEmitter
{
    private const string View = "in View<TElement>";
    private const string Sequence = "Sys__::ReadOnlySpan<TElement>";
    private const string Matrix = "Rg__::MatrixSpan<TElement>";

    public static void Emit(CodeWriter writer, CellNames names)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class JacobianPenalty<{CellNames.Element}> : "
                    + $"Rg__::Jacobians.JacobianSweeps<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            writer.Line("private readonly Unrolled<TElement> unrolled;");
            writer.Line();
            writer.Summary("Creates a penalty that works on the last forward pass of an unrolled cell.");
            ParameterDocs.Write(writer, "unrolled", "options");
            writer.Line(
                "/// <exception cref=\"Sys__::ArgumentException\">An option is out of its range, or with these options "
                    + "the memory needed is too large.</exception>"
            );
            writer.Line(
                "public JacobianPenalty(Unrolled<TElement> unrolled, Rg__::JacobianOptions options) : " + "base(unrolled, options) =>"
            );
            writer.Line("    this.unrolled = unrolled;");
            writer.Line();
            Evaluate(writer);
            AddGradient(writer, names);
            Sensitivity(writer);
        }

        writer.Line();
        StaticSensitivity(writer);
    }

    private static void Evaluate(CodeWriter writer)
    {
        writer.Summary("The penalty, without gradient; after <see cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs.");
        ParameterDocs.WritePenalty(writer, "weights", "inputs", "strength", "readOut");
        writer.Line("/// <exception cref=\"Sys__::InvalidOperationException\">The unrolled cell has made no forward pass yet.</exception>");
        using (
            writer.Block(
                $"public Rg__::JacobianResult Evaluate({View} weights, {Sequence} inputs, double strength, "
                    + $"{Matrix} readOut = default)"
            )
        )
        {
            writer.Line("unrolled.RequireForward(weights, inputs);");
            writer.Line("return Penalty(strength, readOut);");
        }

        writer.Line();
    }

    private static void AddGradient(CodeWriter writer, CellNames names)
    {
        writer.Summary(
            "The penalty; adds its exact gradient to <paramref name=\"gradients\"/>. After <see "
                + "cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs. Nothing is written where an argument "
                + "is refused, and nothing is added where any part of the gradient exceeds the range of the element type: the "
                + "result says so."
        );
        ParameterDocs.Inherit(writer, "Evaluate", "gradients", "readOutGradient");
        using (
            writer.Block(
                $"public Rg__::JacobianResult AddGradient({View} weights, {Sequence} inputs, {View} gradients, "
                    + $"double strength, {Matrix} readOut = default, {Matrix} readOutGradient = default)"
            )
        )
        {
            writer.Line("unrolled.RequireForward(weights, inputs);");
            writer.Line("unrolled.CheckShapes(gradients, \"gradient\");");
            writer.Line("Rg__::JacobianResult result = PenaltyWithGradient(strength, readOut, readOutGradient);");
            WeightLoops.Write(writer, names, "AddGradient(k, {gradients})", " && !result.GradientOmitted");
            writer.Line("return result;");
        }

        writer.Line();
    }

    private static void Sensitivity(CodeWriter writer)
    {
        writer.Summary(
            "Measured sensitivity of the last output at every sequence of the batch, one reverse pass per output; after "
                + "<see cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs, from its initial states. "
                + "Allocates the report and the Jacobians [batch, steps, outputs, inputs]."
        );
        ParameterDocs.Inherit(writer, "Evaluate");
        using (
            writer.Block($"public Rg__::SensitivityReport Sensitivity({View} weights, {Sequence} inputs, {Matrix} " + "readOut = default)")
        )
        {
            writer.Line("unrolled.RequireForward(weights, inputs);");
            writer.Line("return Measure(readOut);");
        }
    }

    private static void StaticSensitivity(CodeWriter writer)
    {
        writer.Summary(
            "Measured sensitivity of the output after the last step at every sequence of a batch: to set beside a "
                + "certificate over as many steps. See <see cref=\"Rg__::SensitivityReport\"/>."
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        ParameterDocs.Write(
            writer,
            ("shape", "The sizes."),
            ("weights", "The cell's weights."),
            ("inputs", "Input sequences [steps, batch, width]."),
            ("steps", "Their length; the batch size follows."),
            ("readOut", "C [outputs, units] of a linear read-out y = C·output; empty for none."),
            ("initial", "The states before the first step, in their declared ranges; 0 where none is given.")
        );
        writer.Line(
            "/// <exception cref=\"Sys__::ArgumentException\">A weight has the wrong shape or is not finite, the "
                + "inputs are not a whole number of sequences, or an initial state (the default 0 included) lies outside of its "
                + "declared range.</exception>"
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public static Rg__::SensitivityReport Sensitivity<{CellNames.Element}>(Shape shape, {View} "
                    + $"weights, {Sequence} inputs, int steps, {Matrix} readOut = default, in {CellNames.InitialStates}<TElement> "
                    + $"initial = default) {CellNames.Constraint}"
            )
        )
        {
            writer.Line("shape.Validate();");
            writer.Line("var unrolled = new Unrolled<TElement>(shape, steps, Unrolled<TElement>.BatchOf(shape, inputs, steps));");
            writer.Line("unrolled.Forward(weights, inputs, initial);");
            writer.Line(
                "return new JacobianPenalty<TElement>(unrolled, new Rg__::JacobianOptions { ReadOutRows = "
                    + "readOut.Rows }).Sensitivity(weights, inputs, readOut);"
            );
        }

        writer.Line();
    }
}
