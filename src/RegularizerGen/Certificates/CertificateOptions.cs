using System;
using System.Collections.Generic;
using System.Threading;

namespace RegularizerGen;

/// <summary>Which rules a bound is derived by.</summary>
public enum BoundRules
{
    /// <summary>The base rules: short, cheap, and what published figures are compared with.</summary>
    Base,

    /// <summary>The tight rules (docs/tight-rules.md): gates tied to their own slope, blends at both ends of their gate, exact Euclidean
    /// blends. Never above the base rules.</summary>
    Tight,

    /// <summary>Structured contraction (docs/structured.md): one norm in which every step shrinks differences, found for the network at
    /// hand. For <see cref="StabilityOptions.Rules"/>; certificates look for it by themselves, within <see
    /// cref="CertificateOptions.Budget"/>.</summary>
    Structured,
}

/// <summary>What a certificate is to cover; immutable, validated when it is computed.</summary>
public sealed record CertificateOptions
{
    /// <summary>Number of time steps T that the finite gain covers, 1 to 10,000.</summary>
    public int Horizon { get; init; } = 20;

    /// <summary>The perturbation that the gains bound, and with it the norm of the contraction: spectral for <see
    /// cref="Perturbation.WhiteNoise"/> and <see cref="Perturbation.Energy"/>, maximum for <see cref="Perturbation.Peak"/>.</summary>
    public Perturbation Perturbation { get; init; } = Perturbation.WhiteNoise;

    /// <summary>The certificate holds for |x_t| ≤ this, elementwise; at least 0, possibly infinite. Null: what the cell declares.</summary>
    public double? InputBound { get; init; }

    /// <summary>Bounds of single inputs by name, where they differ: those that are not named have <see cref="InputBound"/>, else what the
    /// cell declares.</summary>
    public IReadOnlyDictionary<string, double>? InputBounds { get; init; }

    /// <summary>The rules.</summary>
    public BoundRules Rules { get; init; } = BoundRules.Tight;

    /// <summary>The time that what keeps signs, sets (docs/sets.md) and structured contraction (docs/structured.md), may take beyond all
    /// else; what is proved until then counts, and the best of each figure. Zero: none, milliseconds instead of seconds. For networks as
    /// they are usually trained, sets are what makes a certificate informative.</summary>
    public TimeSpan Budget { get; init; }

    /// <summary>The most steps that sets take as one block in search of a contraction, at least 0; 0: they cover the horizon
    /// alone.</summary>
    public int LongestBlock { get; init; } = 256;

    /// <summary>Receives the share of the budget that is used, from 0 to 1, and 1 at the end.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the computation.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The recovery time counts the steps until a disturbance of the states, of size 1 in each state's norm, moves the output by
    /// at most this; greater than 0.</summary>
    public double RecoveryFraction { get; init; } = 0.05;

    /// <summary>What a penalty was trained for, to be certified: its horizon, perturbation and input bounds, by the tight rules, which are
    /// never above those of the penalty. Of options that nobody changed it makes options that nobody changed.</summary>
    /// <param name="penalty">The options of the penalty.</param>
    public static CertificateOptions Of(TikhonovOptions penalty)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        return new()
        {
            Horizon = penalty.Horizon,
            Perturbation = penalty.Perturbation,
            InputBound = penalty.InputBound,
            InputBounds = penalty.InputBounds,
        };
    }

    /// <summary><see cref="Of"/>: the options of a penalty can be handed over as they are, Certify(weights, tikhonovOptions).</summary>
    /// <param name="penalty">The options of the penalty.</param>
    public static implicit operator CertificateOptions(TikhonovOptions penalty) => Of(penalty);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Measured(readOutRows: 0).Validate();
        Require(Rules is BoundRules.Base or BoundRules.Tight, nameof(Rules), Rules, "Base or Tight");
        Require(Budget >= TimeSpan.Zero, nameof(Budget), Budget.TotalSeconds, "at least 0 s");
        Require(LongestBlock >= 0, nameof(LongestBlock), LongestBlock, "at least 0");
        Require(
            RecoveryFraction > 0 && double.IsFinite(RecoveryFraction),
            nameof(RecoveryFraction),
            RecoveryFraction,
            "finite and greater than 0"
        );
    }

    /// <summary>The options of the bound that is evaluated: norm floor 0.</summary>
    internal TikhonovOptions Measured(int readOutRows) =>
        new()
        {
            Horizon = Horizon,
            Perturbation = Perturbation,
            InputBound = InputBound,
            InputBounds = InputBounds,
            NormFloor = 0,
            ReadOutRows = readOutRows,
        };

    private static void Require(bool valid, string option, object value, string range)
    {
        if (!valid)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(CertificateOptions)}.{option} is {value}; it must be {range}."),
                option
            );
        }
    }
}
