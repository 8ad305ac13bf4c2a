using System;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>Adds a penalty's gradient at the inputs of the last forward pass.</summary>
public delegate void PenaltyOfInputs(ReadOnlySpan<float> inputs, double strength);

/// <summary>A cell in training, whatever its type. Owns its memory: one instance per thread.</summary>
public interface ICell
{
    /// <summary>The cell from outside: whole series, certificates.</summary>
    CellDescription Description { get; }

    /// <summary>Its weights, flat.</summary>
    CellParameters<float> Weights { get; }

    /// <summary>Their gradient, which passes and penalties add to.</summary>
    CellParameters<float> Gradient { get; }

    /// <summary>Hidden states of the last forward pass [steps, batch, units].</summary>
    ReadOnlySpan<float> Output { get; }

    /// <summary>Runs a batch of windows [steps, batch, X] from zero states.</summary>
    void Forward(ReadOnlySpan<float> inputs);

    /// <summary>Backpropagation through time of a gradient with respect to the hidden states.</summary>
    void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradient);

    /// <summary>The Tikhonov bound: adds its gradient for a strength, returns the gain.</summary>
    Func<double, double> Bound(TikhonovOptions options, LinearReadOut<float> readOut);

    /// <summary>The exact penalty.</summary>
    PenaltyOfInputs Exact(JacobianOptions options, LinearReadOut<float> readOut);

    /// <summary>The stability margin: adds its gradient for a strength.</summary>
    Action<double> Margin(StabilityOptions options);
}
