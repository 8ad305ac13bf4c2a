using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The cell over whole sequences: forward pass and backpropagation through time in a workspace that the caller owns.</summary>
internal static partial class UnrolledEmitter
{
    private const string View = "in View<TElement>";

    public static void Emit(CodeWriter writer, CellModel model, CellNames names)
    {
        var buffers = new BufferPlan(model);
        string outputSize = names.Size(model.Nodes[model.Output].Dimension);
        writer.Summary("The cell over whole sequences [steps, batch, width]: forward pass and backpropagation through time. Owns all memory; calls allocate nothing. One instance per thread.");
        writer.Line("/// <typeparam name=\"TElement\">float or double.</typeparam>");
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"public sealed class Unrolled<{CellNames.Element}> {CellNames.Constraint}"))
        {
            Fields(writer, model, names, buffers);
            Constructor(writer, model, names, buffers);
            Properties(writer, model, names, buffers);
            Forward(writer, model, names, buffers);
            Backward(writer, model, names, buffers, outputSize);
            Checks(writer, model, names);
        }

        writer.Line();
    }

    private static IEnumerable<(string Name, string Length)> Arrays(CellModel model, CellNames names, BufferPlan buffers)
    {
        string Node(int node) => names.Size(model.Nodes[node].Dimension);
        for (int k = 0; k < model.States.Count; k++)
        {
            string size = names.Size(model.States[k].Dimension);
            yield return (model.States[k].Name + "States", $"(steps + 1) * batch * {size}");
            yield return (model.States[k].Name + "Gradient", $"batch * {size}");
            yield return (model.States[k].Name + "NextGradient", $"batch * {size}");
        }

        foreach (int node in buffers.Owners)
        {
            string name = model.Nodes[node].Name;
            if (buffers.NextOf(node) < 0)
            {
                yield return (name + "Values", $"steps * batch * {Node(node)}");
            }

            yield return (name + "Adjoints", buffers.KeepsAdjoints(node) ? $"steps * batch * {Node(node)}" : $"batch * {Node(node)}");
        }

        foreach (int weight in buffers.Matrices)
        {
            yield return ("packed" + model.Weights[weight].Name, names.Count(model.Weights[weight]).Trim('(', ')'));
            yield return ("packedTransposed" + model.Weights[weight].Name, names.Count(model.Weights[weight]).Trim('(', ')'));
        }
    }

    private static void Fields(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Line("internal readonly Shape shape;");
        writer.Line("internal readonly int steps;");
        writer.Line("internal readonly int batch;");
        writer.Line("internal bool hasRun;");
        if (names.Derived.Any())
        {
            writer.Line("private readonly Derived<TElement> derived;");
        }

        foreach ((string name, _) in Arrays(model, names, buffers))
        {
            writer.Line($"internal readonly TElement[] {name};");
        }

        writer.Line();
    }

    private static void Constructor(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Summary("Reserves memory for sequences of the given length and batch size.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A size is less than 1.</exception>");
        using (writer.Block("public Unrolled(Shape shape, int steps, int batch)"))
        {
            writer.Line("shape.Validate();");
            using (writer.Block("if (steps < 1 || batch < 1)"))
            {
                writer.Line("throw new global::System.ArgumentException($\"Steps ({steps}) and batch ({batch}) must be at least 1.\");");
            }

            writer.Line("this.shape = shape;");
            writer.Line("this.steps = steps;");
            writer.Line("this.batch = batch;");
            if (names.Derived.Any())
            {
                writer.Line("derived = new Derived<TElement>(shape);");
            }

            foreach ((string name, string length) in Arrays(model, names, buffers))
            {
                writer.Line($"{name} = new TElement[{length}];");
            }
        }

        writer.Line();
    }

    private static void Properties(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        for (int k = 0; k < model.States.Count; k++)
        {
            string array = model.States[k].Name + "States";
            string width = $"batch * {names.Size(model.States[k].Dimension)}";
            writer.Summary($"State {model.States[k].Name} before the first step [batch, {model.Dimensions[model.States[k].Dimension].Parameter}]: zero until set by the caller.");
            writer.Line($"public global::System.Span<TElement> Initial{names.State(k)} => {array}.AsSpan(0, {width});");
            writer.Line();
            writer.Summary($"State {model.States[k].Name} after every step [steps, batch, {model.Dimensions[model.States[k].Dimension].Parameter}], as of the last forward pass.");
            writer.Line($"public global::System.ReadOnlySpan<TElement> States{names.State(k)} => {array}.AsSpan({width});");
            writer.Line();
            writer.Summary($"Gradient with respect to the initial state {model.States[k].Name} [batch, {model.Dimensions[model.States[k].Dimension].Parameter}], as of the last backward pass.");
            writer.Line($"public global::System.ReadOnlySpan<TElement> Initial{names.State(k)}Gradient => {model.States[k].Name}Gradient;");
            writer.Line();
        }

        writer.Summary($"The output at every step [steps, batch, {model.Dimensions[model.Nodes[model.Output].Dimension].Parameter}], as of the last forward pass.");
        writer.Line($"public global::System.ReadOnlySpan<TElement> Output => {AllSteps(model, names, buffers, model.Output, SignalArrays.Values)};");
        writer.Line();
    }

    private static void Forward(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        var pass = new PassWriter(writer, model, names, buffers);
        writer.Summary($"Runs the cell over inputs [steps, batch, {model.Dimensions[model.Input.Dimension].Parameter}] from the initial states.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The inputs have the wrong length, or a weight the wrong shape.</exception>");
        using (writer.Block($"public void Forward({View} weights, global::System.ReadOnlySpan<TElement> inputs)"))
        {
            writer.Line($"CheckLength(inputs.Length, steps * batch * {names.Size(model.Input.Dimension)}, nameof(inputs));");
            writer.Line("CheckShapes(weights, \"weight\");");
            if (names.Derived.Any())
            {
                writer.Line("derived.Compute(weights);");
            }

            foreach (int weight in buffers.Matrices)
            {
                writer.Line($"global::RegularizerGen.Kernels.Linear.Pack<TElement>({names.Values(weight)}.Transpose, packedTransposed{model.Weights[weight].Name});");
            }

            Steps(writer, model, names, buffers, pass, SignalArrays.Values);
            writer.Line("hasRun = true;");
        }

        writer.Line();
    }

    /// <summary>All steps, of the values or of their tangents.</summary>
    internal static void Steps(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, PassWriter pass, SignalArrays arrays)
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
                writer.Line($"{model.Nodes[buffers.Owner(model.States[state].Next)].Name}{arrays.Local}.CopyTo({model.States[state].Name}{arrays.States}.AsSpan((step + 1) * {size}, {size}));");
            }
        }
    }

    /// <summary>Biases and products with the input do not depend on the states: all steps at once. Tangents have no biases.</summary>
    private static void Prepare(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, PassWriter pass, SignalArrays arrays)
    {
        bool values = arrays == SignalArrays.Values;
        foreach (int node in buffers.WeightedNodes)
        {
            int owner = buffers.Owner(node);
            string size = names.Size(model.Nodes[node].Dimension);
            int next = buffers.NextOf(owner);
            string all = next >= 0 ? $"{model.States[next].Name}{arrays.States}.AsSpan(batch * {size})" : $"{model.Nodes[owner].Name}{arrays.Nodes}.AsSpan()";
            string span = model.Nodes[node].Name + "All";
            writer.Line($"global::System.Span<TElement> {span} = {all};");
            Symbolics.Rational constant = model.Nodes[node].Terms.Where(t => t.Weight < 0 && t.Signal < 0).Aggregate(Symbolics.Rational.Zero, (sum, t) => sum + t.Coefficient);
            writer.Line(constant.IsZero || !values ? $"{span}.Clear();" : $"{span}.Fill({pass.Literal(constant)});");
            foreach (SumTerm term in model.Nodes[node].Terms.Where(t => t.Weight >= 0))
            {
                WeightModel weight = model.Weights[term.Weight];
                string coefficient = pass.Literal(term.Coefficient);
                if (term.Signal < 0)
                {
                    if (values)
                    {
                        writer.Line($"global::RegularizerGen.Kernels.Linear.AddBias<TElement>({names.Values(term.Weight)}, {coefficient}, {span});");
                    }
                }
                else if (buffers.IsInput(term.Signal))
                {
                    string inputs = arrays.Inputs;
                    writer.Line(weight.Kind == WeightKind.Scalar
                        ? $"global::System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<TElement>({inputs}, {coefficient} * {names.Values(term.Weight)}[0], {span}, {span});"
                        : weight.Kind == WeightKind.Diagonal
                        ? $"global::RegularizerGen.Kernels.Linear.AddDiagonal<TElement>({names.Values(term.Weight)}, {inputs}, {coefficient}, {span});"
                        : $"global::RegularizerGen.Kernels.Linear.AddProduct<TElement>({inputs}, {pass.Packed(term.Weight, transposed: true)}, {coefficient}, {span}, steps * batch, {names.Size(weight.Columns)}, {names.Size(weight.Rows)});");
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
            writer.Line(buffers.IsInput(node) ? $"global::System.ReadOnlySpan<TElement> {span} = {arrays.Inputs}.Slice(step * {size}, {size});"
                : buffers.IsState(node) ? $"global::System.Span<TElement> {span} = {model.States[signal.Index].Name}{arrays.States}.AsSpan(step * {size}, {size});"
                : next >= 0 ? $"global::System.Span<TElement> {span} = {model.States[next].Name}{arrays.States}.AsSpan((step + 1) * {size}, {size});"
                : $"global::System.Span<TElement> {span} = {signal.Name}{arrays.Nodes}.AsSpan(step * {size}, {size});");
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

    private static void Checks(CodeWriter writer, CellModel model, CellNames names)
    {
        using (writer.Block($"internal void CheckShapes({View} values, string role)"))
        {
            foreach (int weight in names.Own)
            {
                WeightModel own = model.Weights[weight];
                writer.Line(own.Kind == WeightKind.Matrix
                    ? $"global::RegularizerGen.Kernels.ShapeCheck.Require<TElement>(values.{names.Weight(weight)}, {names.Size(own.Rows)}, {names.Columns(own)}, role, \"{own.Name}\");"
                    : $"global::RegularizerGen.Kernels.ShapeCheck.Require(values.{names.Weight(weight)}.Length, {names.Rows(own)}, role, \"{own.Name}\");");
            }
        }

        writer.Line();
        using (writer.Block("internal static void CheckLength(int length, int expected, string name)"))
        {
            using (writer.Block("if (length != expected)"))
            {
                writer.Line("throw new global::System.ArgumentException($\"'{name}' has {length} values; for these sizes it must have {expected}.\", name);");
            }
        }
    }
}
