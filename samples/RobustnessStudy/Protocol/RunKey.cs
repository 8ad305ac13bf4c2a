namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>What tells runs apart.</summary>
/// <param name="Protocol">The settings.</param>
/// <param name="Task">The task.</param>
/// <param name="HasFewData">Whether it had a quarter of the training data.</param>
/// <param name="Model">The cell.</param>
/// <param name="Way">The way.</param>
/// <param name="Seed">The seed.</param>
public sealed record RunKey(string Protocol, string Task, bool HasFewData, string Model, string Way, int Seed)
{
    public override string ToString() => $"{Task}{(HasFewData ? ", few data" : string.Empty)}, {Model}, {Way}, seed {Seed}";
}
