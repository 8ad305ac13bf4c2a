using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Generator;

namespace RegularizerGen.Evaluate;

/// <summary>A door to one compiled cell in double precision. Its views are ref structs, so a small adapter is compiled beside each cell instead of using reflection.</summary>
public abstract class CellRunner
{
    /// <summary>Number of parameters of a cell of the given sizes (in the order of its Shape).</summary>
    public abstract int ParameterCount(int[] sizes);

    /// <summary>Penalty, gain and gradient; the regularizer remembers the steps.</summary>
    public abstract (TikhonovResult Result, TikhonovRegularizer<double> Regularizer) Regularize(int[] sizes, TikhonovOptions options, double[] weights, double[] gradient, double strength);

    /// <summary>Runs sequences [steps, batch, X] from zero states; returns the output [steps, batch, width].</summary>
    public abstract double[] Forward(int[] sizes, int steps, int batch, double[] weights, double[] inputs);

    /// <summary>Gradients with respect to inputs and weights, after the forward pass.</summary>
    public abstract (double[] Inputs, double[] Weights) Gradients(int[] sizes, int steps, int batch, double[] weights, double[] inputs, double[] outputGradient);

    /// <summary>Runs the user's own step method over one sequence [steps, X] from zero states; returns the output [steps, width].</summary>
    public abstract double[] Execute(int[] sizes, int steps, double[] weights, double[] inputs);

    /// <summary>Forward pass of a batch in single precision.</summary>
    public abstract float[] ForwardSingle(int[] sizes, int steps, int batch, float[] weights, float[] inputs);

    /// <summary>Penalty, gain and gradient in single precision.</summary>
    public abstract TikhonovResult RegularizeSingle(int[] sizes, TikhonovOptions options, float[] weights, float[] gradient, double strength);

    /// <summary>Source of the adapter of a cell.</summary>
    internal static string Source(string cell, string adapter, CellSource source)
    {
        Derivation.CellModel model = source.Model;
        string sizes = string.Join(", ", Enumerable.Range(0, model.Dimensions.Count).Select(k => $"sizes[{k}]"));
        string states = string.Join("\n            ", model.States.Select((s, k) => $"var state{k} = global::RegularizerGen.Signal.Zeros(sizes[{s.Dimension}]);"));
        string[] names = [.. source.Step.Parameters.Select(p => p.TrimStart('@'))];
        string arguments = string.Join(", ", names.Select(n => model.States.ToList().FindIndex(s => s.Name == n) is >= 0 and int k ? $"state{k}" : "x"));
        bool tuple = source.Step.StateItems.Count > 0;
        string update = string.Join(" ", model.States.Select((_, k) => tuple ? $"state{k} = next.Item{source.Step.StateItems[k] + 1};" : $"state{k} = next;"));
        return $$"""
            public sealed class {{adapter}} : global::RegularizerGen.Evaluate.CellRunner
            {
                public override int ParameterCount(int[] sizes) => Shape(sizes).ParameterCount;

                public override (global::RegularizerGen.TikhonovResult Result, global::RegularizerGen.Bounds.TikhonovRegularizer<double> Regularizer) Regularize(int[] sizes, global::RegularizerGen.TikhonovOptions options, double[] weights, double[] gradient, double strength)
                {
                    var regularizer = new {{cell}}.TikhonovRegularizer<double>(Shape(sizes), options);
                    return (regularizer.AddGradient({{cell}}.ViewOf<double>(Shape(sizes), weights), {{cell}}.ViewOf<double>(Shape(sizes), gradient), strength), regularizer);
                }

                public override global::RegularizerGen.TikhonovResult RegularizeSingle(int[] sizes, global::RegularizerGen.TikhonovOptions options, float[] weights, float[] gradient, double strength) =>
                    new {{cell}}.TikhonovRegularizer<float>(Shape(sizes), options).AddGradient({{cell}}.ViewOf<float>(Shape(sizes), weights), {{cell}}.ViewOf<float>(Shape(sizes), gradient), strength);

                public override double[] Forward(int[] sizes, int steps, int batch, double[] weights, double[] inputs)
                {
                    var unrolled = new {{cell}}.Unrolled<double>(Shape(sizes), steps, batch);
                    unrolled.Forward({{cell}}.ViewOf<double>(Shape(sizes), weights), inputs);
                    return unrolled.Output.ToArray();
                }

                public override float[] ForwardSingle(int[] sizes, int steps, int batch, float[] weights, float[] inputs)
                {
                    var unrolled = new {{cell}}.Unrolled<float>(Shape(sizes), steps, batch);
                    unrolled.Forward({{cell}}.ViewOf<float>(Shape(sizes), weights), inputs);
                    return unrolled.Output.ToArray();
                }

                public override (double[] Inputs, double[] Weights) Gradients(int[] sizes, int steps, int batch, double[] weights, double[] inputs, double[] outputGradient)
                {
                    var unrolled = new {{cell}}.Unrolled<double>(Shape(sizes), steps, batch);
                    var view = {{cell}}.ViewOf<double>(Shape(sizes), weights);
                    unrolled.Forward(view, inputs);
                    double[] inputGradient = new double[inputs.Length];
                    double[] weightGradient = new double[weights.Length];
                    unrolled.Backward(view, inputs, outputGradient, {{cell}}.ViewOf<double>(Shape(sizes), weightGradient), inputGradient);
                    return (inputGradient, weightGradient);
                }

                public override double[] Execute(int[] sizes, int steps, double[] weights, double[] inputs)
                {
                    var cell = new {{cell}}({{cell}}.ViewOf<double>(Shape(sizes), weights));
                    {{states}}
                    int width = inputs.Length / steps;
                    var output = new global::System.Collections.Generic.List<double>();
                    for (int step = 0; step < steps; step++)
                    {
                        var x = new global::RegularizerGen.Signal(inputs.AsSpan(step * width, width).ToArray());
                        var next = cell.Next({{arguments}});
                        {{update}}
                        output.AddRange({{(tuple ? "next.Item1" : "next")}}.ToArray());
                    }

                    return output.ToArray();
                }

                private static {{cell}}.Shape Shape(int[] sizes) => new({{sizes}});
            }
            """;
    }
}
