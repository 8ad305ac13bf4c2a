using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The exact Tikhonov penalty: reverse pass, tangent pass, and reverse pass over both, on top of the unrolled cell.</summary>
internal static partial class JacobianEmitter
{
    private const string View = "in View<TElement>";
    private const string Sequence = "global::System.ReadOnlySpan<TElement>";
    private const string Matrix = "global::RegularizerGen.MatrixSpan<TElement>";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        var buffers = new BufferPlan(model);
        writer.Summary(
            "The exact Tikhonov penalty λ·mean‖∂y/∂(x_1..x_T)‖_F² on given inputs, and its exact gradient: what small input noise adds to a squared loss, to second order (Bishop 1995)."
        );
        writer.Line(
            "/// <remarks>One instance per thread: it owns its scratch memory, besides that of the unrolled cell whose last forward pass it works on. Calls allocate nothing.</remarks>"
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class JacobianPenalty<{CellNames.Element}> : global::RegularizerGen.Jacobians.JacobianPenalty<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            Fields(writer, model, names, buffers);
            Constructor(writer, model, names, buffers);
            Evaluate(writer);
            AddGradient(writer, model, names, buffers);
            Sensitivity(writer, model, names);
            Check(writer, model, names);
            Passes(writer, model, names, buffers);
        }

        writer.Line();
        StaticSensitivity(writer, model, names);
    }

    private static void Evaluate(CodeWriter writer)
    {
        writer.Summary("The penalty, without gradient; after <see cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs.");
        Documentation(writer, "weights", "inputs", "strength", "readOut");
        using (
            writer.Block(
                $"public global::RegularizerGen.JacobianResult Evaluate({View} weights, {Sequence} inputs, double strength, {Matrix} readOut = default)"
            )
        )
        {
            writer.Line("Check(weights, inputs, strength, readOut);");
            using (writer.Block("for (int sweep = 0; sweep < Sweeps; sweep++)"))
            {
                writer.Line("int reach = BeginSweep(sweep, readOut);");
                writer.Line("Reverse(weights, inputs, reach);");
                writer.Line("EndReverse(reach);");
            }

            writer.Line("return Result();");
        }

        writer.Line();
    }

    private static void AddGradient(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Summary(
            "The penalty; adds its exact gradient to <paramref name=\"gradients\"/>. After <see cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs. Nothing is written where an argument is refused, and nothing is added where any part of the gradient exceeds the range of the element type: the result says so."
        );
        Documentation(writer, "weights", "inputs", "gradients", "strength", "readOut", "readOutGradient");
        using (
            writer.Block(
                $"public global::RegularizerGen.JacobianResult AddGradient({View} weights, {Sequence} inputs, {View} gradients, double strength, {Matrix} readOut = default, {Matrix} readOutGradient = default)"
            )
        )
        {
            writer.Line("Check(weights, inputs, strength, readOut);");
            writer.Line("unrolled.CheckShapes(gradients, \"gradient\");");
            writer.Line("RequireReadOut(readOutGradient, \"gradient\");");
            writer.Line("View<TElement> stage = staged.View;");
            writer.Line("staged.Span.Clear();");
            if (names.Derived.Any())
            {
                writer.Line("derived.ClearGradients();");
            }

            using (writer.Block("for (int sweep = 0; sweep < Sweeps; sweep++)"))
            {
                writer.Line("int reach = BeginSweep(sweep, readOut);");
                writer.Line("Reverse(weights, inputs, reach);");
                using (writer.Block("if (EndReverse(reach))"))
                {
                    writer.Line("Tangents(weights, inputs, reach);");
                    writer.Line($"AddReadOutGradient(sweep, OutputTangents(reach));");
                    writer.Line("ReverseOverBoth(weights, inputs, stage, reach);");
                }
            }

            if (names.Derived.Any())
            {
                writer.Line("derived.Backpropagate(weights, stage);");
            }

            using (writer.Block("if (!CanAdd(staged.Span))"))
            {
                writer.Line("return Result(isOmitted: true);");
            }

            writer.Line("ApplyReadOut(readOutGradient);");
            foreach (int weight in names.Own)
            {
                writer.Line(
                    $"global::RegularizerGen.Kernels.GradientStage.Add<TElement>(stage.{names.Weight(weight)}, gradients.{names.Weight(weight)});"
                );
            }

            writer.Line("return Result();");
        }

        writer.Line();
    }

    private static void Documentation(CodeWriter writer, params string[] parameters)
    {
        ParameterDocs.Write(writer, parameters);
        writer.Line(
            "/// <exception cref=\"global::System.InvalidOperationException\">The unrolled cell has made no forward pass yet.</exception>"
        );
    }

    private static void Sensitivity(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary(
            "Measured sensitivity of the last output at every sequence of the batch, one reverse pass per output; after <see cref=\"Unrolled{TElement}.Forward\"/> with the same weights and inputs, from its initial states. Allocates the report and the Jacobians [batch, steps, outputs, inputs]."
        );
        Documentation(writer, "weights", "inputs", "readOut");
        using (
            writer.Block(
                $"public global::RegularizerGen.SensitivityReport Sensitivity({View} weights, {Sequence} inputs, {Matrix} readOut = default)"
            )
        )
        {
            writer.Line("Check(weights, inputs, 0, readOut);");
            writer.Line(
                $"var meter = new global::RegularizerGen.Jacobians.SensitivityMeter<TElement>(steps, batch, {names.Size(model.Input.Dimension)}, Rows);"
            );
            using (writer.Block("for (int row = 0; row < Rows; row++)"))
            {
                writer.Line("BeginRow(row, readOut);");
                writer.Line("Reverse(weights, inputs, steps);");
                writer.Line("meter.Add(row, InputGradient);");
            }

            writer.Line($"return meter.Report(\"{names.Cell}\");");
        }

        writer.Line();
    }

    private static void StaticSensitivity(CodeWriter writer, CellModel model, CellNames names)
    {
        string width = names.Size(model.Input.Dimension);
        writer.Summary(
            "Measured sensitivity of the output after the last step at every sequence of a batch: to set beside a certificate over as many steps. See <see cref=\"global::RegularizerGen.SensitivityReport\"/>."
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line("/// <param name=\"shape\">The sizes.</param>");
        writer.Line("/// <param name=\"weights\">The cell's weights.</param>");
        writer.Line("/// <param name=\"inputs\">Input sequences [steps, batch, width].</param>");
        writer.Line("/// <param name=\"steps\">Their length; the batch size follows.</param>");
        writer.Line("/// <param name=\"readOut\">C [outputs, units] of a linear read-out y = C·output; empty for none.</param>");
        writer.Line(
            "/// <param name=\"initial\">The states before the first step, in their declared ranges; 0 where none is given.</param>"
        );
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A weight has the wrong shape or is not finite, the inputs are not a whole number of sequences, or an initial state (the default 0 included) lies outside of its declared range.</exception>"
        );
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public static global::RegularizerGen.SensitivityReport Sensitivity<{CellNames.Element}>(Shape shape, {View} weights, {Sequence} inputs, int steps, {Matrix} readOut = default, in {CellNames.InitialStates}<TElement> initial = default) {CellNames.Constraint}"
            )
        )
        {
            writer.Line("shape.Validate();");
            writer.Line($"long sequence = (long)steps * {width};");
            using (writer.Block($"if (steps < 1 || inputs.Length == 0 || inputs.Length % sequence != 0)"))
            {
                writer.Line(
                    $"throw new global::System.ArgumentException($\"'inputs' has {{inputs.Length}} values; {{steps}} steps of width {{{width}}} need a positive multiple of {{sequence}}.\", nameof(inputs));"
                );
            }

            writer.Line("var unrolled = new Unrolled<TElement>(shape, steps, (int)(inputs.Length / sequence));");
            writer.Line("unrolled.Forward(weights, inputs, initial);");
            writer.Line(
                "return new JacobianPenalty<TElement>(unrolled, new global::RegularizerGen.JacobianOptions { ReadOutRows = readOut.Rows }).Sensitivity(weights, inputs, readOut);"
            );
        }

        writer.Line();
    }

    private static void Check(CodeWriter writer, CellModel model, CellNames names)
    {
        using (writer.Block($"private void Check({View} weights, {Sequence} inputs, double strength, {Matrix} readOut)"))
        {
            writer.Line("unrolled.RequireForward(weights, inputs);");
            writer.Line("Begin(strength, readOut);");
            if (names.Derived.Any())
            {
                writer.Line("derived.Compute(weights);");
            }
        }

        writer.Line();
    }
}
