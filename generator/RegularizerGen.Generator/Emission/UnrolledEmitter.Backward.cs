using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Backpropagation through time.</summary>
internal static partial class UnrolledEmitter
{
    private static void Backward(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, string outputSize)
    {
        var pass = new PassWriter(writer, model, names, buffers);
        writer.Summary(
            "Backpropagation through time, after <see cref=\"Forward\"/> with the same weights and inputs. Adds to the gradients of the weights; overwrites the input gradient."
        );
        writer.Line("/// <param name=\"weights\">The cell's weights.</param>");
        writer.Line("/// <param name=\"inputs\">The inputs of the forward pass.</param>");
        writer.Line("/// <param name=\"outputGradient\">Gradient with respect to the output at every step, [steps, batch, width].</param>");
        writer.Line("/// <param name=\"gradients\">Accumulated gradients.</param>");
        writer.Line(
            "/// <param name=\"inputGradient\">Receives the gradient with respect to the inputs; empty where it is not wanted.</param>"
        );
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A sequence has the wrong length, a weight or gradient the wrong shape, weights or inputs are not those of the forward pass, the output gradient is not finite, or the input gradient shares its memory; nothing is written then.</exception>"
        );
        writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">There was no forward pass.</exception>");
        using (
            writer.Block(
                $"public void Backward({View} weights, global::System.ReadOnlySpan<TElement> inputs, global::System.ReadOnlySpan<TElement> outputGradient, {View} gradients, global::System.Span<TElement> inputGradient = default)"
            )
        )
        {
            writer.Line("RequireForward(weights, inputs);");
            writer.Line("CheckShapes(gradients, \"gradient\");");
            writer.Line($"CheckGradients(outputGradient, steps * batch * {outputSize}, inputGradient);");
            writer.Line("inputs = ForwardInputs; // the input gradient may be written where they were read from");
            writer.Line("inputGradient.Clear();");

            if (names.Derived.Any())
            {
                writer.Line("derived.Compute(weights);");
                writer.Line("derived.ClearGradients();");
            }

            foreach (int weight in buffers.Matrices)
            {
                writer.Line(
                    $"global::RegularizerGen.Kernels.Linear.Pack<TElement>({names.Values(weight)}, packed{model.Weights[weight].Name});"
                );
            }

            BackwardSteps(writer, model, names, buffers, pass, PassKind.Loss, outputSize);
            WeightGradients(writer, model, names, buffers, pass, SignalArrays.Values);
            if (names.Derived.Any())
            {
                writer.Line("derived.Backpropagate(weights, gradients);");
            }
        }

        writer.Line();
    }

    /// <summary>All steps backwards, for whatever the pass differentiates.</summary>
    internal static void BackwardSteps(
        CodeWriter writer,
        CellModel model,
        CellNames names,
        BufferPlan buffers,
        PassWriter pass,
        PassKind kind,
        string outputSize
    )
    {
        string suffix = kind == PassKind.Output ? "OfOutput" : string.Empty;
        foreach (StateModel state in model.States)
        {
            writer.Line($"global::System.Array.Clear({state.Name}Gradient{suffix});");
        }

        using (writer.Block("for (int step = steps - 1; step >= 0; step--)"))
        {
            StepSpans(writer, model, names, buffers, SignalArrays.Values);
            if (kind == PassKind.Tangent)
            {
                StepSpans(writer, model, names, buffers, SignalArrays.Tangents);
                KeptAdjoints(writer, model, names, buffers);
            }

            StepAdjoints(writer, model, names, buffers, pass, kind, outputSize);
            for (int node = model.Nodes.Count - 1; node >= 0; node--)
            {
                pass.Backward(node);
                if (kind == PassKind.Tangent)
                {
                    pass.TangentBackward(node);
                }
            }

            foreach (StateModel state in model.States)
            {
                writer.Line($"{state.Name}NextGradient{suffix}.CopyTo({state.Name}Gradient{suffix}, 0);");
            }
        }
    }

    /// <summary>Spans of all adjoints at this step; those of new states and output begin with what comes from outside the step.</summary>
    private static void StepAdjoints(
        CodeWriter writer,
        CellModel model,
        CellNames names,
        BufferPlan buffers,
        PassWriter pass,
        PassKind kind,
        string outputSize
    )
    {
        bool ofOutput = kind == PassKind.Output;
        string suffix = ofOutput ? "OfOutput" : string.Empty;
        for (int node = 0; node < model.Nodes.Count; node++)
        {
            NodeModel signal = model.Nodes[node];
            string span = $"global::System.Span<TElement> {signal.Name}Adjoint{suffix}";
            string size = $"batch * {names.Size(signal.Dimension)}";
            if (buffers.IsInput(node))
            {
                if (kind != PassKind.Tangent)
                {
                    writer.Line(
                        ofOutput
                            ? $"{span} = InputGradient.Slice(step * {size}, {size});"
                            : $"{span} = inputGradient.IsEmpty ? default : inputGradient.Slice(step * {size}, {size});"
                    );
                }
            }
            else if (buffers.IsState(node))
            {
                writer.Line($"{span} = {signal.Name}NextGradient{suffix};");
                writer.Line($"{signal.Name}Adjoint{suffix}.Clear();");
            }
            else if (ofOutput || buffers.Owner(node) == node)
            {
                writer.Line(
                    $"{span} = {signal.Name}Adjoints{suffix}{(ofOutput || buffers.KeepsAdjoints(node) ? $".AsSpan(step * {size}, {size})" : string.Empty)};"
                );
            }
        }

        pass.BeginOutside();
        for (int state = 0; state < model.States.Count; state++)
        {
            string gradient = model.States[state].Name + "Gradient" + suffix;
            pass.Contribute(
                model.States[state].Next,
                $"{gradient}.AsSpan().CopyTo({{0}});",
                $"TensorPrimitives.Add<T>({{0}}, {gradient}, {{0}});"
            );
        }

        if (kind != PassKind.Tangent)
        {
            string output = $"{(ofOutput ? "OutputGradient" : "outputGradient")}.Slice(step * batch * {outputSize}, batch * {outputSize})";
            pass.Contribute(model.Output, $"{output}.CopyTo({{0}});", $"TensorPrimitives.Add<T>({{0}}, {output}, {{0}});");
        }
    }

    /// <summary>The adjoints that the pass of kind Output kept: those of the tangents.</summary>
    private static void KeptAdjoints(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        foreach (NodeModel signal in model.Nodes.Where((_, n) => !buffers.IsSource(n)))
        {
            string size = $"batch * {names.Size(signal.Dimension)}";
            writer.Line(
                $"global::System.Span<TElement> {signal.Name}AdjointOfOutput = {signal.Name}AdjointsOfOutput.AsSpan(step * {size}, {size});"
            );
        }
    }

    /// <summary>Weight gradients of all steps at once: adjoints of the sums times the signals' values, or adjoints of the sums' tangents
    /// times the signals' tangents.</summary>
    internal static void WeightGradients(
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
            string adjoints =
                $"{model.Nodes[values ? buffers.Owner(node) : node].Name}Adjoints{(values ? string.Empty : "OfOutput")}.AsSpan(0, steps * batch * {names.Size(model.Nodes[node].Dimension)})";
            foreach (SumTerm term in model.Nodes[node].Terms.Where(t => t.Weight >= 0 && (values || t.Signal >= 0)))
            {
                string gradient = names.Gradient(term.Weight);
                string coefficient = pass.Literal(term.Coefficient);
                if (term.Signal < 0)
                {
                    writer.Line($"global::RegularizerGen.Kernels.Linear.AddBiasGradient<TElement>({adjoints}, {coefficient}, {gradient});");
                    continue;
                }

                string signals = AllSteps(model, names, buffers, term.Signal, arrays);
                writer.Line(
                    model.Weights[term.Weight].Kind == WeightKind.Scalar
                        ? $"{gradient}[0] += {coefficient} * global::System.Numerics.Tensors.TensorPrimitives.Dot<TElement>({adjoints}, {signals});"
                    : model.Weights[term.Weight].Kind == WeightKind.Diagonal
                        ? $"global::RegularizerGen.Kernels.Linear.AddDiagonalGradient<TElement>({adjoints}, {signals}, {coefficient}, {gradient});"
                    : $"global::RegularizerGen.Kernels.Linear.AddMatrixGradient<TElement>({adjoints}, {signals}, {coefficient}, {gradient}, steps * batch, packed{model.Weights[term.Weight].Name});"
                );
            }
        }
    }
}
