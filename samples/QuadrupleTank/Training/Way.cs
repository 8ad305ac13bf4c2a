using System.Collections.Generic;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>How a network is kept from following noise.</summary>
public enum Way
{
    Plain,
    WeightDecay,
    InputNoise,
    Tikhonov,
    Stability,
    Structured,
    Jacobian,
}

/// <summary>The ways that the sample compares.</summary>
public static class Ways
{
    public static IReadOnlyList<Way> All { get; } =
    [Way.Plain, Way.WeightDecay, Way.InputNoise, Way.Jacobian, Way.Tikhonov, Way.Stability, Way.Structured];

    public static string Title(this Way way) =>
        way switch
        {
            Way.Plain => "plain",
            Way.WeightDecay => "weight decay",
            Way.InputNoise => "input noise",
            Way.Tikhonov => "Tikhonov bound",
            Way.Jacobian => "exact penalty",
            Way.Structured => "structured",
            _ => "stability",
        };

    /// <summary>Whether it is there for a proof of contraction.</summary>
    public static bool IsForProof(this Way way) => way is Way.Stability or Way.Structured;

    /// <summary>Candidate strengths: the same number for every way that has one.</summary>
    public static IReadOnlyList<double> Strengths(this Way way) =>
        way switch
        {
            Way.Plain => [0],
            Way.WeightDecay => [1e-5, 1e-4, 1e-3, 1e-2], // λ of λ‖θ‖²
            Way.InputNoise => [0.05, 0.1, 0.2, 0.4], // standard deviation
            Way.Jacobian => [0.05, 0.1, 0.2, 0.4], // standard deviation of the noise that it stands for
            Way.Tikhonov => [1e-6, 1e-5, 1e-4, 1e-3], // λ of λτ²·ln(1 + g²/τ²)
            Way.Structured => [1e-5, 3e-5], // λ of the bound of peaks, tight, τ = 1, beside the structured margin at 0.1
            _ => [1e-2, 1e-1], // λ of λ·ln(1 + e²), e the excess of ρ(A)
        };
}
