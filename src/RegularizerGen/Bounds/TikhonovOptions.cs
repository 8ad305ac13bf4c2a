using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;

namespace RegularizerGen;

/// <summary>What kind of input perturbation the gain bounds.</summary>
public enum Perturbation
{
    /// <summary>Independent noise of variance at most σ² on every input: the output's variance about its mean is at most σ²·gain² (the
    /// Tikhonov case; Efron-Stein).</summary>
    WhiteNoise,

    /// <summary>‖δx_t‖₂ ≤ ε at every step moves the output by at most ε·gain in the Euclidean norm.</summary>
    Energy,

    /// <summary>|δx_t| ≤ ε elementwise at every step moves every element of the output by at most ε·gain. Matrices count with their largest
    /// absolute row sum, whatever <see cref="RecurrentNorm"/> says.</summary>
    Peak,

    /// <summary>Σ‖δy_t‖² ≤ gain² Σ‖δx_t‖² over any number of steps: errors of finite energy in all. For <see cref="StabilityOptions"/> by
    /// <see cref="BoundRules.Structured"/>; certificates have it as <see cref="CertifiedContraction.FiniteEnergyGain"/>.</summary>
    FiniteEnergy,
}

/// <summary>Which norm bounds a recurrent matrix under <see cref="Perturbation.WhiteNoise"/> and <see
/// cref="Perturbation.Energy"/>.</summary>
public enum RecurrentNorm
{
    /// <summary>The spectral norm: the tight choice.</summary>
    Spectral,

    /// <summary>The Frobenius norm for every matrix: cheaper and looser.</summary>
    Frobenius,
}

/// <summary>How spectral norms are computed.</summary>
public enum SpectralMode
{
    /// <summary>
    /// Deterministic start, iterated until the residual is at rounding level, and proved to be the largest singular value by a
    /// factorization: the gain is a bound up to rounding, and repeatable to the bit.
    /// </summary>
    Converged,

    /// <summary>
    /// One warm-started pass over each matrix per call, in the weights' own type: for training, where weights change little from call to
    /// call. The norm is approached from below, and nothing bounds how far below it is: gains of this mode are estimates, not bounds (<see
    /// cref="TikhonovResult.IsBound"/>).
    /// </summary>
    Tracking,
}

/// <summary>Options of a Tikhonov regularizer; immutable, validated when a regularizer is created.</summary>
public sealed record TikhonovOptions
{
    /// <summary>Number of time steps T that the gain covers, 1 to 10,000.</summary>
    public int Horizon { get; init; } = 20;

    /// <summary>
    /// Whether the gain covers the output after every step instead of the last one alone: it is then the largest of the gains over 1, 2,
    /// ... up to <see cref="Horizon"/> steps, which need not be that over most steps. For models that are trained on every output; costs
    /// work quadratic in the horizon.
    /// </summary>
    public bool EveryOutput { get; init; }

    /// <summary>The perturbation that the gain bounds.</summary>
    public Perturbation Perturbation { get; init; } = Perturbation.WhiteNoise;

    /// <summary>The norm of recurrent matrices.</summary>
    public RecurrentNorm RecurrentNorm { get; init; } = RecurrentNorm.Spectral;

    /// <summary>The rules of the bound: the tight ones give smaller gains, mostly under <see cref="Perturbation.Peak"/>, and cost more per
    /// step.</summary>
    public BoundRules Rules { get; init; } = BoundRules.Base;

    /// <summary>How spectral norms are computed.</summary>
    public SpectralMode SpectralMode { get; init; } = SpectralMode.Converged;

    /// <summary>The bound holds for |x_t| ≤ this, elementwise; at least 0, possibly infinite. Null: what the cell declares by <see
    /// cref="InputAttribute.Bound"/>.</summary>
    public double? InputBound { get; init; }

    /// <summary>Bounds of single inputs by name, where they differ: those that are not named have <see cref="InputBound"/>, else what the
    /// cell declares.</summary>
    public IReadOnlyDictionary<string, double>? InputBounds { get; init; }

    /// <summary>ε ≥ 0: every norm n enters as sqrt(n² + ε²), so that gradients exist at zero weights and the bound stays a bound.</summary>
    public double NormFloor { get; init; } = 1e-6;

    /// <summary>τ > 0, possibly infinite: the penalty is λτ²·log(1 + gain²/τ²), which grows like a logarithm far from the
    /// solution.</summary>
    public double Saturation { get; init; } = 10;

    /// <summary>Rows p of a linear read-out y = C h, whose sensitivity is then penalized instead of the output signal's; 0 for
    /// none.</summary>
    public int ReadOutRows { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Horizon is >= 1 and <= 10_000, nameof(Horizon), Horizon, "from 1 to 10,000 steps");
        Require(
            Perturbation is Perturbation.WhiteNoise or Perturbation.Energy or Perturbation.Peak,
            nameof(Perturbation),
            Perturbation,
            "WhiteNoise, Energy or Peak"
        );
        Require(Enum.IsDefined(RecurrentNorm), nameof(RecurrentNorm), (double)RecurrentNorm, "a defined norm");
        Require(Enum.IsDefined(SpectralMode), nameof(SpectralMode), (double)SpectralMode, "a defined mode");
        Require(Rules is BoundRules.Base or BoundRules.Tight, nameof(Rules), Rules, "Base or Tight");
        Require(InputBound is null or >= 0, nameof(InputBound), InputBound ?? 0, "at least 0 (infinity is allowed)");
        Definitions.InputBounds.Require(nameof(TikhonovOptions), InputBounds);
        Require(NormFloor >= 0 && double.IsFinite(NormFloor), nameof(NormFloor), NormFloor, "finite and at least 0");
        Require(Saturation > 0, nameof(Saturation), Saturation, "greater than 0 (infinity is allowed)");
        Require(ReadOutRows >= 0, nameof(ReadOutRows), ReadOutRows, "at least 0");
    }

    /// <summary>Whether what is measured of these weights makes a bound: tracked spectral norms do not.</summary>
    internal bool GivesBound(IEnumerable<WeightSlot?> slots) =>
        SpectralMode == SpectralMode.Converged || !slots.Any(s => s is not null && s.Needs(NormKind.Spectral));

    private static void Require(bool valid, string option, object value, string range)
    {
        if (!valid)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TikhonovOptions)}.{option} is {value}; it must be {range}."),
                option
            );
        }
    }
}

/// <summary>What one evaluation of the bound gave.</summary>
/// <param name="Penalty">λτ²·log(1 + gain²/τ²), or λ·gain² for infinite τ.</param>
/// <param name="Gain">The gain g; ∞ where it exceeds the range of double (then see <paramref name="LogGain"/>) or where nothing bounds
/// it.</param>
/// <param name="LogGain">Natural logarithm of the gain: finite for every finite gain, however large.</param>
public readonly record struct TikhonovResult(double Penalty, double Gain, double LogGain)
{
    /// <summary>
    /// Whether the gain is a bound, up to rounding. It is none where a spectral norm was measured by <see cref="SpectralMode.Tracking"/>,
    /// which approaches norms from below: such a figure steers training; evaluate with <see cref="SpectralMode.Converged"/> before it is
    /// called "at most".
    /// </summary>
    public bool IsBound { get; init; }

    /// <summary>
    /// Whether <c>AddGradient</c> added nothing, because nothing bounds the gain or some part of the gradient exceeds the range of the
    /// numbers at hand. Otherwise all of it was added, and it is finite.
    /// </summary>
    public bool GradientOmitted { get; init; }
}
