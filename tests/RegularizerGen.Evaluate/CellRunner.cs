using System;
using System.Linq;
using RegularizerGen.Bounds;

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

    /// <summary>Gradient with respect to the inputs, after the forward pass.</summary>
    public abstract double[] InputGradient(int[] sizes, int steps, int batch, double[] weights, double[] inputs, double[] outputGradient);

    /// <summary>Source of the adapter of a cell.</summary>
    internal static string Source(string cell, string adapter, int dimensions)
    {
        string sizes = string.Join(", ", Enumerable.Range(0, dimensions).Select(k => $"sizes[{k}]"));
        return $$"""
            public sealed class {{adapter}} : global::RegularizerGen.Evaluate.CellRunner
            {
                public override int ParameterCount(int[] sizes) => Shape(sizes).ParameterCount;

                public override (global::RegularizerGen.TikhonovResult Result, global::RegularizerGen.Bounds.TikhonovRegularizer<double> Regularizer) Regularize(int[] sizes, global::RegularizerGen.TikhonovOptions options, double[] weights, double[] gradient, double strength)
                {
                    var regularizer = new {{cell}}.TikhonovRegularizer<double>(Shape(sizes), options);
                    return (regularizer.AddGradient({{cell}}.ViewOf<double>(Shape(sizes), weights), {{cell}}.ViewOf<double>(Shape(sizes), gradient), strength), regularizer);
                }

                public override double[] Forward(int[] sizes, int steps, int batch, double[] weights, double[] inputs)
                {
                    var unrolled = new {{cell}}.Unrolled<double>(Shape(sizes), steps, batch);
                    unrolled.Forward({{cell}}.ViewOf<double>(Shape(sizes), weights), inputs);
                    return unrolled.Output.ToArray();
                }

                public override double[] InputGradient(int[] sizes, int steps, int batch, double[] weights, double[] inputs, double[] outputGradient)
                {
                    var unrolled = new {{cell}}.Unrolled<double>(Shape(sizes), steps, batch);
                    var view = {{cell}}.ViewOf<double>(Shape(sizes), weights);
                    unrolled.Forward(view, inputs);
                    double[] gradient = new double[inputs.Length];
                    unrolled.Backward(view, inputs, outputGradient, {{cell}}.ViewOf<double>(Shape(sizes), new double[weights.Length]), gradient);
                    return gradient;
                }

                private static {{cell}}.Shape Shape(int[] sizes) => new({{sizes}});
            }
            """;
    }
}
