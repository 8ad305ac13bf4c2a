using System.Collections.Generic;

namespace RegularizerGen.Benchmarks;

/// <summary>Sizes of a training step.</summary>
/// <param name="Inputs">Width of the inputs.</param>
/// <param name="Units">Units of the cell.</param>
/// <param name="Steps">Length of the sequences.</param>
/// <param name="Batch">Number of sequences.</param>
public sealed record StepSize(int Inputs, int Units, int Steps, int Batch)
{
    /// <summary>What is measured.</summary>
    public static IEnumerable<StepSize> All =>
        [new(8, 32, 64, 32), new(8, 32, 64, 1), new(2, 16, 100, 8), new(8, 64, 64, 32), new(8, 128, 64, 32), new(8, 256, 64, 32)];

    /// <inheritdoc/>
    public override string ToString() => $"{Inputs}, {Units}, {Steps}, {Batch}";
}
