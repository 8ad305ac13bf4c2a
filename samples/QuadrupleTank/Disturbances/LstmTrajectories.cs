using System;
using System.Numerics.Tensors;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>The sample's own network around trajectories. Keeps a copy of its weights.</summary>
internal sealed class LstmTrajectories : ITrajectories
{
    private readonly Lstm.Shape shape;
    private readonly double[] cell;
    private readonly double[] readOut;

    public LstmTrajectories(Network network)
    {
        (shape, Outputs) = (network.Shape, network.Outputs);
        cell = Widened(network.Values);
        readOut = Widened(network.ReadOut.Weight.Data);
    }

    public int Inputs => shape.Inputs;

    public int Outputs { get; }

    private Lstm.View<double> Cell => Lstm.ViewOf<double>(shape, cell);

    public TubeCertificate[] CertifyAround(double[] inputs, int batch, TubeOptions options) =>
        Lstm.CertifyAround<double>(Cell, inputs, batch, options, new MatrixSpan<double>(readOut, Outputs, shape.Units));

    public double[] Forward(double[] inputs, int batch)
    {
        Lstm.Unrolled<double> unrolled = Run(inputs, batch);
        double[] outputs = new double[Rows(inputs) * Outputs];
        for (int row = 0; row < Rows(inputs); row++)
        {
            for (int k = 0; k < Outputs; k++)
            {
                outputs[(row * Outputs) + k] = TensorPrimitives.Dot(Weights(k), unrolled.Output.Slice(row * shape.Units, shape.Units));
            }
        }

        return outputs;
    }

    public double[] Backward(double[] inputs, int batch, double[] outputGradient)
    {
        Lstm.Unrolled<double> unrolled = Run(inputs, batch);
        double[] hidden = new double[Rows(inputs) * shape.Units];
        for (int k = 0; k < outputGradient.Length; k++)
        {
            Span<double> target = hidden.AsSpan(k / Outputs * shape.Units, shape.Units);
            TensorPrimitives.MultiplyAdd(Weights(k % Outputs), outputGradient[k], target, target);
        }

        double[] inputGradient = new double[inputs.Length];
        unrolled.Backward(Cell, inputs, hidden, new Lstm.Parameters<double>(shape).View, inputGradient);
        return inputGradient;
    }

    private static double[] Widened(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        TensorPrimitives.ConvertTruncating<float, double>(values, result);
        return result;
    }

    private int Rows(double[] inputs) => inputs.Length / Inputs;

    private ReadOnlySpan<double> Weights(int output) => readOut.AsSpan(output * shape.Units, shape.Units);

    private Lstm.Unrolled<double> Run(double[] inputs, int batch)
    {
        var unrolled = new Lstm.Unrolled<double>(shape, Rows(inputs) / batch, batch);
        unrolled.Forward(Cell, inputs);
        return unrolled;
    }
}
