using System;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>The LSTM with a linear read-out y = C h + d.</summary>
public sealed class Network : IModel
{
    private static readonly TimeSpan ProofBudget = TimeSpan.FromSeconds(20);

    private readonly Lstm.Parameters<float> cell;

    public Network(int inputs, int units, int outputs, int seed)
    {
        cell = new Lstm.Parameters<float>(inputs, units);
        Gradient = new Lstm.Parameters<float>(inputs, units);
        ReadOut = new LinearReadOut<float>(units, outputs);
        var random = new Random(seed);
        var start = Initializer.PyTorch(units);
        cell.Initialize(random, start);
        start.Fill(ReadOut.Trainable.Values.Span, random);
    }

    public Lstm.Shape Shape => cell.Shape;

    public int Outputs => ReadOut.Outputs;

    public Lstm.View<float> Cell => cell.View;

    /// <summary>The parameters of the cell, flat.</summary>
    public Span<float> Values => cell.Span;

    /// <summary>The gradient of the cell.</summary>
    public Lstm.Parameters<float> Gradient { get; }

    public LinearReadOut<float> ReadOut { get; }

    /// <summary>All that is trained.</summary>
    public Trainable<float>[] Trainable => [new(cell, Gradient), ReadOut.Trainable];

    public float[] Simulate(float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int samples = inputs.Length / Shape.Inputs;
        var unrolled = new Lstm.Unrolled<float>(Shape, samples, batch: 1);
        unrolled.Forward(Cell, inputs);
        float[] outputs = new float[samples * Outputs];
        ReadOut.Forward(unrolled.Output, outputs);
        return outputs;
    }

    public Proof Prove(bool isThorough)
    {
        Certificate proved = Certify(Perturbation.WhiteNoise, isThorough ? ProofBudget : TimeSpan.Zero);
        CertifiedContraction? one = proved.Contraction;
        return new Proof(
            Math.Min(proved.Finite.Gain, one?.FiniteDisturbance.EnergyToPeak.Gain ?? double.PositiveInfinity),
            Math.Min(proved.AnyStepsGain, one?.Disturbance.EnergyToPeak.Gain ?? double.PositiveInfinity),
            proved.DecayRate,
            proved.ToReport()
        );
    }

    /// <summary>What is proved from the weights alone, for inputs up to ±1.5.</summary>
    public Certificate Certify(Perturbation perturbation, TimeSpan budget) =>
        Lstm.Certify(
            Cell,
            new CertificateOptions
            {
                Horizon = Trainer.Horizon,
                Perturbation = perturbation,
                InputBound = Trainer.InputBound,
                Budget = budget,
                LongestBlock = 0, // a norm for every step proves more of what was trained, sooner
            },
            ReadOut.Weight
        );

    public Measured Measure(Series series)
    {
        SensitivityReport report = Sensitivity(series);
        return new Measured(report.WhiteNoise.Max, report.ToReport());
    }

    public ITrajectories Trajectories() => new LstmTrajectories(this);

    /// <summary>The sensitivity of y_T to (x_1..x_T) on windows of a series.</summary>
    public SensitivityReport Sensitivity(Series series) =>
        Lstm.Sensitivity<float>(Shape, Cell, Evaluation.Windows(series, Shape.Inputs, Trainer.Horizon), Trainer.Horizon, ReadOut.Weight);
}
