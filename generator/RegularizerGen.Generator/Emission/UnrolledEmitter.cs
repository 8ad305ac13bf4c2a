using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The cell over whole sequences: forward pass and backpropagation through time in a workspace that the caller owns.</summary>
internal static partial class UnrolledEmitter
{
    private const string View = "in View<TElement>";
    private const string Start = "global::RegularizerGen.Passes.InitialState";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        var buffers = new BufferPlan(model);
        string outputSize = names.Size(model.Nodes[model.Output].Dimension);
        writer.Summary(
            "The cell over whole sequences [steps, batch, width]: forward pass and backpropagation through time. Owns all memory; calls allocate nothing. One instance per thread."
        );
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (
            writer.Block(
                $"public sealed class Unrolled<{CellNames.Element}> : global::RegularizerGen.Passes.UnrolledCell<{CellNames.Element}> {CellNames.Constraint}"
            )
        )
        {
            Fields(writer, model, names, buffers);
            Constructor(writer, model, names, buffers);
            Properties(writer, model, names, buffers);
            Forward(writer, model, names, buffers);
            Backward(writer, model, names, buffers, outputSize);
            Checks(writer, model, names);
        }

        writer.Line();
        InitialStates(writer, model, names);
    }

    private static void Properties(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Summary("The bound of |x| that the cell declares; infinite where it declares none.");
        writer.Line("public static double DeclaredInputBound => BoundFacts.Description.InputBound;");
        writer.Line();
        for (int k = 0; k < model.States.Count; k++)
        {
            string array = model.States[k].Name + "States";
            string width = $"batch * {names.Size(model.States[k].Dimension)}";
            writer.Summary(
                $"State {model.States[k].Name} before the first step [batch, {model.Dimensions[model.States[k].Dimension].Parameter}], as of the last forward pass."
            );
            writer.Line($"public global::System.ReadOnlySpan<TElement> Initial{names.State(k)} => {array}.AsSpan(0, {width});");
            writer.Line();
            writer.Summary(
                $"State {model.States[k].Name} after every step [steps, batch, {model.Dimensions[model.States[k].Dimension].Parameter}], as of the last forward pass."
            );
            writer.Line($"public global::System.ReadOnlySpan<TElement> States{names.State(k)} => {array}.AsSpan({width});");
            writer.Line();
            writer.Summary(
                $"Gradient with respect to the initial state {model.States[k].Name} [batch, {model.Dimensions[model.States[k].Dimension].Parameter}], as of the last backward pass."
            );
            writer.Line($"public global::System.ReadOnlySpan<TElement> Initial{names.State(k)}Gradient => {model.States[k].Name}Gradient;");
            writer.Line();
        }

        writer.Summary(
            $"The output at every step [steps, batch, {model.Dimensions[model.Nodes[model.Output].Dimension].Parameter}], as of the last forward pass."
        );
        writer.Line(
            $"public global::System.ReadOnlySpan<TElement> Output => {AllSteps(model, names, buffers, model.Output, SignalArrays.Values)};"
        );
        writer.Line();
    }

    private static void Forward(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        var pass = new PassWriter(writer, model, names, buffers);
        writer.Summary(
            $"Runs the cell over inputs [steps, batch, {model.Dimensions[model.Input.Dimension].Parameter}] from the initial states."
        );
        writer.Line("/// <param name=\"weights\">The cell's weights.</param>");
        writer.Line("/// <param name=\"inputs\">The inputs.</param>");
        writer.Line(
            "/// <param name=\"initial\">The states before the first step; 0 where none is given. They must lie in their declared ranges, which every gain rests on.</param>"
        );
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">Inputs, a weight or an initial state have the wrong size or are not finite, an initial state (the default 0 included) lies outside of its declared range, or an input beyond InputBound. Nothing is written then.</exception>"
        );
        using (
            writer.Block(
                $"public void Forward({View} weights, global::System.ReadOnlySpan<TElement> inputs, in {CellNames.InitialStates}<TElement> initial = default)"
            )
        )
        {
            writer.Line("CheckInputs(inputs);");
            writer.Line("ReadWeights(weights);");
            CheckInitial(writer, model, names);
            writer.Line("BeginForward(inputs);");
            for (int k = 0; k < model.States.Count; k++)
            {
                writer.Line(
                    $"{Start}.Set<TElement>(initial.{names.State(k)}, {model.States[k].Name}States.AsSpan(0, batch * {names.Size(model.States[k].Dimension)}));"
                );
            }

            if (names.Derived.Any())
            {
                writer.Line("derived.Compute(weights);");
            }

            foreach (int weight in buffers.Matrices)
            {
                writer.Line(
                    $"global::RegularizerGen.Kernels.Linear.Pack<TElement>({names.Values(weight)}.Transpose, packedTransposed{model.Weights[weight].Name});"
                );
            }

            Steps(writer, model, names, buffers, pass, SignalArrays.Values);
            writer.Line("EndForward();");
        }

        writer.Line();
    }

    /// <summary>All steps, of the values or of their tangents.</summary>
    internal static void Steps(
        CodeWriter writer,
        CellModel model,
        CellNames names,
        BufferPlan buffers,
        PassWriter pass,
        SignalArrays arrays
    )
    {
        Prepare(writer, model, names, buffers, pass, arrays);
        using (writer.Block("for (int step = 0; step < steps; step++)"))
        {
            StepSpans(writer, model, names, buffers, SignalArrays.Values);
            if (arrays != SignalArrays.Values)
            {
                StepSpans(writer, model, names, buffers, arrays);
            }

            for (int node = 0; node < model.Nodes.Count; node++)
            {
                if (arrays == SignalArrays.Values)
                {
                    pass.Forward(node);
                }
                else
                {
                    pass.Tangents(node);
                }
            }

            foreach (int state in buffers.CopiedStates)
            {
                string size = $"batch * {names.Size(model.States[state].Dimension)}";
                writer.Line(
                    $"{model.Nodes[buffers.Owner(model.States[state].Next)].Name}{arrays.Local}.CopyTo({model.States[state].Name}{arrays.States}.AsSpan((step + 1) * {size}, {size}));"
                );
            }
        }
    }

    /// <summary>Biases and products with the input do not depend on the states: all steps at once. Tangents have no biases.</summary>
    private static void Prepare(
        CodeWriter writer,
        CellModel model,
        CellNames names,
        BufferPlan buffers,
        PassWriter pass,
        SignalArrays arrays
    )
    {
        bool values = arrays == SignalArrays.Values;
        foreach (int node in buffers.WeightedNodes)
        {
            int owner = buffers.Owner(node);
            string size = names.Size(model.Nodes[node].Dimension);
            int next = buffers.NextOf(owner);
            string all =
                next >= 0
                    ? $"{model.States[next].Name}{arrays.States}.AsSpan(batch * {size})"
                    : $"{model.Nodes[owner].Name}{arrays.Nodes}.AsSpan()";
            string span = model.Nodes[node].Name + "All";
            writer.Line($"global::System.Span<TElement> {span} = {all};");
            Symbolics.Rational constant = model
                .Nodes[node]
                .Terms.Where(t => t.Weight < 0 && t.Signal < 0)
                .Aggregate(Symbolics.Rational.Zero, (sum, t) => sum + t.Coefficient);
            writer.Line(constant.IsZero || !values ? $"{span}.Clear();" : $"{span}.Fill({pass.Literal(constant)});");
            foreach (SumTerm term in model.Nodes[node].Terms.Where(t => t.Weight >= 0))
            {
                WeightModel weight = model.Weights[term.Weight];
                string coefficient = pass.Literal(term.Coefficient);
                if (term.Signal < 0)
                {
                    if (values)
                    {
                        writer.Line(
                            $"global::RegularizerGen.Kernels.Linear.AddBias<TElement>({names.Values(term.Weight)}, {coefficient}, {span});"
                        );
                    }
                }
                else if (buffers.IsInput(term.Signal))
                {
                    string inputs = arrays.Inputs;
                    writer.Line(
                        weight.Kind == WeightKind.Scalar
                            ? $"global::System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<TElement>({inputs}, {coefficient} * {names.Values(term.Weight)}[0], {span}, {span});"
                        : weight.Kind == WeightKind.Diagonal
                            ? $"global::RegularizerGen.Kernels.Linear.AddDiagonal<TElement>({names.Values(term.Weight)}, {inputs}, {coefficient}, {span});"
                        : $"global::RegularizerGen.Kernels.Linear.AddProduct<TElement>({inputs}, {pass.Packed(term.Weight, transposed: true)}, {coefficient}, {span}, steps * batch, {names.Size(weight.Columns)}, {names.Size(weight.Rows)});"
                    );
                }
            }
        }
    }

    /// <summary>Spans of all signals, or their tangents, at this step.</summary>
    internal static void StepSpans(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, SignalArrays arrays)
    {
        for (int node = 0; node < model.Nodes.Count; node++)
        {
            if (buffers.Owner(node) != node)
            {
                continue;
            }

            NodeModel signal = model.Nodes[node];
            string size = $"batch * {names.Size(signal.Dimension)}";
            int next = buffers.NextOf(node);
            string span = signal.Name + arrays.Local;
            writer.Line(
                buffers.IsInput(node) ? $"global::System.ReadOnlySpan<TElement> {span} = {arrays.Inputs}.Slice(step * {size}, {size});"
                : buffers.IsState(node)
                    ? $"global::System.Span<TElement> {span} = {model.States[signal.Index].Name}{arrays.States}.AsSpan(step * {size}, {size});"
                : next >= 0
                    ? $"global::System.Span<TElement> {span} = {model.States[next].Name}{arrays.States}.AsSpan((step + 1) * {size}, {size});"
                : $"global::System.Span<TElement> {span} = {signal.Name}{arrays.Nodes}.AsSpan(step * {size}, {size});"
            );
        }

        foreach (NodeModel signal in buffers.SlopeNodes.Select(n => model.Nodes[n]).Where(_ => arrays == SignalArrays.Values))
        {
            string size = $"batch * {names.Size(signal.Dimension)}";
            writer.Line($"global::System.Span<TElement> {signal.Name}Slope = {signal.Name}Slopes.AsSpan(step * {size}, {size});");
        }
    }

    /// <summary>C# of a signal, or its tangent, at all steps.</summary>
    internal static string AllSteps(CellModel model, CellNames names, BufferPlan buffers, int node, SignalArrays arrays)
    {
        int owner = buffers.Owner(node);
        string size = $"batch * {names.Size(model.Nodes[owner].Dimension)}";
        int next = buffers.NextOf(owner);
        return buffers.IsInput(owner) ? $"{arrays.Inputs}.Slice(0, steps * {size})"
            : buffers.IsState(owner) ? $"{model.States[model.Nodes[owner].Index].Name}{arrays.States}.AsSpan(0, steps * {size})"
            : next >= 0 ? $"{model.States[next].Name}{arrays.States}.AsSpan({size}, steps * {size})"
            : $"{model.Nodes[owner].Name}{arrays.Nodes}.AsSpan(0, steps * {size})";
    }
}
