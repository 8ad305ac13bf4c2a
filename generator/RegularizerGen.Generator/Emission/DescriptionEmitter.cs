using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The cell seen from outside, for tools that treat many cells alike.</summary>
internal static class DescriptionEmitter
{
    private const string Class = "DescriptionOfCell";

    public static void Emit(CodeWriter writer, CellSource cell, CellNames names)
    {
        CellModel model = cell.Model;
        string facts = names.Internal(BoundFactsEmitter.Facts);
        string bound = names.Internal(BoundFactsEmitter.Create);
        writer.Summary("This cell seen from outside, for tools that treat many cells alike.");
        writer.Line(CellEmitter.GeneratedCode);
        writer.Line($"public static global::RegularizerGen.CellDescription Description {{ get; }} = new {names.Internal(Class)}();");
        writer.Line();
        writer.Line(CellEmitter.GeneratedCode);
        using (writer.Block($"private sealed class {names.Internal(Class)} : global::RegularizerGen.CellDescription"))
        {
            writer.Line($"public override string Name => \"{cell.Name.TrimStart('@')}\";");
            writer.Line(
                $"public override global::System.Collections.Generic.IReadOnlyList<string> SizeNames {{ get; }} = new[] {{ {Quoted(model.Dimensions.Select(d => d.Parameter))} }};"
            );
            writer.Line(
                $"public override global::System.Collections.Generic.IReadOnlyList<string> StateNames {{ get; }} = new[] {{ {Quoted(model.States.Select(s => s.Name))} }};"
            );
            writer.Line(
                $"public override global::System.Collections.Generic.IReadOnlyList<string> Assumptions {{ get; }} = {Strings(Assumptions.Of(model))};"
            );
            writer.Line($"public override bool HasDerivedWeights => {(model.Weights.Any(w => w.IsDerived) ? "true" : "false")};");
            writer.Line($"public override int InputSize => {model.Input.Dimension};");
            writer.Line($"public override int OutputSize => {model.Nodes[model.Output].Dimension};");
            writer.Line($"public override string Derivation => {names.Qualified}.Derivation.Text;");
            writer.Line("public override int ParameterCount(int[] sizes) => ShapeOf(sizes).ParameterCount;");
            writer.Line(
                $"public override global::RegularizerGen.Domains.ICellStep Step(int[] sizes) => new {names.Internal(CellStepEmitter.Graph)}(ShapeOf(sizes));"
            );
            writer.Line();
            using (
                writer.Block(
                    "public override global::RegularizerGen.Bounds.CellBound Bound(int[] sizes, global::RegularizerGen.TikhonovOptions options)"
                )
            )
            {
                writer.Line("Shape shape = ShapeOf(sizes);");
                writer.Line("shape.Validate();");
                writer.Line(
                    $"return new({facts}.Weights(shape), {facts}.Description, sizes[{model.Input.Dimension}], sizes[{model.Nodes[model.Output].Dimension}], options, slots => ("
                );
                writer.Line($"    {bound}<global::RegularizerGen.Numbers.Real>(slots, options.Rules, options.Horizon),");
                writer.Line($"    {bound}<global::RegularizerGen.Numbers.Scaled>(slots, options.Rules, options.Horizon)));");
            }

            writer.Line();
            using (
                writer.Block(
                    "public override (global::RegularizerGen.TikhonovResult Result, global::RegularizerGen.Bounds.TikhonovRegularizer<TElement> Regularizer) Regularize<TElement>(int[] sizes, global::RegularizerGen.TikhonovOptions options, TElement[] parameters, TElement[] gradient, double strength)"
                )
            )
            {
                writer.Line("TikhonovRegularizer<TElement> regularizer = new(ShapeOf(sizes), options);");
                writer.Line(
                    "return (regularizer.AddGradient(ViewOf<TElement>(ShapeOf(sizes), parameters), ViewOf<TElement>(ShapeOf(sizes), gradient), strength), regularizer);"
                );
            }

            writer.Line();
            writer.Line(
                "public override global::RegularizerGen.TikhonovResult RegularizeUnitwise<TElement>(int[] sizes, global::RegularizerGen.TikhonovOptions options, TElement[] parameters, TElement[] gradient, double strength) =>"
            );
            writer.Line(
                "    new UnitwiseRegularizer<TElement>(ShapeOf(sizes), options).AddGradient(ViewOf<TElement>(ShapeOf(sizes), parameters), ViewOf<TElement>(ShapeOf(sizes), gradient), strength);"
            );
            writer.Line();
            writer.Line(
                "public override global::RegularizerGen.StabilityResult Stabilize<TElement>(int[] sizes, global::RegularizerGen.StabilityOptions options, TElement[] parameters, TElement[] gradient, double strength) =>"
            );
            writer.Line(
                "    new StabilityMargin<TElement>(ShapeOf(sizes), options).AddGradient(ViewOf<TElement>(ShapeOf(sizes), parameters), ViewOf<TElement>(ShapeOf(sizes), gradient), strength);"
            );
            writer.Line();
            writer.Line(
                "public override global::RegularizerGen.Certificate Certify<TElement>(int[] sizes, global::RegularizerGen.CertificateOptions options, TElement[] parameters, TElement[]? readOut = null) =>"
            );
            writer.Line(
                $"    {names.Qualified}.Certify<TElement>(ShapeOf(sizes), ViewOf<TElement>(ShapeOf(sizes), parameters), options, readOut is null ? default : new global::RegularizerGen.MatrixSpan<TElement>(readOut, readOut.Length / sizes[{model.Nodes[model.Output].Dimension}], sizes[{model.Nodes[model.Output].Dimension}]));"
            );
            writer.Line();
            using (
                writer.Block(
                    "public override TElement[] Forward<TElement>(int[] sizes, int steps, int batch, TElement[] parameters, TElement[] inputs, TElement[][]? initial = null)"
                )
            )
            {
                writer.Line("Unrolled<TElement> unrolled = new(ShapeOf(sizes), steps, batch);");
                writer.Line("unrolled.Forward(ViewOf<TElement>(ShapeOf(sizes), parameters), inputs, InitialOf<TElement>(initial));");
                writer.Line("return unrolled.Output.ToArray();");
            }

            writer.Line();
            using (
                writer.Block(
                    "public override (TElement[] Inputs, TElement[] Parameters) Backward<TElement>(int[] sizes, int steps, int batch, TElement[] parameters, TElement[] inputs, TElement[] outputGradient, TElement[][]? initial = null)"
                )
            )
            {
                writer.Line("Unrolled<TElement> unrolled = new(ShapeOf(sizes), steps, batch);");
                writer.Line("View<TElement> view = ViewOf<TElement>(ShapeOf(sizes), parameters);");
                writer.Line("unrolled.Forward(view, inputs, InitialOf<TElement>(initial));");
                writer.Line("TElement[] inputGradient = new TElement[inputs.Length];");
                writer.Line("TElement[] gradient = new TElement[parameters.Length];");
                writer.Line("unrolled.Backward(view, inputs, outputGradient, ViewOf<TElement>(ShapeOf(sizes), gradient), inputGradient);");
                writer.Line("return (inputGradient, gradient);");
            }

            writer.Line();
            using (
                writer.Block(
                    "public override global::RegularizerGen.JacobianResult PenalizeJacobian<TElement>(int[] sizes, int steps, int batch, global::RegularizerGen.JacobianOptions options, TElement[] parameters, TElement[] inputs, TElement[] gradient, double strength, TElement[][]? initial = null)"
                )
            )
            {
                writer.Line("Unrolled<TElement> unrolled = new(ShapeOf(sizes), steps, batch);");
                writer.Line("View<TElement> view = ViewOf<TElement>(ShapeOf(sizes), parameters);");
                writer.Line("unrolled.Forward(view, inputs, InitialOf<TElement>(initial));");
                writer.Line(
                    "return new JacobianPenalty<TElement>(unrolled, options).AddGradient(view, inputs, ViewOf<TElement>(ShapeOf(sizes), gradient), strength);"
                );
            }

            writer.Line();
            writer.Line(
                "public override global::RegularizerGen.SensitivityReport Sensitivity<TElement>(int[] sizes, int steps, TElement[] parameters, TElement[] inputs, TElement[][]? initial = null) =>"
            );
            writer.Line(
                $"    {names.Qualified}.Sensitivity<TElement>(ShapeOf(sizes), ViewOf<TElement>(ShapeOf(sizes), parameters), inputs, steps, initial: InitialOf<TElement>(initial));"
            );
            writer.Line();
            Execute(writer, cell, names);
            writer.Line();
            string initial = string.Join(", ", model.States.Select((_, k) => $"{names.State(k)} = initial[{k}]"));
            writer.Line(
                $"private static {CellNames.InitialStates}<TElement> InitialOf<{CellNames.Element}>(TElement[][]? initial) {CellNames.Constraint} => initial is null ? default : new() {{ {initial} }};"
            );
            writer.Line();
            ShapeOf(writer, model);
        }

        writer.Line();
    }

    private static void ShapeOf(CodeWriter writer, CellModel model)
    {
        int count = model.Dimensions.Count;
        string names = string.Join(", ", model.Dimensions.Select(d => d.Parameter));
        string problem = $"$\"The cell has {count} sizes ({names}), not {{sizes.Length}}.\"";
        writer.Line($"private static Shape ShapeOf(int[] sizes) => sizes.Length == {count}");
        writer.Line($"    ? new({string.Join(", ", model.Dimensions.Select((_, k) => $"sizes[{k}]"))})");
        writer.Line($"    : throw new global::System.ArgumentException({problem}, \"sizes\");");
    }

    private static void Execute(CodeWriter writer, CellSource cell, CellNames names)
    {
        CellModel model = cell.Model;
        using (
            writer.Block(
                "public override double[] Execute(int[] sizes, int steps, double[] parameters, double[] inputs, double[][]? initial = null)"
            )
        )
        {
            writer.Line($"{names.Qualified} cell = new(ViewOf<double>(ShapeOf(sizes), parameters));");
            for (int k = 0; k < model.States.Count; k++)
            {
                writer.Line(
                    UnrolledEmitter.InitialCheck(
                        model.States[k],
                        "double",
                        $"initial is null ? default : initial[{k}]",
                        $"sizes[{model.States[k].Dimension}]"
                    )
                );
                writer.Line(
                    $"global::RegularizerGen.Signal state{k} = initial is null ? global::RegularizerGen.Signal.Zeros(sizes[{model.States[k].Dimension}]) : new global::RegularizerGen.Signal(initial[{k}]);"
                );
            }

            writer.Line("int width = inputs.Length / steps;");
            writer.Line("global::System.Collections.Generic.List<double> output = new();");
            using (writer.Block("for (int step = 0; step < steps; step++)"))
            {
                string[] states = [.. model.States.Select(s => s.Name)];
                string arguments = string.Join(
                    ", ",
                    cell.Step.Parameters.Select(p =>
                        System.Array.IndexOf(states, p.TrimStart('@')) is >= 0 and int k ? $"state{k}" : "input"
                    )
                );
                bool tuple = cell.Step.StateItems.Count > 0;
                writer.Line(
                    "global::RegularizerGen.Signal input = new(new global::System.ReadOnlySpan<double>(inputs, step * width, width).ToArray());"
                );
                writer.Line($"{cell.Step.ReturnType} next = cell.Next({arguments});");
                for (int k = 0; k < states.Length; k++)
                {
                    writer.Line($"state{k} = {(tuple ? $"next.Item{cell.Step.StateItems[k] + 1}" : "next")};");
                }

                writer.Line($"output.AddRange({(tuple ? $"next.Item{cell.Step.OutputItem + 1}" : "next")}.ToArray());");
            }

            writer.Line("return output.ToArray();");
        }
    }

    private static string Strings(System.Collections.Generic.IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "global::System.Array.Empty<string>()" : $"new[] {{ {Quoted(texts)} }}";

    private static string Quoted(System.Collections.Generic.IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));
}
