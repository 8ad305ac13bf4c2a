using RegularizerGen.Samples.RobustnessStudy.Models;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>A network that a strength led to.</summary>
/// <param name="Strength">The strength; of a way without, which start it was.</param>
/// <param name="Network">The network.</param>
/// <param name="Score">What it is worth on validation data.</param>
/// <param name="Step">After how many steps it was the best.</param>
/// <param name="SecondsPerStep">Time of an optimizer step, wall clock.</param>
public sealed record Candidate(double Strength, TrainedNetwork Network, ValidationScore Score, int Step, double SecondsPerStep);

/// <summary>Errors on validation data, in the units in which networks see them.</summary>
/// <param name="Clean">Root mean square error.</param>
/// <param name="Noisy">The same under input noise of deviation <see cref="Settings.Noise"/>.</param>
/// <param name="Score">Their geometric mean, by which networks are chosen: the same share of either counts as much.</param>
public readonly record struct ValidationScore(double Clean, double Noisy, double Score);
