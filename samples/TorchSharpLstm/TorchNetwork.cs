using System;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;
using RegularizerGen.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.Samples.TorchSharpLstm;

/// <summary>An ordinary torch model: a two-layer nn.LSTM with a linear read-out.</summary>
public sealed class TorchNetwork : nn.Module<Tensor, Tensor>, IModel
{
    private const int Layers = 2;
    private readonly int inputs;

    public TorchNetwork(int inputs, int units, int outputs)
        : base(nameof(TorchNetwork))
    {
        this.inputs = inputs;
        Outputs = outputs;
        Lstm = nn.LSTM(inputs, units, Layers);
        ReadOut = nn.Linear(units, outputs);
        RegisterComponents();
    }

    public Modules.LSTM Lstm { get; }

    public Modules.Linear ReadOut { get; }

    public int Outputs { get; }

    /// <summary>Outputs [steps, batch, Y] of inputs [steps, batch, X].</summary>
    public override Tensor forward(Tensor input) => ReadOut.forward(Lstm.forward(input).Item1);

    /// <summary>What the penalty bounds: the read-out's sensitivity to white noise over the horizon, for inputs that noise may carry to
    /// ±1.5.</summary>
    public TorchTikhonovPenalty Tikhonov(SpectralMode mode) =>
        TorchTikhonovPenalty.For(
            Lstm,
            new TikhonovOptions
            {
                Horizon = Trainer.Horizon,
                InputBound = Trainer.InputBound,
                SpectralMode = mode,
            },
            ReadOut
        );

    public float[] Simulate(float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return forward(tensor(inputs).reshape(-1, 1, this.inputs)).data<float>().ToArray();
    }

    public Proof Prove(bool isThorough)
    {
        using TorchTikhonovPenalty regularizer = Tikhonov(SpectralMode.Converged);
        StackCertificate certificate = Lstm.Certify(
            new CertificateOptions
            {
                Horizon = Trainer.Horizon,
                Perturbation = Perturbation.Energy,
                InputBound = Trainer.InputBound,
            },
            ReadOut
        );
        double radius = certificate.Units.Max(u => u.Limit?.SpectralRadius ?? double.PositiveInfinity);
        return new Proof(regularizer.Evaluate().Gain, null, radius, certificate.ToReport());
    }

    public Measured Measure(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        double measured = MeasuredGain(series);
        return new Measured(measured, FormattableString.Invariant($"  largest white-noise gain {measured:G4}"));
    }

    /// <summary>The largest Frobenius norm of d y_T / d(x_1..x_T) over windows of a series, by torch's autograd.</summary>
    private double MeasuredGain(Series series)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor windows = tensor(Evaluation.Windows(series, inputs, Trainer.Horizon)).reshape(Trainer.Horizon, -1, inputs);
        Tensor squares = zeros(windows.shape[1]);
        for (int output = 0; output < Outputs; output++)
        {
            Tensor x = windows.detach().clone();
            x.requires_grad = true;
            forward(x)[-1].select(1, output).sum().backward();
            squares = squares + x.grad!.square().sum([0, 2]);
        }

        zero_grad();
        return Math.Sqrt(squares.max().item<float>());
    }
}
