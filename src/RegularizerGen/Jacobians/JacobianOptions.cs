using System;

namespace RegularizerGen;

/// <summary>Which outputs a Jacobian penalty covers.</summary>
public enum PenalizedOutputs
{
    /// <summary>The output after the last step, y_T: the quantity that <see cref="TikhonovOptions"/> bounds over a horizon of T
    /// steps.</summary>
    LastStep,

    /// <summary>The outputs after every step, y_1..y_T: the squares of all their derivatives are added.</summary>
    EveryStep,
}

/// <summary>Options of the exact Tikhonov penalty; immutable, validated when a penalty is created. It has no horizon: that is the length of
/// the sequences.</summary>
public sealed record JacobianOptions
{
    /// <summary>Which outputs are penalized.</summary>
    public PenalizedOutputs Outputs { get; init; } = PenalizedOutputs.LastStep;

    /// <summary>
    /// 0: exact, with one sweep per output (and step). Else the number of random directions per call, 1 to 10,000, each one sweep: an
    /// unbiased estimate (Hutchinson 1990 with random signs; Hoffman, Roberts, Yaida 2019, arXiv:1908.02729, for Jacobians).
    /// </summary>
    public int Directions { get; init; }

    /// <summary>Seed of the random directions: the same seed and the same sequence of calls give the same results.</summary>
    public int Seed { get; init; }

    /// <summary>Rows p of a linear read-out y = C h, whose derivatives are then penalized instead of the output signal's; 0 for
    /// none.</summary>
    public int ReadOutRows { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Outputs), nameof(Outputs), (int)Outputs, "LastStep or EveryStep");
        Require(Directions is >= 0 and <= 10_000, nameof(Directions), Directions, "0 (exact) or from 1 to 10,000");
        Require(ReadOutRows >= 0, nameof(ReadOutRows), ReadOutRows, "at least 0");
    }

    private static void Require(bool valid, string option, int value, string range)
    {
        if (!valid)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(JacobianOptions)}.{option} is {value}; it must be {range}."),
                option
            );
        }
    }
}

/// <summary>What one evaluation of the exact penalty gave.</summary>
/// <param name="Penalty">λ times <paramref name="MeanSquare"/>.</param>
/// <param name="MeanSquare">Mean over the batch of ‖∂y/∂(x_1..x_T)‖_F², or its estimate; ∞ where a derivative exceeds the range of the
/// element type.</param>
public readonly record struct JacobianResult(double Penalty, double MeanSquare)
{
    /// <summary>
    /// Whether <c>AddGradient</c> added nothing, because some part of the gradient exceeds the range of the element type. Otherwise all of
    /// it was added, and it is finite.
    /// </summary>
    public bool GradientOmitted { get; init; }

    /// <summary>Root of the mean square: input noise of standard deviation σ moves the output by about σ times this (root mean square), to
    /// first order (Bishop 1995).</summary>
    public double Gain => Math.Sqrt(MeanSquare);
}
