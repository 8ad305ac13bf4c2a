using System;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>A cell with a linear read-out y = C h + d, in training.</summary>
public sealed class Network
{
    private readonly int inputs;

    /// <summary>Draws its start: uniform in ±1/√units, as PyTorch does.</summary>
    public Network(CellKind kind, int inputs, int units, int outputs, int length, int batch, int seed)
    {
        ArgumentNullException.ThrowIfNull(kind);
        this.inputs = inputs;
        Cell = kind.Create(inputs, units, length, batch);
        ReadOut = new LinearReadOut<float>(units, outputs);
        var random = new Random(seed);
        var start = Initializer.PyTorch(units);
        Cell.Weights.Initialize(random, w => w.Name == kind.ForgetBias ? Initializer.Constant(1) : start);
        start.Fill(ReadOut.Trainable.Values.Span, random);
        Trainable = [new(Cell.Weights, Cell.Gradient), ReadOut.Trainable];
    }

    public ICell Cell { get; }

    public LinearReadOut<float> ReadOut { get; }

    /// <summary>All that is trained.</summary>
    public Trainable<float>[] Trainable { get; }

    /// <summary>The network as it is now.</summary>
    public TrainedNetwork Copy() =>
        new(Cell.Description, inputs, ReadOut.Units, Cell.Weights.Span.ToArray(), ReadOut.Trainable.Values.ToArray());
}
