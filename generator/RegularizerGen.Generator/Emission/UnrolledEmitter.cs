using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>The cell over whole sequences: the types of weights and states around the passes of the runtime.</summary>
internal static class UnrolledEmitter
{
    private const string View = "in View<TElement>";
    private const string Sequence = "Sys__::ReadOnlySpan<TElement>";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class Unrolled<{CellNames.Element}> : "
                    + $"Rg__::Passes.UnrolledCell<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            writer.Summary("Reserves memory for sequences of the given length and batch size, which are divided among threads.");
            ParameterDocs.Write(writer, "shape", "steps", "batch", "threads");
            writer.Line(
                "/// <exception cref=\"Sys__::ArgumentException\">A size is less than 1 or too large (the message names "
                    + "the sizes and the memory needed), there are more threads than sequences, or TElement is neither float "
                    + "nor double.</exception>"
            );
            writer.Line(
                $"public Unrolled(Shape shape, int steps, int batch, int threads = 1) : base({names.NewCore}, steps, batch, threads) {{ }}"
            );
            writer.Line();
            DeclaredBounds(writer, model, names);
            for (int k = 0; k < model.States.Count; k++)
            {
                State(writer, model, names, k);
            }

            Forward(writer, model, names);
            Backward(writer, names);
            Checks(writer, names);
            writer.Line();
            writer.Line(
                $"internal static int BatchOf(Shape shape, {Sequence} inputs, int steps) => BatchOf({names.NewCore}, inputs.Length, steps);"
            );
        }

        writer.Line();
        InitialStates(writer, model, names);
    }

    private static void DeclaredBounds(CodeWriter writer, CellModel model, CellNames names)
    {
        if (model.Inputs.Count == 1)
        {
            writer.Summary("The bound of |x| that the cell declares; infinite where it declares none.");
            writer.Line($"public static double DeclaredInputBound => {names.Internals}.Definition.Inputs[0].Bound;");
        }
        else
        {
            writer.Summary("The bounds of the inputs that the cell declares, by name; infinite where it declares none.");
            writer.Line(
                "public static Sys__::Collections.Generic.IReadOnlyDictionary<string, double> DeclaredInputBounds => "
                    + $"{names.Internals}.Definition.DeclaredBounds;"
            );
        }

        writer.Line();
    }

    private static void State(CodeWriter writer, CellModel model, CellNames names, int state)
    {
        string name = model.States[state].Name;
        string width = model.Dimensions[model.States[state].Dimension].Parameter;
        string property = names.State(state);
        writer.Summary($"State {name} before the first step [batch, {width}], as of the last forward pass.");
        writer.Line($"public {Sequence} Initial{property} => base.InitialState({state});");
        writer.Line();
        writer.Summary($"State {name} after every step [steps, batch, {width}], as of the last forward pass.");
        writer.Line($"public {Sequence} States{property} => base.StatesAfter({state});");
        writer.Line();
        writer.Summary($"Gradient with respect to the initial state {name} [batch, {width}], as of the last backward pass.");
        writer.Line($"public {Sequence} Initial{property}Gradient => base.InitialStateGradient({state});");
        writer.Line();
    }

    private static void Forward(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary(
            $"Runs the cell over inputs [steps, batch, {string.Join(" + ", model.Inputs.Select(i => model.Dimensions[i.Dimension].Parameter))}] from the initial states."
        );
        string rows = model.Inputs.Count == 1 ? string.Empty : $": in each row {string.Join(", then ", model.Inputs.Select(i => i.Name))}";
        ParameterDocs.Write(
            writer,
            ("weights", "The cell's weights."),
            ("inputs", $"The inputs{rows}."),
            (
                "initial",
                "The states before the first step; 0 where none is given. They must lie in their declared ranges, which every gain rests on."
            )
        );
        writer.Line(
            "/// <exception cref=\"Sys__::ArgumentException\">Inputs, a weight or an initial state have the wrong "
                + "size or are not finite, an initial state (the default 0 included) lies outside of its declared range, or an "
                + "input beyond InputBound. Nothing is written then.</exception>"
        );
        using (
            writer.Block(
                $"public void Forward({View} weights, {Sequence} inputs, in {CellNames.InitialStates}<TElement> initial = default)"
            )
        )
        {
            writer.Line("CheckInputs(inputs);");
            writer.Line("Read(weights);");
            for (int k = 0; k < model.States.Count; k++)
            {
                writer.Line($"CheckInitial({k}, initial.{names.State(k)});");
            }

            writer.Line("BeginForward(inputs);");
            for (int k = 0; k < model.States.Count; k++)
            {
                writer.Line($"SetInitial({k}, initial.{names.State(k)});");
            }

            writer.Line("RunForward();");
        }

        writer.Line();
    }

    private static void Backward(CodeWriter writer, CellNames names)
    {
        writer.Summary(
            "Backpropagation through time, after <see cref=\"Forward\"/> with the same weights and inputs. Adds to the "
                + "gradients of the weights; overwrites the input gradient."
        );
        writer.Line("/// <inheritdoc cref=\"Rg__::Passes.UnrolledCell{TElement}.RunBackward\" path=\"/*[not(self::summary)]\"/>");
        ParameterDocs.Write(writer, "weights", "inputs", "gradients");
        using (
            writer.Block(
                $"public void Backward({View} weights, {Sequence} inputs, {Sequence} outputGradient, {View} gradients, "
                    + "Sys__::Span<TElement> inputGradient = default)"
            )
        )
        {
            writer.Line("RequireForward(weights, inputs);");
            writer.Line("CheckShapes(gradients, \"gradient\");");
            writer.Line("RunBackward(outputGradient, inputGradient);");
            WeightLoops.Write(writer, names, "AddGradient(k, {gradients})");
        }

        writer.Line();
    }

    private static void Checks(CodeWriter writer, CellNames names)
    {
        using (writer.Block($"internal void RequireForward({View} weights, {Sequence} inputs)"))
        {
            writer.Line("Read(weights);");
            writer.Line("RequireForward(inputs);");
        }

        writer.Line();
        using (writer.Block($"internal void CheckShapes({View} weights, string role)"))
        {
            WeightLoops.Write(writer, names, "Check(k, {weights}, role)");
        }

        writer.Line();
        using (writer.Block($"private void Read({View} weights)"))
        {
            writer.Line("CheckShapes(weights, \"weight\");");
            WeightLoops.Write(writer, names, "Read(k, {weights})");
        }
    }

    private static void InitialStates(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary(
            "The states before the first step, in the ranges that the cell declares ([0, 0] unless it says otherwise): "
                + "every gain holds for these. One that is left out is 0."
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public readonly ref struct {CellNames.InitialStates}<{CellNames.Element}> {CellNames.Constraint}"))
        {
            for (int k = 0; k < model.States.Count; k++)
            {
                (Rational lo, Rational hi) =
                    model.States[k].Ranges.Invariant ?? (model.States[k].Ranges.InitialMin, model.States[k].Ranges.InitialMax);
                writer.Summary(
                    $"State {model.States[k].Name} [batch, {model.Dimensions[model.States[k].Dimension].Parameter}], in [{CSharpPrinter.Print(lo, "double")}, {CSharpPrinter.Print(hi, "double")}]."
                );
                writer.Line($"public {Sequence} {names.State(k)} {{ get; init; }}");
            }
        }

        writer.Line();
    }
}
