using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The memory of the unrolled cell, and what it checks before it writes to any.</summary>
internal static partial class UnrolledEmitter
{
    /// <summary>Names of the arrays, and their sizes.</summary>
    private static IEnumerable<(string Name, string[] Sizes)> Arrays(CellModel model, CellNames names, BufferPlan buffers)
    {
        string Node(int node) => names.Size(model.Nodes[node].Dimension);
        foreach (StateModel state in model.States)
        {
            string size = names.Size(state.Dimension);
            yield return (state.Name + "States", ["steps + 1L", "batch", size]);
            yield return (state.Name + "Gradient", ["batch", size]);
            yield return (state.Name + "NextGradient", ["batch", size]);
        }

        foreach (int node in buffers.Owners)
        {
            string name = model.Nodes[node].Name;
            if (buffers.NextOf(node) < 0)
            {
                yield return (name + "Values", ["steps", "batch", Node(node)]);
            }

            yield return (name + "Adjoints", buffers.KeepsAdjoints(node) ? ["steps", "batch", Node(node)] : ["batch", Node(node)]);
        }

        foreach (int node in buffers.SlopeNodes)
        {
            yield return (model.Nodes[node].Name + "Slopes", ["steps", "batch", Node(node)]);
        }

        foreach (int weight in buffers.Matrices)
        {
            string[] sizes = [names.Size(model.Weights[weight].Rows), names.Columns(model.Weights[weight])];
            yield return ("packed" + model.Weights[weight].Name, sizes);
            yield return ("packedTransposed" + model.Weights[weight].Name, sizes);
        }
    }

    /// <summary>C# that reserves an array, refused by its name and sizes where it is too large.</summary>
    internal static string Allocation(string name, string[] sizes)
    {
        string shape = string.Join(", ", sizes.Select(s => s.Replace("shape.", string.Empty).Replace("1L", "1")));
        return $"{name} = global::RegularizerGen.Kernels.Sizes.Allocate<TElement>(\"{name} [{shape}]\", {string.Join(", ", sizes)});";
    }

    private static void Fields(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers)
    {
        writer.Line("internal readonly Shape shape;");
        writer.Line("internal readonly int steps;");
        writer.Line("internal readonly int batch;");
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
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A size is less than 1 or too large (the message names the sizes and the memory needed), or TElement is neither float nor double.</exception>"
        );
        writer.Line(
            $"public Unrolled(Shape shape, int steps, int batch) : base(steps, batch, {names.Size(model.Input.Dimension)}, shape.ParameterCount, {Widest(model, names)})"
        );
        using (writer.Braces())
        {
            writer.Line("shape.Validate();");
            writer.Line("this.shape = shape;");
            writer.Line("this.steps = steps;");
            writer.Line("this.batch = batch;");
            if (names.Derived.Any())
            {
                writer.Line("derived = new Derived<TElement>(shape);");
            }

            foreach ((string name, string[] sizes) in Arrays(model, names, buffers))
            {
                writer.Line(Allocation(name, sizes));
            }
        }

        writer.Line();
    }

    /// <summary>C# of the largest width of a signal.</summary>
    private static string Widest(CellModel model, CellNames names) =>
        model.Nodes.Select(n => n.Dimension).Distinct().Select(names.Size).Aggregate((a, b) => $"global::System.Math.Max({a}, {b})");

    private static void Checks(CodeWriter writer, CellModel model, CellNames names)
    {
        writer.Summary("Checks that weights and inputs are those of the last forward pass.");
        using (writer.Block($"internal void RequireForward({View} weights, global::System.ReadOnlySpan<TElement> inputs)"))
        {
            writer.Line("ReadWeights(weights);");
            writer.Line("RequireForward(inputs);");
        }

        writer.Line();
        using (writer.Block($"internal void CheckShapes({View} values, string role)"))
        {
            foreach (int weight in names.Own)
            {
                WeightModel own = model.Weights[weight];
                writer.Line(
                    own.Kind == WeightKind.Matrix
                        ? $"global::RegularizerGen.Kernels.ShapeCheck.Require<TElement>(values.{names.Weight(weight)}, {names.Size(own.Rows)}, {names.Columns(own)}, role, \"{own.Name}\");"
                        : $"global::RegularizerGen.Kernels.ShapeCheck.Require(values.{names.Weight(weight)}.Length, {names.Rows(own)}, role, \"{own.Name}\");"
                );
            }
        }

        writer.Line();
        using (writer.Block($"private void ReadWeights({View} weights)"))
        {
            writer.Line("CheckShapes(weights, \"weight\");");
            writer.Line("BeginReading();");
            foreach (int weight in names.Own)
            {
                writer.Line($"Read(weights.{names.Weight(weight)}, \"{model.Weights[weight].Name}\");");
            }
        }
    }
}
