using System;

namespace RegularizerGen.Tool.Audit;

/// <summary>When a limit is refuted, and how long is searched.</summary>
internal static class Refutation
{
    /// <summary>Beyond this share of a limit what is found is no matter of rounding.</summary>
    private const double Beyond = 1 + 1e-9;

    /// <summary>The time that a search may take: what proofs may, but a second at least.</summary>
    public static TimeSpan Search(TimeSpan budget) => budget > TimeSpan.FromSeconds(1) ? budget : TimeSpan.FromSeconds(1);

    /// <summary>Whether what was found refutes a limit.</summary>
    public static bool Exceeds(double found, double limit) => found > limit * Beyond;
}
