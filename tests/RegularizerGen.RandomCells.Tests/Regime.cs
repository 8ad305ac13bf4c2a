using System;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>How large the weights of a cell are.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Least">Decimal exponent of the least scale of a field.</param>
/// <param name="Most">That of the largest.</param>
internal sealed record Regime(string Name, double Least, double Most)
{
    // Three cells of four have ordinary weights, where all checks apply.
    private static readonly Regime[] All =
    [
        new("ordinary", -1.5, 0.7),
        new("ordinary", -1, 0),
        new("ordinary", -0.5, 0.3),
        new("ordinary", -1, 0.3),
        new("mixed", -2, 1.5),
        new("negative", -1, 0.5),
        new("zeros", -1, 0.5),
        new("all zero", 0, 0),
        new("tiny", -320, -20),
        new("huge", 2, 150),
    ];

    /// <summary>Whether derivatives may be compared with differences.</summary>
    public bool IsOrdinary => Name is "ordinary" or "negative";

    public static Regime Draw(Random random) => All[random.Next(random.Next(2) == 0 ? 4 : All.Length)];

    /// <summary>The scale of a field.</summary>
    public double Scale(Random numbers) =>
        Name == "all zero" || (Name == "zeros" && numbers.Next(5) < 2) ? 0 : Math.Pow(10, Least + ((Most - Least) * numbers.NextDouble()));

    /// <summary>A weight at scale 1, of a number in [0, 1).</summary>
    public double Draw(double number) => Name == "negative" ? -number : (2 * number) - 1;
}
