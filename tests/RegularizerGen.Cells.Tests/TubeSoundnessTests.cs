using System;
using System.Globalization;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>No search may exceed a certificate around a nominal sequence: reach, movement and gains of every cell.</summary>
public sealed class TubeSoundnessTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    private static readonly double[] Radii = [0.01, 0.1, 0.5];
    private static readonly double[] Scales = [0.3, 1, 3];

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Certificate_IsNeverExceededByWhatAscentReaches(string name)
    {
        var random = new Random(Seed);
        var check = new TubeSoundnessCheck(Climbs: 2, Derivatives: 3);
        foreach (double radius in Radii)
        {
            foreach (double scale in Scales)
            {
                check.Run(TestCells.Find(name), random, radius, scale, random.Next(5, 8), $"seed {Seed}");
            }
        }
    }

    /// <summary>TUBE_SECONDS=600 attacks all cells by random radii, scales and lengths up to 20 for that long; SOUNDNESS_SEED=n with other
    /// draws.</summary>
    [Fact]
    public void LongRun_FindsNoCertificateThatCanBeExceeded()
    {
        if (!double.TryParse(Environment.GetEnvironmentVariable("TUBE_SECONDS"), CultureInfo.InvariantCulture, out double seconds))
        {
            Assert.Skip("Set TUBE_SECONDS for the long run.");
        }

        int seed = int.TryParse(Environment.GetEnvironmentVariable("SOUNDNESS_SEED"), out int chosen) ? chosen : 1;
        var random = new Random(seed);
        var check = new TubeSoundnessCheck(Climbs: 6, Derivatives: 8);
        CompiledCell[] cells = [.. TestCells.Names.Select(row => TestCells.Find(row.Data))];
        int attacks = 0;
        foreach (int attack in LongRun.Attacks(TimeSpan.FromSeconds(seconds), output.WriteLine))
        {
            double radius = Math.Pow(10, (4 * random.NextDouble()) - 3.5);
            double scale = Math.Pow(10, (2 * random.NextDouble()) - 1.2);
            check.Run(cells[attack % cells.Length], random, radius, scale, random.Next(1, 21), $"seed {seed}, attack {attack}");
            attacks++;
        }

        output.WriteLine($"Seed {seed}: {attacks} certificates of {cells.Length} cells: none exceeded.");
    }
}
