using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// The penalty λ·ln(1 + e²) on the excess e of the bound's spectral radius over 1 - margin, summed over all layers and directions of a
/// torch module: zero once each of them is contractive by the margin, and then the whole is (layers in series). <see
/// cref="StabilityResult.SpectralRadius"/> is the largest, and so is <see cref="StabilityResult.Gain"/>. What <see
/// cref="BoundRules.Structured"/> finds is carried from call to call.
/// </summary>
/// <remarks>
/// Weights are copied to the host and measured there in double, one transfer each way. Above the first layer the input is the output below,
/// at most 1 for LSTM, GRU and RNN with tanh, from zero states. One instance per thread.
/// </remarks>
public sealed class TorchStabilityPenalty : TorchPenalty<StabilityResult>
{
    private readonly List<Unit> units;

    private TorchStabilityPenalty(ParameterSet parameters, List<Unit> units)
        : base(parameters) => this.units = units;

    /// <summary>For an LSTM of any number of layers and one or two directions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">Options; norms are always converged here.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static TorchStabilityPenalty For(Modules.LSTM module, StabilityOptions options) => For(module, RecurrentKind.Lstm, options);

    /// <summary>For a GRU of any number of layers and one or two directions.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, StabilityOptions)"/>
    public static TorchStabilityPenalty For(Modules.GRU module, StabilityOptions options) => For(module, RecurrentKind.Gru, options);

    /// <summary>For an RNN of any number of layers and one or two directions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">Options; norms are always converged here.</param>
    /// <param name="nonLinearity">What the module was created with: it cannot be asked.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static TorchStabilityPenalty For(
        Modules.RNN module,
        StabilityOptions options,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => For(module, RecurrentModule.KindOf(nonLinearity), options);

    /// <summary>For an LSTM cell.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, StabilityOptions)"/>
    public static TorchStabilityPenalty For(Modules.LSTMCell module, StabilityOptions options) => For(module, RecurrentKind.Lstm, options);

    /// <summary>For a GRU cell.</summary>
    /// <inheritdoc cref="For(Modules.LSTM, StabilityOptions)"/>
    public static TorchStabilityPenalty For(Modules.GRUCell module, StabilityOptions options) => For(module, RecurrentKind.Gru, options);

    /// <summary>For an RNN cell.</summary>
    /// <inheritdoc cref="For(Modules.RNN, StabilityOptions, nn.NonLinearities)"/>
    public static TorchStabilityPenalty For(
        Modules.RNNCell module,
        StabilityOptions options,
        nn.NonLinearities nonLinearity = nn.NonLinearities.Tanh
    ) => For(module, RecurrentModule.KindOf(nonLinearity), options);

    /// <summary>For an own cell whose weights are torch parameters, or blocks of packed ones, by name.</summary>
    /// <param name="cell">The generated <c>Description</c> of the cell.</param>
    /// <param name="sizes">The cell's sizes, in the order of its Shape.</param>
    /// <param name="weights">A slice for every weight of the cell, by the name of its field.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="ArgumentException">A weight is missing, unknown, or of the wrong shape; an option is out of range.</exception>
    public static TorchStabilityPenalty For(
        CellDescription cell,
        int[] sizes,
        IReadOnlyDictionary<string, WeightSlice> weights,
        StabilityOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TorchTikhonovPenalty.CheckNames(cell, sizes, weights);
        var parameters = new ParameterSet();
        return new TorchStabilityPenalty(
            parameters,
            [
                new Unit(
                    cell.Stability<double>(sizes, options),
                    new HostCopy(HostCopy.OwnWeights(cell, sizes).Select(s => (s, (WeightSlice?)weights[s.Name])), parameters)
                ),
            ]
        );
    }

    private protected override StabilityResult Run(double strength, Tensor[] tensors, Tensor?[]? gradients)
    {
        StabilityResult[] results =
        [
            .. units.Select(unit =>
            {
                unit.Copy.Load(tensors);
                return CellDescription.Stabilize(unit.Penalty, unit.Copy.Values, unit.Copy.Gradient, strength);
            }),
        ];
        if (gradients is not null)
        {
            units.ForEach(u => u.Copy.AddGradient(gradients));
        }

        return new StabilityResult(results.Sum(r => r.Penalty), results.Max(r => r.SpectralRadius), results.All(r => r.IsSettled))
        {
            Gain = results.Max(r => r.Gain),
            GradientOmitted = results.Any(r => r.GradientOmitted),
        };
    }

    private protected override double PenaltyOf(StabilityResult result) => result.Penalty;

    private static TorchStabilityPenalty For(nn.Module module, RecurrentKind kind, StabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RecurrentModule stack = RecurrentModule.Of(module, kind);
        var parameters = new ParameterSet();
        var units = new List<Unit>();
        for (int layer = 0; layer < stack.Layers; layer++)
        {
            for (int direction = 0; direction < stack.Directions; direction++)
            {
                StabilityOptions own = layer == 0 ? options : options with { InputBound = kind.OutputBound, InputBounds = null };
                units.Add(
                    new Unit(
                        kind.First.Stability<double>(stack.PlainSizes(layer), own with { SpectralMode = SpectralMode.Converged }),
                        stack.Copy(layer, direction, parameters)
                    )
                );
            }
        }

        return new TorchStabilityPenalty(parameters, units);
    }

    private sealed record Unit(StabilityPenalty<double> Penalty, HostCopy Copy);
}
