using System;
using System.Numerics.Tensors;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>A network of any cell around trajectories, as the main sample's attack and its proofs want it: in double precision, with the
/// weights of training.</summary>
public sealed class NetworkTrajectories(CellDescription cell, int[] sizes, double[] weights, double[] readOut) : ITrajectories
{
    public int Inputs => sizes[0];

    public int Outputs => readOut.Length / Units;

    private int Units => sizes[1];

    public TubeCertificate[] CertifyAround(double[] inputs, int batch, TubeOptions options) =>
        cell.CertifyAround(sizes, batch, options, weights, inputs, readOut);

    public double[] Forward(double[] inputs, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        double[] hidden = cell.Forward(sizes, inputs.Length / Inputs / batch, batch, weights, inputs);
        double[] outputs = new double[hidden.Length / Units * Outputs];
        for (int k = 0; k < outputs.Length; k++)
        {
            outputs[k] = TensorPrimitives.Dot(Row(k % Outputs), hidden.AsSpan(k / Outputs * Units, Units));
        }

        return outputs;
    }

    public double[] Backward(double[] inputs, int batch, double[] outputGradient)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputGradient);
        double[] hidden = new double[outputGradient.Length / Outputs * Units];
        for (int k = 0; k < outputGradient.Length; k++)
        {
            Span<double> target = hidden.AsSpan(k / Outputs * Units, Units);
            TensorPrimitives.MultiplyAdd(Row(k % Outputs), outputGradient[k], target, target);
        }

        return cell.Backward(sizes, inputs.Length / Inputs / batch, batch, weights, inputs, hidden).Inputs;
    }

    private ReadOnlySpan<double> Row(int output) => readOut.AsSpan(output * Units, Units);
}
