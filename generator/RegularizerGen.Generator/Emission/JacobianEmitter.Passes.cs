using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The memory of the exact penalty, and its three passes.</summary>
internal static partial class JacobianEmitter
{
    /// <summary>Arrays of the unrolled cell: values, scratch of its backward pass, packed matrices.</summary>
    private static IEnumerable<string> Shared(CellModel model, BufferPlan buffers)
    {
        foreach (StateModel state in model.States)
        {
            yield return state.Name + "States";
        }

        foreach (int node in buffers.Owners)
        {
            if (buffers.NextOf(node) < 0)
            {
                yield return model.Nodes[node].Name + "Values";
            }

            yield return model.Nodes[node].Name + "Adjoints";
        }

        foreach (int node in buffers.SlopeNodes)
        {
            yield return model.Nodes[node].Name + "Slopes";
        }

        foreach (int weight in buffers.Matrices)
        {
            yield return "packed" + model.Weights[weight].Name;
            yield return "packedTransposed" + model.Weights[weight].Name;
        }
    }

    private static IEnumerable<(string Name, string[] Sizes)> Own(CellModel model, CellNames names, BufferPlan buffers)
    {
        foreach (StateModel state in model.States)
        {
            string[] sizes = ["batch", names.Size(state.Dimension)];
            yield return (state.Name + "TangentsOfStates", ["steps + 1L", .. sizes]);
            yield return (state.Name + "Gradient", sizes);
            yield return (state.Name + "NextGradient", sizes);
            yield return (state.Name + "GradientOfOutput", sizes);
            yield return (state.Name + "NextGradientOfOutput", sizes);
        }

        for (int node = 0; node < model.Nodes.Count; node++)
        {
            string[] length = ["steps", "batch", names.Size(model.Nodes[node].Dimension)];
            if (!buffers.IsSource(node))
            {
                yield return (model.Nodes[node].Name + "AdjointsOfOutput", length);
                if (buffers.Owner(node) == node && buffers.NextOf(node) < 0)
                {
                    yield return (model.Nodes[node].Name + "Tangents", length);
                }
            }
        }
    }

    private static void Fields(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Line("private readonly Unrolled<TElement> unrolled;");
        writer.Line("private readonly Shape shape;");
        writer.Line("private readonly int steps;");
        writer.Line("private readonly int batch;");
        writer.Line("private readonly Parameters<TElement> staged;");
        if (names.Derived.Any())
        {
            writer.Line("private readonly Derived<TElement> derived;");
        }

        foreach (string name in Shared(model, buffers).Concat(Own(model, names, buffers).Select(a => a.Name)))
        {
            writer.Line($"private readonly TElement[] {name};");
        }

        writer.Line();
    }

    private static void Constructor(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Summary("Creates a penalty that works on the last forward pass of an unrolled cell.");
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">An option is out of its range, or with these options the memory needed is too large.</exception>"
        );
        writer.Line("public JacobianPenalty(Unrolled<TElement> unrolled, global::RegularizerGen.JacobianOptions options)");
        using (writer.Indent())
        {
            writer.Line(
                $": base(unrolled.steps, unrolled.batch, unrolled.{names.Size(model.Input.Dimension)}, unrolled.{names.Size(model.Nodes[model.Output].Dimension)}, options)"
            );
        }

        using (writer.Braces())
        {
            writer.Line("this.unrolled = unrolled;");
            writer.Line("shape = unrolled.shape;");
            writer.Line("steps = unrolled.steps;");
            writer.Line("batch = unrolled.batch;");
            if (names.Derived.Any())
            {
                writer.Line("derived = new Derived<TElement>(shape);");
            }

            foreach (string name in Shared(model, buffers))
            {
                writer.Line($"{name} = unrolled.{name};");
            }

            foreach ((string name, string[] sizes) in Own(model, names, buffers))
            {
                writer.Line(UnrolledEmitter.Allocation(name, sizes));
            }

            writer.Line("staged = new Parameters<TElement>(shape);");
        }

        writer.Line();
    }

    private static void Passes(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        string outputSize = names.Size(model.Nodes[model.Output].Dimension);
        using (writer.Block($"private void Reverse({View} weights, {Sequence} inputs, int steps)"))
        {
            // Every time: gradients in strided memory borrow the packed matrices as scratch.
            foreach (int weight in buffers.Matrices)
            {
                writer.Line(
                    $"global::RegularizerGen.Kernels.Linear.Pack<TElement>({names.Values(weight)}, packed{model.Weights[weight].Name});"
                );
            }

            writer.Line("InputGradient.Clear();");
            UnrolledEmitter.BackwardSteps(
                writer,
                model,
                names,
                buffers,
                new PassWriter(writer, model, names, buffers, PassKind.Output),
                PassKind.Output,
                outputSize
            );
        }

        writer.Line();
        using (writer.Block($"private void Tangents({View} weights, {Sequence} inputs, int steps)"))
        {
            UnrolledEmitter.Steps(writer, model, names, buffers, new PassWriter(writer, model, names, buffers), SignalArrays.Tangents);
        }

        writer.Line();
        writer.Line(
            $"private {Sequence} OutputTangents(int steps) => {UnrolledEmitter.AllSteps(model, names, buffers, model.Output, SignalArrays.Tangents)};"
        );
        writer.Line();
        using (writer.Block($"private void ReverseOverBoth({View} weights, {Sequence} inputs, {View} gradients, int steps)"))
        {
            var pass = new PassWriter(writer, model, names, buffers, PassKind.Tangent);
            UnrolledEmitter.BackwardSteps(writer, model, names, buffers, pass, PassKind.Tangent, outputSize);
            UnrolledEmitter.WeightGradients(writer, model, names, buffers, pass, SignalArrays.Values);
            UnrolledEmitter.WeightGradients(writer, model, names, buffers, pass, SignalArrays.Tangents);
        }
    }
}
