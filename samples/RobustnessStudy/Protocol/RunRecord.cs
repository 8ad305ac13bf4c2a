using System.Collections.Generic;
using RegularizerGen.Samples.RobustnessStudy.Measures;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>A finished run: all candidates of a way at one seed, and what the chosen ones are worth on test data.</summary>
/// <param name="Key">Which run it was.</param>
/// <param name="Candidates">All that were tried, in order of strength.</param>
/// <param name="Chosen">The number of the one that is best on validation data.</param>
/// <param name="IsAtEdge">Whether that is the weakest or the strongest.</param>
/// <param name="Measured">What it is worth.</param>
/// <param name="Strong">The number of the strongest whose clean error on validation data is within <see cref="ProofTolerance"/> of the
/// least: what one takes where proofs matter more.</param>
/// <param name="StrongMeasured">What that is worth.</param>
/// <param name="SecondsPerStep">Median time of an optimizer step.</param>
public sealed record RunRecord(
    RunKey Key,
    IReadOnlyList<CandidateRecord> Candidates,
    int Chosen,
    bool IsAtEdge,
    Measured Measured,
    int Strong,
    Measured StrongMeasured,
    double SecondsPerStep
)
{
    /// <summary>By how much the clean error on validation data may exceed the least, for the sake of proofs.</summary>
    public const double ProofTolerance = 0.03;
}

/// <summary>A strength that was tried.</summary>
/// <param name="Strength">The strength; of a way without, which start it was.</param>
/// <param name="Clean">Clean error on validation data.</param>
/// <param name="Noisy">Noisy error on validation data.</param>
/// <param name="Score">Their geometric mean.</param>
/// <param name="Step">After how many steps it was the best.</param>
public sealed record CandidateRecord(double Strength, double Clean, double Noisy, double Score, int Step);
