using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Nodes;

namespace RegularizerGen.Tool.Network;

/// <summary>One direction of a node as a cell that was compiled from source. Sequences are in the order in which it reads them.</summary>
/// <param name="Cell">What was read of the node.</param>
/// <param name="Description">The compiled cell.</param>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Parameters">Its weights, flat.</param>
internal sealed record CompiledDirection(DirectedCell Cell, CellDescription Description, int[] Sizes, double[] Parameters)
{
    // Gains over any number of steps hold for every length; those of every length by itself are looked for where they may be smaller by
    // more than this.
    private const double NearEnough = 1.02;

    /// <summary>A sequence in the order in which the direction reads it, and back.</summary>
    public Sequence Turned(Sequence sequence) => Cell.IsReverse ? sequence.Reversed() : sequence;

    /// <summary>Its output at every step.</summary>
    /// <param name="input">The input.</param>
    /// <param name="sequence">The number of the sequence of the batch: which initial states it has.</param>
    public double[] Forward(Sequence input, int sequence) =>
        Description.Forward(Sizes, input.Rows, 1, Parameters, input.Values, Starts(sequence));

    /// <summary>The gradient with respect to the input.</summary>
    public double[] Backward(Sequence input, Sequence outputGradient) =>
        Description.Backward(Sizes, input.Rows, 1, Parameters, input.Values, outputGradient.Values, Starts(0)).Inputs;

    /// <summary>The certificate of a box.</summary>
    public CellProof Certify(double inputBound, ProofSettings settings, string name)
    {
        var options = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            Horizon = settings.Horizon,
            InputBound = inputBound,
            Budget = settings.Budget,
            Progress = new ProgressOf(name, settings.Progress),
        };
        Certificate certificate = Description.Certify(Sizes, options, Parameters);
        var gains = ChannelGains.Of(certificate.Finite);
        ChannelGains? any = CellProof.AnySteps(certificate);
        if (any?.Outputs.Max() <= NearEnough * gains.Outputs.Max())
        {
            return CellProof.Of(certificate, any);
        }

        // Gains of the last step only. Earlier ones may be larger: biases that saturate a cell do so step by step.
        for (int steps = 1; steps < settings.Horizon; steps++)
        {
            settings.Progress(name, (double)steps / settings.Horizon);
            CertificateOptions own = options with { Horizon = steps, Budget = TimeSpan.Zero, Progress = null };
            var shorter = ChannelGains.Of(Description.Certify(Sizes, own, Parameters).Finite);
            if (shorter.Outputs.Zip(gains.Outputs).Any(pair => pair.First > pair.Second))
            {
                own = own with { Budget = settings.Budget / settings.Horizon };
                shorter = ChannelGains.Of(Description.Certify(Sizes, own, Parameters).Finite);
            }

            gains = gains.Max(shorter);
        }

        return CellProof.Of(certificate, any is null ? gains : gains.Min(any));
    }

    /// <summary>The certificate around a nominal sequence, for boxes row by row.</summary>
    public TubeCertificate Around(Sequence nominal, Box input, ProofSettings settings, string name)
    {
        Box own = input.Map(Turned);
        // The box is what counts; a nominal sequence that rounding took out of it is taken back.
        double[] middle = [.. Turned(nominal).Values.Select((v, k) => Math.Clamp(v, own.Lower.Values[k], own.Upper.Values[k]))];
        return Description.CertifyAround(
            Sizes,
            1,
            new TubeOptions
            {
                Lower = own.Lower.Values,
                Upper = own.Upper.Values,
                InitialStates = Starts(0),
                WithGains = false,
                Progress = new ProgressOf(name, settings.Progress),
            },
            Parameters,
            middle
        )[0];
    }

    /// <summary>The ranges that its signals keep over a sequence, in the order of the network.</summary>
    public SignalRanges Observe(Sequence input) => Description.ObserveRanges(Sizes, Parameters, Turned(input).Values, 1, Starts(0));

    /// <summary>Its states before the first step.</summary>
    public double[][] Starts(int sequence) => [.. Cell.States.Select(s => s.Of(sequence, Sizes[Description.OutputSize]))];

    /// <summary>Reports at once; Progress of the library's base classes would do so on other threads.</summary>
    private sealed class ProgressOf(string name, Action<string, double> report) : IProgress<double>
    {
        public void Report(double value) => report(name, value);
    }
}
