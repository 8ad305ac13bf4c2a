using System;
using RegularizerGen.Samples.CellZoo;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>What the study asks of an LSTM: its passes and its penalties. A View is a ref struct of the cell's own type, which no generic
/// code can hold; so every cell has such a file, and nothing else of the study knows it.</summary>
public sealed class LstmCell : ICell
{
    private readonly Lstm.Parameters<float> weights;
    private readonly Lstm.Parameters<float> gradient;
    private readonly Lstm.Unrolled<float> unrolled;

    /// <summary>Reserves memory for windows [length, batch, inputs].</summary>
    public LstmCell(int inputs, int units, int length, int batch)
    {
        weights = new Lstm.Parameters<float>(inputs, units);
        gradient = new Lstm.Parameters<float>(inputs, units);
        unrolled = new Lstm.Unrolled<float>(weights.Shape, length, batch);
    }

    public CellDescription Description => Lstm.Description;

    public CellParameters<float> Weights => weights;

    public CellParameters<float> Gradient => gradient;

    public ReadOnlySpan<float> Output => unrolled.Output;

    public void Forward(ReadOnlySpan<float> inputs) => unrolled.Forward(weights.View, inputs);

    public void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradient) =>
        unrolled.Backward(weights.View, inputs, outputGradient, gradient.View);

    public Func<double, double> Bound(TikhonovOptions options, LinearReadOut<float> readOut)
    {
        var penalty = new Lstm.TikhonovRegularizer<float>(weights.Shape, options);
        return strength => penalty.AddGradient(weights.View, gradient.View, strength, readOut.Weight, readOut.WeightGradient).Gain;
    }

    public PenaltyOfInputs Exact(JacobianOptions options, LinearReadOut<float> readOut)
    {
        var penalty = new Lstm.JacobianPenalty<float>(unrolled, options);
        return (inputs, strength) =>
            penalty.AddGradient(weights.View, inputs, gradient.View, strength, readOut.Weight, readOut.WeightGradient);
    }

    public Action<double> Margin(StabilityOptions options)
    {
        var margin = new Lstm.StabilityMargin<float>(weights.Shape, options);
        return strength => margin.AddGradient(weights.View, gradient.View, strength);
    }
}
