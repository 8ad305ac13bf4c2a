using System;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>What every run of a study has in common: the same budget for all ways.</summary>
/// <param name="Units">Hidden units.</param>
/// <param name="Batch">Windows of a batch.</param>
/// <param name="Steps">Optimizer steps per candidate.</param>
/// <param name="Evaluations">How often validation is looked at on the way; the best of these networks is kept.</param>
/// <param name="Candidates">Strengths tried per way, at least 3.</param>
/// <param name="Windows">Windows of test data that are attacked and certified.</param>
/// <param name="ProofBudget">Time for what keeps signs in a certificate; zero for none.</param>
public sealed record Settings(int Units, int Batch, int Steps, int Evaluations, int Candidates, int Windows, TimeSpan ProofBudget)
{
    /// <summary>The rate at the first step after the warm-up.</summary>
    public const double Rate = 5e-3;

    /// <summary>Steps over which the rate rises.</summary>
    public const int WarmUp = 20;

    /// <summary>The largest norm of a gradient that is not clipped.</summary>
    public const double LargestNorm = 1;

    /// <summary>Deviation of the noise that counts as noisy, in validation and in the report.</summary>
    public const double Noise = 0.1;

    /// <summary>Three minutes, for tests of the protocol: nothing is learned from it.</summary>
    public static Settings Quick { get; } = new(8, 8, 120, 4, 3, 1, TimeSpan.Zero);

    /// <summary>Twenty minutes.</summary>
    public static Settings Default { get; } = new(16, 16, 1000, 20, 5, 3, TimeSpan.FromSeconds(5));

    /// <summary>Hours.</summary>
    public static Settings Full { get; } = new(32, 16, 4000, 40, 6, 8, TimeSpan.FromSeconds(20));

    /// <summary>What tells results of different settings apart.</summary>
    public string Protocol =>
        FormattableString.Invariant($"units {Units}, batch {Batch}, steps {Steps}, evaluations {Evaluations}, candidates {Candidates}, ")
        + FormattableString.Invariant($"windows {Windows}, proofs {ProofBudget.TotalSeconds} s");
}
