namespace RegularizerGen;

/// <summary>Up to which size of its inputs a cell is proved to forget them.</summary>
/// <param name="InputBound">Contractive for |x_t| ≤ this, elementwise, at all steps; of several inputs the largest of their bounds, all in
/// the ratio of those given. 0 where nothing was proved.</param>
/// <param name="NotProved">The least bound at which a proof was tried and failed; infinite where none failed.</param>
/// <param name="Steps">Steps of the block that contracts, 1 where one norm serves every step; null where nothing was proved.</param>
/// <param name="DecayRate">The rate per step at that bound; null where nothing was proved.</param>
public sealed record ContractiveBound(double InputBound, double NotProved, int? Steps, double? DecayRate);
