using System;
using System.Globalization;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The long run of docs/testing-the-rules.md.</summary>
public sealed class LongRunTests(ITestOutputHelper output)
{
    private const int DefaultSeed = 1;

    /// <summary>
    /// SOUNDNESS_MINUTES=30 attacks all cells by all rule sets, at horizons up to 30 and with unbounded inputs, too, for that long;
    /// SOUNDNESS_SEED=n with other draws.
    /// </summary>
    [Fact]
    public void LongRun_FindsNoCellAboveItsGain()
    {
        if (!double.TryParse(Variable("SOUNDNESS_MINUTES"), CultureInfo.InvariantCulture, out double minutes))
        {
            Assert.Skip("Set SOUNDNESS_MINUTES for the long run.");
        }

        int seed = int.TryParse(Variable("SOUNDNESS_SEED"), CultureInfo.InvariantCulture, out int chosen) ? chosen : DefaultSeed;
        var random = new Random(seed);
        var check = new SoundnessCheck(Longest: 30, Samples: 20, Climbs: 6) { Unbounded = true };
        CompiledCell[] cells =
        [
            .. TestCells.Names.Select(row => TestCells.Find(row.Data)),
            WitnessTests.Find("SharedGate"),
            WitnessTests.Find("SharedGates"),
        ];
        int attacks = 0;
        foreach (int attack in LongRun.Attacks(TimeSpan.FromMinutes(minutes), output.WriteLine))
        {
            int draw = attack / cells.Length;
            check.Run(cells[attack % cells.Length], random, $"seed {seed}, draw {draw}");
            attacks++;
        }

        output.WriteLine(
            $"Seed {seed}: {attacks} sets of weights of {cells.Length} cells, all perturbations and rule sets: none exceeded."
        );
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
