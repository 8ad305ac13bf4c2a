using System.Collections.Generic;

namespace RegularizerGen;

/// <summary>What holds for any number of steps because blocks of several steps contract, although a single one may not
/// (docs/sets.md).</summary>
/// <param name="Steps">Steps N of a block.</param>
/// <param name="DecayRate">Disturbances decay at this rate per step or faster, for sequences of inputs within the bounds, in some norm;
/// below 1.</param>
/// <param name="Gains">Gains over any number of steps from the initial state.</param>
/// <param name="Ranges">Ranges of every signal at all steps.</param>
public sealed record CertifiedBlocks(int Steps, double DecayRate, CertifiedGains Gains, IReadOnlyList<CertifiedRange> Ranges);

/// <summary>What one way of bounding gave by itself.</summary>
/// <param name="Name">"norms" (one figure per state), "unit by unit", "sets", or "structured".</param>
/// <param name="Finite">The gain over the horizon; infinite where it gave none.</param>
/// <param name="AnySteps">The gain over any number of steps; infinite where it gave none.</param>
/// <param name="Remark">Why it gave none, or what ended it; null where there is nothing to say.</param>
public sealed record CertifiedMethod(string Name, double Finite, double AnySteps, string? Remark = null);
