using System.Collections.Generic;

namespace RegularizerGen;

/// <summary>What one norm ‖T s‖ of the states proves, in which every step stretches the curve of states between two sequences, inputs and
/// start on a line, by at most a rate (docs/structured.md).</summary>
/// <param name="Rate">The rate α per step, wherever both see the same input. Below 1 the cell forgets; at 1 or above it bounds
/// growth.</param>
/// <param name="Finite">Gains over the horizon.</param>
/// <param name="Gains">Gains over any number of steps; infinite where the rate is not below 1.</param>
/// <param name="FiniteEnergyGain">γ with Σ_t ‖δy_t‖² ≤ γ² Σ_t ‖δx_t‖² over any number of steps from equal states (incremental L2 gain),
/// disturbances in multiples of their scales; infinite where the rate is not below 1, or none was found in time.</param>
/// <param name="FiniteDisturbance">What one disturbance of the inputs can do as a whole, over the horizon.</param>
/// <param name="Disturbance">The same over any number of steps; infinite where the rate is not below 1.</param>
/// <param name="ForgettingTime">Two sequences that see the same inputs for so many steps differ by at most the chosen fraction (<see
/// cref="CertificateOptions.RecoveryFraction"/>) in every output from then on, whatever they saw before; null where that is not
/// certain.</param>
/// <param name="Ranges">Ranges of every signal at all steps.</param>
public sealed record CertifiedContraction(
    double Rate,
    CertifiedGains Finite,
    CertifiedGains Gains,
    double FiniteEnergyGain,
    CertifiedDisturbance FiniteDisturbance,
    CertifiedDisturbance Disturbance,
    int? ForgettingTime,
    IReadOnlyList<CertifiedRange> Ranges
);

/// <summary>How far one disturbance of the inputs moves outputs, from equal states: gains of the disturbance as a whole, where those of a
/// <see cref="Perturbation"/> add up the worst that each single step and channel could do (docs/structured.md).</summary>
/// <param name="EnergyToPeak">g with ‖δy_T‖² ≤ g² Σ_t ‖δx_t‖² at every step T, disturbances in multiples of their scales (generalized H2
/// gain); and the standard deviation of y_T in multiples of σ where all inputs have independent noise whose densities are at least as
/// log-concave as N(0, σ²), on the box. The whole output: root of the sum of squares.</param>
/// <param name="PeakToPeak">g with |δy_T| ≤ g max_t |δx_t|, output by output (ℓ∞ gain), disturbances in multiples of their scales. The
/// whole output: the largest.</param>
public sealed record CertifiedDisturbance(CertifiedGains EnergyToPeak, CertifiedGains PeakToPeak);
