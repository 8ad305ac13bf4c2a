using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Backpropagation through time.</summary>
internal static partial class UnrolledEmitter
{
    private static void Backward(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, string outputSize)
    {
        var pass = new PassWriter(writer, model, names, buffers);
        string inputSize = names.Size(model.Input.Dimension);
        writer.Summary("Backpropagation through time, after <see cref=\"Forward\"/> with the same weights and inputs. Adds to the gradients of the weights; overwrites the input gradient.");
        writer.Line("/// <param name=\"weights\">The cell's weights.</param>");
        writer.Line("/// <param name=\"inputs\">The inputs of the forward pass.</param>");
        writer.Line("/// <param name=\"outputGradient\">Gradient with respect to the output at every step, [steps, batch, width].</param>");
        writer.Line("/// <param name=\"gradients\">Accumulated gradients.</param>");
        writer.Line("/// <param name=\"inputGradient\">Receives the gradient with respect to the inputs; empty where it is not wanted.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A sequence has the wrong length, or a weight or gradient the wrong shape; nothing is written then.</exception>");
        using (writer.Block($"public void Backward({View} weights, global::System.ReadOnlySpan<TElement> inputs, global::System.ReadOnlySpan<TElement> outputGradient, {View} gradients, global::System.Span<TElement> inputGradient = default)"))
        {
            writer.Line($"CheckLength(inputs.Length, steps * batch * {inputSize}, nameof(inputs));");
            writer.Line($"CheckLength(outputGradient.Length, steps * batch * {outputSize}, nameof(outputGradient));");
            writer.Line("CheckShapes(weights, \"weight\");");
            writer.Line("CheckShapes(gradients, \"gradient\");");
            using (writer.Block("if (!inputGradient.IsEmpty)"))
            {
                writer.Line($"CheckLength(inputGradient.Length, steps * batch * {inputSize}, nameof(inputGradient));");
                writer.Line("inputGradient.Clear();");
            }

            if (names.Derived.Any())
            {
                writer.Line("derived.Compute(weights);");
                writer.Line("derived.ClearGradients();");
            }

            foreach (int weight in buffers.Matrices)
            {
                writer.Line($"global::RegularizerGen.Kernels.Linear.Pack<TElement>({names.Values(weight)}, packed{model.Weights[weight].Name});");
            }

            foreach (StateModel state in model.States)
            {
                writer.Line($"global::System.Array.Clear({state.Name}Gradient);");
            }

            using (writer.Block("for (int step = steps - 1; step >= 0; step--)"))
            {
                StepValues(writer, model, names, buffers);
                StepAdjoints(writer, model, names, buffers, pass, outputSize);
                for (int node = model.Nodes.Count - 1; node >= 0; node--)
                {
                    pass.Backward(node);
                }

                foreach (StateModel state in model.States)
                {
                    writer.Line($"{state.Name}NextGradient.CopyTo({state.Name}Gradient, 0);");
                }
            }

            WeightGradients(writer, model, names, buffers, pass);
            if (names.Derived.Any())
            {
                writer.Line("derived.Backpropagate(weights, gradients);");
            }
        }

        writer.Line();
    }

    /// <summary>Spans of all adjoints at this step; those of new states and output begin with what comes from outside the step.</summary>
    private static void StepAdjoints(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, PassWriter pass, string outputSize)
    {
        for (int node = 0; node < model.Nodes.Count; node++)
        {
            if (buffers.Owner(node) != node)
            {
                continue;
            }

            NodeModel signal = model.Nodes[node];
            string size = $"batch * {names.Size(signal.Dimension)}";
            if (buffers.IsInput(node))
            {
                writer.Line($"global::System.Span<TElement> {signal.Name}Adjoint = inputGradient.IsEmpty ? default : inputGradient.Slice(step * {size}, {size});");
            }
            else if (buffers.IsState(node))
            {
                writer.Line($"global::System.Span<TElement> {signal.Name}Adjoint = {signal.Name}NextGradient;");
                writer.Line($"{signal.Name}Adjoint.Clear();");
            }
            else
            {
                writer.Line($"global::System.Span<TElement> {signal.Name}Adjoint = {signal.Name}Adjoints{(buffers.KeepsAdjoints(node) ? $".AsSpan(step * {size}, {size})" : string.Empty)};");
            }
        }

        pass.BeginOutside();
        for (int state = 0; state < model.States.Count; state++)
        {
            string gradient = model.States[state].Name + "Gradient";
            pass.Contribute(model.States[state].Next, $"{gradient}.AsSpan().CopyTo({{0}});", $"TensorPrimitives.Add<T>({{0}}, {gradient}, {{0}});");
        }

        string output = $"outputGradient.Slice(step * batch * {outputSize}, batch * {outputSize})";
        pass.Contribute(model.Output, $"{output}.CopyTo({{0}});", $"TensorPrimitives.Add<T>({{0}}, {output}, {{0}});");
    }

    private static void WeightGradients(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, PassWriter pass)
    {
        foreach (int node in buffers.WeightedNodes)
        {
            string adjoints = model.Nodes[buffers.Owner(node)].Name + "Adjoints";
            foreach (SumTerm term in model.Nodes[node].Terms.Where(t => t.Weight >= 0))
            {
                string gradient = names.Gradient(term.Weight);
                string coefficient = pass.Literal(term.Coefficient);
                if (term.Signal < 0)
                {
                    writer.Line($"global::RegularizerGen.Kernels.Linear.AddBiasGradient<TElement>({adjoints}, {coefficient}, {gradient});");
                    continue;
                }

                string values = AllValues(model, names, buffers, term.Signal);
                writer.Line(model.Weights[term.Weight].Kind == WeightKind.Scalar
                    ? $"{gradient}[0] += {coefficient} * global::System.Numerics.Tensors.TensorPrimitives.Dot<TElement>({adjoints}, {values});"
                    : model.Weights[term.Weight].Kind == WeightKind.Diagonal
                    ? $"global::RegularizerGen.Kernels.Linear.AddDiagonalGradient<TElement>({adjoints}, {values}, {coefficient}, {gradient});"
                    : $"global::RegularizerGen.Kernels.Linear.AddMatrixGradient<TElement>({adjoints}, {values}, {coefficient}, {gradient}, steps * batch, packed{model.Weights[term.Weight].Name});");
            }
        }
    }

    private static string AllValues(CellModel model, CellNames names, BufferPlan buffers, int node)
    {
        int owner = buffers.Owner(node);
        string size = $"batch * {names.Size(model.Nodes[owner].Dimension)}";
        int next = buffers.NextOf(owner);
        return buffers.IsInput(owner) ? "inputs"
            : buffers.IsState(owner) ? $"{model.States[model.Nodes[owner].Index].Name}States.AsSpan(0, steps * {size})"
            : next >= 0 ? $"{model.States[next].Name}States.AsSpan({size})"
            : $"{model.Nodes[owner].Name}Values";
    }
}
