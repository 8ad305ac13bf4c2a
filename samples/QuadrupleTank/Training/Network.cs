using System;
using System.Numerics.Tensors;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>The LSTM with a linear read-out y = C h + d. All parameters lie in one array: the cell's, then C [Y, H], then d [Y].</summary>
public sealed class Network : IModel
{
    private static readonly TimeSpan ProofBudget = TimeSpan.FromSeconds(20);

    private readonly float[] values;

    public Network(int inputs, int units, int outputs, int seed)
    {
        Shape = new Lstm.Shape(inputs, units);
        Outputs = outputs;
        values = new float[Count(Shape, outputs)];
        var random = new Random(seed);
        double bound = 1 / Math.Sqrt(units);
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(bound * ((2 * random.NextDouble()) - 1));
        }
    }

    public Lstm.Shape Shape { get; }

    public int Outputs { get; }

    /// <summary>All parameters, flat.</summary>
    public Span<float> Values => values;

    public Lstm.View<float> Cell => CellOf(values);

    public MatrixSpan<float> ReadOut => ReadOutOf(values);

    public Span<float> Offset => OffsetOf(values);

    /// <summary>The cell's part of an array laid out like the parameters.</summary>
    public Lstm.View<float> CellOf(Span<float> flat) => Lstm.ViewOf(Shape, flat[..Shape.ParameterCount]);

    /// <summary>The read-out's part C.</summary>
    public MatrixSpan<float> ReadOutOf(Span<float> flat) =>
        new(flat.Slice(Shape.ParameterCount, Outputs * Shape.Units), Outputs, Shape.Units);

    /// <summary>The read-out's offset d.</summary>
    public Span<float> OffsetOf(Span<float> flat) => flat[(Shape.ParameterCount + (Outputs * Shape.Units))..];

    /// <summary>The read-out of hidden states [rows, H].</summary>
    public void Read(ReadOnlySpan<float> hidden, Span<float> outputs)
    {
        MatrixSpan<float> c = ReadOut;
        ReadOnlySpan<float> d = Offset;
        int units = Shape.Units;
        for (int row = 0; row * units < hidden.Length; row++)
        {
            for (int k = 0; k < Outputs; k++)
            {
                outputs[(row * Outputs) + k] =
                    d[k] + TensorPrimitives.Dot(c.Data.Slice(k * units, units), hidden.Slice(row * units, units));
            }
        }
    }

    /// <summary>Adds the gradients of the read-out, and gives that of the hidden states.</summary>
    public void ReadBackward(
        ReadOnlySpan<float> hidden,
        ReadOnlySpan<float> outputGradient,
        Span<float> gradient,
        Span<float> hiddenGradient
    )
    {
        Span<float> c = ReadOut.Data;
        Span<float> dc = ReadOutOf(gradient).Data;
        Span<float> dd = OffsetOf(gradient);
        int units = Shape.Units;
        hiddenGradient.Clear();
        for (int row = 0; row * units < hidden.Length; row++)
        {
            Span<float> target = hiddenGradient.Slice(row * units, units);
            for (int k = 0; k < Outputs; k++)
            {
                float e = outputGradient[(row * Outputs) + k];
                if (e != 0)
                {
                    dd[k] += e;
                    TensorPrimitives.MultiplyAdd(
                        hidden.Slice(row * units, units),
                        e,
                        dc.Slice(k * units, units),
                        dc.Slice(k * units, units)
                    );
                    TensorPrimitives.MultiplyAdd(c.Slice(k * units, units), e, target, target);
                }
            }
        }
    }

    public float[] Simulate(float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int samples = inputs.Length / Shape.Inputs;
        var unrolled = new Lstm.Unrolled<float>(Shape, samples, batch: 1);
        unrolled.Forward(Cell, inputs);
        float[] outputs = new float[samples * Outputs];
        Read(unrolled.Output, outputs);
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
            proved.ToString()
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
            ReadOut
        );

    public Measured Measure(Series series)
    {
        SensitivityReport report = Sensitivity(series);
        return new Measured(report.WhiteNoise.Max, report.ToString());
    }

    public ITrajectories Trajectories() => new LstmTrajectories(this);

    /// <summary>The sensitivity of y_T to (x_1..x_T) on windows of a series.</summary>
    public SensitivityReport Sensitivity(Series series) =>
        Lstm.Sensitivity<float>(Shape, Cell, Evaluation.Windows(series, Shape.Inputs, Trainer.Horizon), Trainer.Horizon, ReadOut);

    private static int Count(Lstm.Shape shape, int outputs) => shape.ParameterCount + (outputs * shape.Units) + outputs;
}
