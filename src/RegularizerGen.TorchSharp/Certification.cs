using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Numbers;
using RegularizerGen.Reports;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>What was proved about a stack of recurrent layers.</summary>
/// <param name="Units">The certificate of every layer and direction, in that order; above the first layer, for inputs within the verified
/// range of the outputs below.</param>
/// <param name="Gain">
/// Gain of the whole over any number of steps, read-out included; infinite where a layer's is. Of a bidirectional module, the gain of the
/// output at any step, with all inputs before and after it: as everywhere the sum Σ_t ‖∂y/∂x_t‖ (white noise: the root of the sum of
/// squares).
/// </param>
/// <param name="IsContractive">Whether every unit was proved to be contractive: then the whole forgets (layers in series).</param>
public sealed record StackCertificate(IReadOnlyList<Certificate> Units, double Gain, bool IsContractive)
{
    /// <summary>What the whole is worth: one sentence.</summary>
    public override string ToString() =>
        $"{(IsContractive ? "Contractive" : "Not proved contractive")}; gain over any number of steps "
        + (double.IsFinite(Gain) ? $"at most {OutwardText.Up(Gain)}" : "not bounded");

    /// <summary>That sentence, and the certificate of every layer and direction as tables in plain text.</summary>
    public string ToReport() => string.Join('\n', Units.Select(unit => unit.ToReport()).Prepend(this + "\n"));

    /// <summary>The same as one page of HTML that needs nothing else.</summary>
    public string ToHtml() => ReportHtml.Write(StackReport.Of(this), [.. Units.Select(CertificateReport.Of)]);
}

/// <summary>Certificates of torch's recurrent modules, from their weights alone, rigorous against rounding; weights are copied to the
/// host.</summary>
public static class Certification
{
    /// <summary>Certifies an LSTM of any number of layers and one or two directions, from zero states.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">What the certificate is to cover.</param>
    /// <param name="readOut">A linear layer on the output; its bias does not matter.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or an option is out of range.</exception>
    public static StackCertificate Certify(this Modules.LSTM module, CertificateOptions options, Modules.Linear? readOut = null) =>
        Certify(module, RecurrentKind.Lstm, options, readOut);

    /// <summary>Certifies a GRU of any number of layers and one or two directions, from zero states.</summary>
    /// <inheritdoc cref="Certify(Modules.LSTM, CertificateOptions, Modules.Linear)"/>
    public static StackCertificate Certify(this Modules.GRU module, CertificateOptions options, Modules.Linear? readOut = null) =>
        Certify(module, RecurrentKind.Gru, options, readOut);

    /// <summary>Certifies an RNN of any number of layers and one or two directions, from zero states.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">What the certificate is to cover.</param>
    /// <param name="readOut">A linear layer on the output; its bias does not matter.</param>
    /// <param name="nonLinearity">What the module was created with: it cannot be asked.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or an option is out of range.</exception>
    public static StackCertificate Certify(
        this Modules.RNN module,
        CertificateOptions options,
        Modules.Linear? readOut = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => Certify(module, RecurrentModule.KindOf(nonLinearity), options, readOut);

    /// <summary>Certifies an LSTM cell.</summary>
    /// <inheritdoc cref="Certify(Modules.LSTM, CertificateOptions, Modules.Linear)"/>
    public static StackCertificate Certify(this Modules.LSTMCell module, CertificateOptions options, Modules.Linear? readOut = null) =>
        Certify(module, RecurrentKind.Lstm, options, readOut);

    /// <summary>Certifies a GRU cell.</summary>
    /// <inheritdoc cref="Certify(Modules.LSTM, CertificateOptions, Modules.Linear)"/>
    public static StackCertificate Certify(this Modules.GRUCell module, CertificateOptions options, Modules.Linear? readOut = null) =>
        Certify(module, RecurrentKind.Gru, options, readOut);

    /// <summary>Certifies an RNN cell.</summary>
    /// <inheritdoc cref="Certify(Modules.RNN, CertificateOptions, Modules.Linear, nn.NonLinearities)"/>
    public static StackCertificate Certify(
        this Modules.RNNCell module,
        CertificateOptions options,
        Modules.Linear? readOut = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => Certify(module, RecurrentModule.KindOf(nonLinearity), options, readOut);

    private static StackCertificate Certify(nn.Module module, RecurrentKind kind, CertificateOptions options, Modules.Linear? readOut)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RecurrentModule stack = RecurrentModule.Of(module, kind);
        _ = readOut is null ? 0 : stack.ReadOutRows(readOut);
        var units = new List<Certificate>();
        Enclosure gain = 1; // only its upper end counts
        for (int layer = 0; layer < stack.Layers; layer++)
        {
            bool isLast = layer == stack.Layers - 1;

            // Above white noise on the input there is none: the second moments of what arrives are bounded step by step, and pass with the
            // gain for energies.
            CertificateOptions own =
                layer == 0
                    ? options
                    : options with
                    {
                        InputBound = Math.Min(kind.OutputBound, units.TakeLast(stack.Directions).Max(OutputRange)),
                        InputBounds = null,
                        Perturbation = options.Perturbation == Perturbation.WhiteNoise ? Perturbation.Energy : options.Perturbation,
                    };
            Certificate[] both =
            [
                .. Enumerable.Range(0, stack.Directions).Select(direction => Unit(stack, layer, direction, own, isLast ? readOut : null)),
            ];
            units.AddRange(both);
            gain *= Together([.. both.Select(c => c.AnyStepsGain)], own.Perturbation, isLast && readOut is not null);
        }

        return new StackCertificate(units, gain.Upper, units.All(u => u.IsContractive));
    }

    private static Certificate Unit(RecurrentModule stack, int layer, int direction, CertificateOptions options, Modules.Linear? readOut)
    {
        var parameters = new ParameterSet();
        HostCopy copy = stack.Copy(layer, direction, parameters);
        copy.Load(parameters.Find());
        double[]? c = null;
        if (readOut is not null)
        {
            using var scope = NewDisposeScope();
            c = readOut
                .weight!.detach()
                .narrow(1, direction * stack.Units, stack.Units)
                .to_type(ScalarType.Float64)
                .contiguous()
                .cpu()
                .data<double>()
                .ToArray();
        }

        return stack.Kind.First.Certify(stack.PlainSizes(layer), options, copy.Values, c);
    }

    /// <summary>
    /// The gain of both directions' outputs side by side, or added by a read-out. What the first direction has seen at a time is all that
    /// came before, the second all that comes after: the sum over the inputs' steps of either norm of the two together is at most the sum
    /// of the two gains. Squares of columns side by side add up (white noise).
    /// </summary>
    private static Enclosure Together(double[] gains, Perturbation perturbation, bool isAdded) =>
        gains.Length == 1 ? gains[0]
        : perturbation == Perturbation.WhiteNoise && !isAdded
            ? Enclosure.Sqrt(((Enclosure)gains[0] * gains[0]) + ((Enclosure)gains[1] * gains[1]))
        : (Enclosure)gains[0] + gains[1];

    /// <summary>The largest absolute value of its output at all steps; infinite where nothing bounds it.</summary>
    private static double OutputRange(Certificate certificate) =>
        new[] { certificate.Limit?.Ranges, certificate.Blocks?.Ranges, certificate.Contraction?.Ranges }.Min(Largest);

    private static double Largest(IReadOnlyList<CertifiedRange>? ranges) =>
        ranges?.Where(r => r.Kind == "output state").Select(r => Math.Max(Math.Abs(r.Lower), Math.Abs(r.Upper))).Max()
        ?? double.PositiveInfinity;
}
