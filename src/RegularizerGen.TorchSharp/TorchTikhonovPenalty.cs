using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Stacks;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// The Tikhonov penalty λτ²·ln(1 + gain²/τ²) of torch's recurrent modules, or of an own cell over torch parameters: <c>loss = mse + 1e-4 *
/// tikhonov.Penalty();</c>
/// </summary>
/// <remarks>
/// The gain bounds the sensitivity of the last layer's output after <see cref="TikhonovOptions.Horizon"/> steps, from zero states, through
/// all layers; for bidirectional modules that of the output at the worst step of sequences of that length. Parameters are looked up at
/// every call. On the CPU the own kernels read them in place; elsewhere torch operations do, with one transfer each way. One instance per
/// thread.
/// </remarks>
public sealed class TorchTikhonovPenalty : TorchPenalty<TikhonovResult>, IDisposable
{
    private readonly Func<double, Tensor[], Tensor?[]?, TikhonovResult> run;
    private readonly DeviceBackend? device;
    private bool isDisposed;

    private TorchTikhonovPenalty(TikhonovOptions options, ParameterSet parameters, StackBound bound, BoundWeight[] weights)
        : base(parameters)
    {
        Options = options;
        device = new DeviceBackend(weights, options.SpectralMode);
        var backends = new Dictionary<ScalarType, Backend>();
        run = (strength, tensors, gradients) =>
        {
            Backend backend = !UseDeviceOperations && Backend.CanUseSpans(tensors, gradients) ? Spans(tensors[0].dtype) : device;
            bound.ClearAdjoints();
            backend.Measure(tensors);
            TikhonovResult result = bound.Solve(strength, gradients is not null);
            if (gradients is not null)
            {
                backend.Apply(tensors, gradients);
            }

            return result;
        };

        Backend Spans(ScalarType type)
        {
            if (!backends.TryGetValue(type, out Backend? backend))
            {
                backends[type] = backend =
                    type == ScalarType.Float32
                        ? new SpanBackend<float>(weights, options.SpectralMode)
                        : new SpanBackend<double>(weights, options.SpectralMode);
            }

            return backend;
        }
    }

    private TorchTikhonovPenalty(TikhonovOptions options, ParameterSet parameters, CellDescription cell, int[] sizes, HostCopy copy)
        : base(parameters)
    {
        Options = options;
        TikhonovOptions converged = options with { SpectralMode = SpectralMode.Converged };
        run = (strength, tensors, gradients) =>
        {
            copy.Load(tensors);
            TikhonovResult result = cell.Regularize(sizes, converged, copy.Values, copy.Gradient, strength).Result;
            if (gradients is not null)
            {
                copy.AddGradient(gradients);
            }

            return result;
        };
    }

    /// <summary>Whether torch operations are used even where the own kernels could be: for tests of the former.</summary>
    internal bool UseDeviceOperations { get; set; }

    /// <summary>The options.</summary>
    public TikhonovOptions Options { get; }

    /// <summary>Regularizes an LSTM of any number of layers and one or two directions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">Options. Declare the inputs' size by <see cref="TikhonovOptions.InputBound"/>; it is infinite unless
    /// set.</param>
    /// <param name="readOut">A linear layer on the output, whose output's sensitivity is bounded then; its weight is regularized,
    /// too.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the read-out does not fit.</exception>
    public static TorchTikhonovPenalty For(Modules.LSTM module, TikhonovOptions options, Modules.Linear? readOut = null) =>
        For(module, RecurrentKind.Lstm, options, readOut);

    /// <summary>Regularizes a GRU of any number of layers and one or two directions.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, TikhonovOptions, Modules.Linear)"/>
    public static TorchTikhonovPenalty For(Modules.GRU module, TikhonovOptions options, Modules.Linear? readOut = null) =>
        For(module, RecurrentKind.Gru, options, readOut);

    /// <summary>Regularizes an RNN of any number of layers and one or two directions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">Options.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="nonLinearity">What the module was created with: it cannot be asked.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the read-out does not fit.</exception>
    public static TorchTikhonovPenalty For(
        Modules.RNN module,
        TikhonovOptions options,
        Modules.Linear? readOut = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => For(module, RecurrentModule.KindOf(nonLinearity), options, readOut);

    /// <summary>Regularizes an LSTM cell.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, TikhonovOptions, Modules.Linear)"/>
    public static TorchTikhonovPenalty For(Modules.LSTMCell module, TikhonovOptions options, Modules.Linear? readOut = null) =>
        For(module, RecurrentKind.Lstm, options, readOut);

    /// <summary>Regularizes a GRU cell.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, TikhonovOptions, Modules.Linear)"/>
    public static TorchTikhonovPenalty For(Modules.GRUCell module, TikhonovOptions options, Modules.Linear? readOut = null) =>
        For(module, RecurrentKind.Gru, options, readOut);

    /// <summary>Regularizes an RNN cell.</summary>
    /// <inheritdoc cref="For(Modules.RNN, TikhonovOptions, Modules.Linear, nn.NonLinearities)"/>
    public static TorchTikhonovPenalty For(
        Modules.RNNCell module,
        TikhonovOptions options,
        Modules.Linear? readOut = null,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => For(module, RecurrentModule.KindOf(nonLinearity), options, readOut);

    /// <summary>Regularizes an own cell whose weights are torch parameters, or blocks of packed ones, by name.</summary>
    /// <param name="cell">The generated <c>Description</c> of the cell.</param>
    /// <param name="sizes">The cell's sizes, in the order of its Shape.</param>
    /// <param name="weights">A slice for every weight of the cell, by the name of its field.</param>
    /// <param name="options">Options.</param>
    /// <param name="readOut">C of a linear read-out y = C·output.</param>
    /// <exception cref="ArgumentException">A weight is missing, unknown, or of the wrong shape; an option is out of range.</exception>
    public static TorchTikhonovPenalty For(
        CellDescription cell,
        int[] sizes,
        IReadOnlyDictionary<string, WeightSlice> weights,
        TikhonovOptions options,
        WeightSlice? readOut = null
    )
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var parameters = new ParameterSet();
        CheckNames(cell, sizes, weights);
        if (cell.HasDerivedWeights)
        {
            return readOut is null
                ? new TorchTikhonovPenalty(
                    options,
                    parameters,
                    cell,
                    sizes,
                    new HostCopy(HostCopy.OwnWeights(cell, sizes).Select(s => (s, (WeightSlice?)weights[s.Name])), parameters)
                )
                : throw new ArgumentException(
                    $"'{cell.Name}' computes matrices from its weights; a read-out is not supported then.",
                    nameof(readOut)
                );
        }

        options = WithReadOut(options, readOut is null ? null : BoundWeight.RowsOf("readOut", readOut));
        CellBound bound = cell.Bound(sizes, options);
        var stack = new StackBound([bound], 1, options);
        return new TorchTikhonovPenalty(
            options,
            parameters,
            stack,
            BoundWeight.Bind(
                [
                    .. bound.Slots.Select(s => (s, (WeightSlice?)weights[s.Spec.Name])),
                    .. stack.ReadOuts.OfType<WeightSlot>().Select(s => (s, readOut)),
                ],
                parameters
            )
        );
    }

    /// <summary>Frees the singular vectors that are kept on a device.</summary>
    public void Dispose()
    {
        isDisposed = true;
        device?.Dispose();
    }

    private protected override void RequireUsable() => ObjectDisposedException.ThrowIf(isDisposed, this);

    private protected override TikhonovResult Run(double strength, Tensor[] tensors, Tensor?[]? gradients) =>
        run(strength, tensors, gradients);

    private protected override double PenaltyOf(TikhonovResult result) => result.Penalty;

    internal static void CheckNames(CellDescription cell, int[] sizes, IReadOnlyDictionary<string, WeightSlice> weights)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Length != cell.SizeNames.Count || Array.Exists(sizes, s => s < 1))
        {
            throw new ArgumentException(
                $"The sizes of '{cell.Name}' are [{string.Join(", ", sizes)}]; it needs {string.Join(", ", cell.SizeNames)}, each at least 1.",
                nameof(sizes)
            );
        }

        string[] names = [.. HostCopy.OwnWeights(cell, sizes).Select(s => s.Name)];
        if (names.FirstOrDefault(n => !weights.ContainsKey(n)) is { } missing)
        {
            throw new ArgumentException(
                $"The weight '{missing}' of '{cell.Name}' has no slice; it needs {string.Join(", ", names)}.",
                nameof(weights)
            );
        }

        if (weights.Keys.FirstOrDefault(k => !names.Contains(k)) is { } unknown)
        {
            throw new ArgumentException($"'{cell.Name}' has no weight '{unknown}'; it has {string.Join(", ", names)}.", nameof(weights));
        }
    }

    private static TorchTikhonovPenalty For(nn.Module module, RecurrentKind kind, TikhonovOptions options, Modules.Linear? readOut)
    {
        ArgumentNullException.ThrowIfNull(options);
        RecurrentModule stack = RecurrentModule.Of(module, kind);
        options = WithReadOut(options, readOut is null ? null : stack.ReadOutRows(readOut));
        var cells = new List<CellBound>();
        var weights = new List<(WeightSlot, WeightSlice?)>();
        for (int layer = 0; layer < stack.Layers; layer++)
        {
            for (int direction = 0; direction < stack.Directions; direction++)
            {
                CellDescription cell = stack.CellOf(layer);
                CellBound bound = cell.Bound(RecurrentKind.Sizes(cell, layer == 0 ? stack.Inputs : stack.Units, stack.Units), options);
                cells.Add(bound);
                weights.AddRange(
                    bound.Slots.Select(s => (s, stack.Slice(layer, direction, s.Spec.Name, splitInput: layer > 0 && stack.Directions == 2)))
                );
            }
        }

        var whole = new StackBound(cells, stack.Directions, options);
        if (readOut is not null)
        {
            ParameterSource source = ParameterSource.Of(readOut, "weight", " (read-out)")!;
            weights.AddRange(
                whole.ReadOuts.Select(
                    (slot, direction) => (slot!, (WeightSlice?)WeightSlice.Of(source).Columns(direction * stack.Units, stack.Units))
                )
            );
        }

        var parameters = new ParameterSet();
        parameters.Require(stack.RequireNoDropout);
        return new TorchTikhonovPenalty(options, parameters, whole, BoundWeight.Bind(weights, parameters));
    }

    private static TikhonovOptions WithReadOut(TikhonovOptions options, long? rows)
    {
        if (options.ReadOutRows == 0 || options.ReadOutRows == rows)
        {
            return options with { ReadOutRows = (int)(rows ?? 0) };
        }

        string option = $"{nameof(TikhonovOptions)}.{nameof(TikhonovOptions.ReadOutRows)} is {options.ReadOutRows}";
        string given = rows is null ? "no read-out was given" : $"the read-out that was given has {rows} rows";
        throw new ArgumentException($"{option}, but {given}.", nameof(options));
    }
}
