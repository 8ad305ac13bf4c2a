using System;
using System.Collections.Generic;

namespace RegularizerGen;

/// <summary>Options of a stability margin; immutable, validated when one is created.</summary>
public sealed record StabilityOptions
{
    /// <summary>The penalty is zero while the bound of ρ(A) is at most 1 - this; from 0 to below 1.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>
    /// The norm of the contraction: spectral for <see cref="Perturbation.WhiteNoise"/> and <see cref="Perturbation.Energy"/>, maximum for
    /// <see cref="Perturbation.Peak"/>. By <see cref="BoundRules.Structured"/> it makes no difference, since the norm is found, but for
    /// <see cref="Perturbation.FiniteEnergy"/>, with which the gain of finite energy is penalized beyond <see cref="MaxGain"/>.
    /// </summary>
    public Perturbation Perturbation { get; init; } = Perturbation.WhiteNoise;

    /// <summary>The rules of the bound; by <see cref="BoundRules.Structured"/> norms of weights play no part, and neither do <see
    /// cref="SpectralMode"/> and <see cref="NormFloor"/>; steps that multiply very many signals are refused then.</summary>
    public BoundRules Rules { get; init; } = BoundRules.Base;

    /// <summary>With <see cref="Perturbation.FiniteEnergy"/>: the penalty is zero while the gain is at most this (and the rate at most 1 -
    /// margin); greater than 0 and finite.</summary>
    public double MaxGain { get; init; } = 1;

    /// <summary>How spectral norms are computed.</summary>
    public SpectralMode SpectralMode { get; init; } = SpectralMode.Converged;

    /// <summary>The bound holds for |x_t| ≤ this, elementwise; at least 0, possibly infinite. Null: what the cell declares by <see
    /// cref="InputAttribute.Bound"/>.</summary>
    public double? InputBound { get; init; }

    /// <summary>Bounds of single inputs by name, where they differ: those that are not named have <see cref="InputBound"/>, else what the
    /// cell declares.</summary>
    public IReadOnlyDictionary<string, double>? InputBounds { get; init; }

    /// <summary>ε ≥ 0: every norm n enters as sqrt(n² + ε²), so that gradients exist at zero weights.</summary>
    public double NormFloor { get; init; } = 1e-6;

    /// <summary>Most steps for which ranges are followed towards their limit, 1 to 10,000; where they have not settled by then, A is taken
    /// at the ranges reached, and by <see cref="BoundRules.Structured"/> nothing is bounded.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!(Margin is >= 0 and < 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{nameof(StabilityOptions)}.{nameof(Margin)} is {Margin}; it must be at least 0 and less than 1."
                ),
                nameof(Margin)
            );
        }

        if (Iterations is < 1 or > 10_000)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{nameof(StabilityOptions)}.{nameof(Iterations)} is {Iterations}; it must be from 1 to 10,000 steps."
                ),
                nameof(Iterations)
            );
        }

        if (!Enum.IsDefined(Rules))
        {
            throw new ArgumentException(
                $"{nameof(StabilityOptions)}.{nameof(Rules)} is {Rules}; it must be Base, Tight or Structured.",
                nameof(Rules)
            );
        }

        if (!(MaxGain > 0 && double.IsFinite(MaxGain)))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{nameof(StabilityOptions)}.{nameof(MaxGain)} is {MaxGain}; it must be greater than 0 and finite."
                ),
                nameof(MaxGain)
            );
        }

        if (Perturbation == Perturbation.FiniteEnergy && Rules != BoundRules.Structured)
        {
            throw new ArgumentException(
                $"{nameof(StabilityOptions)}.{nameof(Perturbation)} is {Perturbation}; that needs {nameof(Rules)} = Structured.",
                nameof(Perturbation)
            );
        }

        Measured().Validate();
    }

    /// <summary>The options of the bound that is evaluated.</summary>
    internal TikhonovOptions Measured() =>
        new()
        {
            Horizon = Math.Clamp(Iterations, 1, 10_000),
            Perturbation = Perturbation == Perturbation.FiniteEnergy ? Perturbation.Energy : Perturbation,
            Rules = Rules == BoundRules.Structured ? BoundRules.Base : Rules,
            SpectralMode = SpectralMode,
            InputBound = InputBound,
            InputBounds = InputBounds,
            NormFloor = NormFloor,
        };
}

/// <summary>What one evaluation of a stability margin gave.</summary>
/// <param name="Penalty">λ·ln(1 + e²) with the excess e = max(0, ρ - (1 - margin)).</param>
/// <param name="SpectralRadius">ρ(A) at the limit of the ranges, or the rate of <see cref="BoundRules.Structured"/>: a bound, not rounded
/// outward (for a proof: Certify).</param>
/// <param name="IsSettled">Whether the ranges reached their limit.</param>
public readonly record struct StabilityResult(double Penalty, double SpectralRadius, bool IsSettled)
{
    /// <summary>With <see cref="Perturbation.FiniteEnergy"/>: γ with Σ‖δy_t‖² ≤ γ² Σ‖δx_t‖² from equal states, over any number of steps;
    /// infinite while the rate is not below 1 - margin. Else infinite: it was not asked for.</summary>
    public double Gain { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Whether <c>AddGradient</c> added nothing, because nothing bounds the gain or some part of the gradient exceeds the range of the
    /// numbers at hand. Otherwise all of it was added, and it is finite.
    /// </summary>
    public bool GradientOmitted { get; init; }
}
