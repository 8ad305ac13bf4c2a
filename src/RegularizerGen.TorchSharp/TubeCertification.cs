using System;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>Certificates of torch's recurrent modules around nominal sequences; weights and inputs are copied to the host.</summary>
/// <remarks>The method and its proofs: docs/sets.md.</remarks>
public static class TubeCertification
{
    /// <summary>Proves how far the output of an LSTM of any number of layers and one or two directions, or a read-out of it, can move
    /// around every nominal sequence: reach, movement, gains and margins. Gains and margins are those of the output at the last
    /// step.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Nominal sequences as the module takes them: [steps, batch, inputs], or [batch, steps, inputs] where it was
    /// created with batch_first; or one, [steps, inputs]. Floating-point numbers, on any device.</param>
    /// <param name="options">What is to be covered. Lower and Upper are [steps, inputs], the same for every sequence; states are given
    /// layer by layer, direction by direction, h before c.</param>
    /// <param name="readOut">A linear layer on the output: its output is certified then, bias included.</param>
    /// <param name="initial">h_0 and c_0 as the module takes them, [layers · directions, batch, units] each, or [layers · directions,
    /// units] for one sequence; null for those of the options, else zero.</param>
    /// <returns>A certificate for every sequence; one for [steps, inputs].</returns>
    /// <exception cref="ArgumentException">The inputs, the initial states or the read-out have the wrong shape or are not finite, a weight
    /// is not finite, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The module is in training mode and drops units between its layers.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TubeCertificate[] CertifyAround(
        this Modules.LSTM module,
        Tensor inputs,
        TubeOptions options,
        Modules.Linear? readOut = null,
        (Tensor H, Tensor C)? initial = null
    ) => Task(module, RecurrentKind.Lstm, inputs, options, readOut, initial is { } s ? [s.H, s.C] : null).CertifyAround();

    /// <summary>The same of a GRU.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Nominal sequences as the module takes them.</param>
    /// <param name="options">What is to be covered.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">h_0 as the module takes it.</param>
    /// <inheritdoc cref="CertifyAround(Modules.LSTM, Tensor, TubeOptions, Modules.Linear, ValueTuple{Tensor, Tensor}?)"/>
    public static TubeCertificate[] CertifyAround(
        this Modules.GRU module,
        Tensor inputs,
        TubeOptions options,
        Modules.Linear? readOut = null,
        Tensor? initial = null
    ) => Task(module, RecurrentKind.Gru, inputs, options, readOut, initial is null ? null : [initial]).CertifyAround();

    /// <summary>The same of an RNN.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Nominal sequences as the module takes them.</param>
    /// <param name="options">What is to be covered.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">h_0 as the module takes it.</param>
    /// <param name="nonLinearity">What the module was created with: it cannot be asked.</param>
    /// <inheritdoc cref="CertifyAround(Modules.LSTM, Tensor, TubeOptions, Modules.Linear, ValueTuple{Tensor, Tensor}?)"/>
    public static TubeCertificate[] CertifyAround(
        this Modules.RNN module,
        Tensor inputs,
        TubeOptions options,
        Modules.Linear? readOut = null,
        Tensor? initial = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => Task(module, RecurrentModule.KindOf(nonLinearity), inputs, options, readOut, initial is null ? null : [initial]).CertifyAround();

    /// <summary>The largest multiple of the radii for which no output moves by more than a tolerance at any step, or for which the largest
    /// output at the last step stays the largest.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">One nominal sequence: [steps, inputs], or a batch of one as the module takes it.</param>
    /// <param name="tolerance">The tolerance, greater than 0; null: the label is to stay.</param>
    /// <param name="options">Options; at least one radius is greater than 0.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">h_0 and c_0 as the module takes them.</param>
    /// <inheritdoc cref="CertifyAround(Modules.LSTM, Tensor, TubeOptions, Modules.Linear, ValueTuple{Tensor, Tensor}?)"/>
    /// <returns>What was proved, and its certificate.</returns>
    public static TubeRadius LargestRadius(
        this Modules.LSTM module,
        Tensor inputs,
        double? tolerance,
        TubeOptions options,
        Modules.Linear? readOut = null,
        (Tensor H, Tensor C)? initial = null
    ) => Task(module, RecurrentKind.Lstm, inputs, options, readOut, initial is { } s ? [s.H, s.C] : null).LargestRadius(tolerance);

    /// <summary>The same of a GRU.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">One nominal sequence.</param>
    /// <param name="tolerance">The tolerance, greater than 0; null: the label is to stay.</param>
    /// <param name="options">Options; at least one radius is greater than 0.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">h_0 as the module takes it.</param>
    /// <inheritdoc cref="LargestRadius(Modules.LSTM, Tensor, double?, TubeOptions, Modules.Linear, ValueTuple{Tensor, Tensor}?)"/>
    public static TubeRadius LargestRadius(
        this Modules.GRU module,
        Tensor inputs,
        double? tolerance,
        TubeOptions options,
        Modules.Linear? readOut = null,
        Tensor? initial = null
    ) => Task(module, RecurrentKind.Gru, inputs, options, readOut, initial is null ? null : [initial]).LargestRadius(tolerance);

    /// <summary>The same of an RNN.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">One nominal sequence.</param>
    /// <param name="tolerance">The tolerance, greater than 0; null: the label is to stay.</param>
    /// <param name="options">Options; at least one radius is greater than 0.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">h_0 as the module takes it.</param>
    /// <param name="nonLinearity">What the module was created with: it cannot be asked.</param>
    /// <inheritdoc cref="LargestRadius(Modules.LSTM, Tensor, double?, TubeOptions, Modules.Linear, ValueTuple{Tensor, Tensor}?)"/>
    public static TubeRadius LargestRadius(
        this Modules.RNN module,
        Tensor inputs,
        double? tolerance,
        TubeOptions options,
        Modules.Linear? readOut = null,
        Tensor? initial = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) =>
        Task(module, RecurrentModule.KindOf(nonLinearity), inputs, options, readOut, initial is null ? null : [initial])
            .LargestRadius(tolerance);

    private static TubeTask Task(
        nn.Module module,
        RecurrentKind kind,
        Tensor inputs,
        TubeOptions options,
        Modules.Linear? readOut,
        Tensor[]? initial
    ) => new(RecurrentModule.Of(module, kind), inputs, options, readOut, initial);
}
