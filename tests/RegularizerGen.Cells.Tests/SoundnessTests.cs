using System;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>No sum of suprema that search finds may exceed a figure, for every cell, perturbation, rule set and random weights.</summary>
public sealed class SoundnessTests
{
    private const int Seed = 20261124;
    private const int LstmDraws = 250;
    private const int CellDraws = 8;

    [Fact]
    public void Lstm_GainIsNeverBelowWhatSearchFinds()
    {
        var random = new Random(Seed);
        var check = new SoundnessCheck(Longest: 6, Samples: 12, Climbs: 0);
        for (int draw = 0; draw < LstmDraws; draw++)
        {
            check.Run(TestCells.Find("Lstm"), random, $"seed {Seed}, draw {draw}", certify: draw % 4 == 0);
        }
    }

    /// <summary>The cells of white noise, whose channels want different gates, by name; and all others.</summary>
    [Theory]
    [InlineData("Witness.SharedGate")]
    [InlineData("Witness.SharedGates")]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void EveryCell_GainIsNeverBelowWhatAscentFinds(string name)
    {
        var random = new Random(Seed);
        var check = new SoundnessCheck(Longest: 6, Samples: 12, Climbs: 5);
        CompiledCell cell = Find(name);
        for (int draw = 0; draw < CellDraws; draw++)
        {
            check.Run(cell, random, $"seed {Seed}, draw {draw}");
        }
    }

    private static CompiledCell Find(string name) =>
        name.StartsWith("Witness.", StringComparison.Ordinal) ? WitnessTests.Find(name[8..]) : TestCells.Find(name);
}
