using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>One attack: random sizes, weights and input bound of a cell; the sums of suprema that a search finds against every figure that claims to be above them.</summary>
/// <remarks>Rule sets: base, tight, unit by unit (a penalty of its own), certificates by base and tight rules, over the horizon and over any number of steps.</remarks>
internal sealed record SoundnessCheck(int Longest, int Samples, int Climbs)
{
    // Rounding of the cell's own backward pass, which the search reads.
    private const double Tolerance = 1e-9;

    /// <summary>Whether the inputs may be unbounded, one draw in four.</summary>
    public bool Unbounded { get; init; }

    public void Run(CompiledCell cell, Random random, string where, bool certify = true)
    {
        int[] sizes = [.. Enumerable.Range(0, cell.Model.Dimensions.Count).Select(_ => random.Next(1, 5))];
        int width = sizes[cell.Model.Input.Dimension];
        int outputs = sizes[cell.Model.Nodes[cell.Model.Output].Dimension];
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), Math.Pow(10, (2.2 * random.NextDouble()) - 1.5));
        double bound = random.Next(Unbounded ? 4 : 3) switch { 0 => 0.3, 1 => 1, 2 => 2.5, _ => double.PositiveInfinity };
        int horizon = random.Next(1, Longest + 1);
        double[]? readOut = certify && random.Next(3) == 0 ? TestCells.RandomArray(random, 2 * outputs, 1) : null;
        RecurrentNorm norm = random.Next(4) == 0 ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral;
        int rows = readOut is null ? outputs : 2;
        int row = random.Next(rows);
        Found found = Search(cell, random, sizes, weights, horizon, bound, rows, row, readOut);
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            foreach ((string name, double figure, double least) in Figures(cell, sizes, weights, horizon, bound, norm, perturbation, readOut, found, certify))
            {
                Assert.True(least <= figure * (1 + Tolerance), $"{cell.Name}, {perturbation}, {where}, |x| ≤ {bound}, T = {horizon}: {name} is {figure:R}, found {least:R}.");
            }
        }
    }

    private Found Search(CompiledCell cell, Random random, int[] sizes, double[] weights, int horizon, double bound, int rows, int row, double[]? readOut)
    {
        int width = sizes[cell.Model.Input.Dimension];
        Target[] columns = [.. SupremumSearch.Columns(horizon, width)];
        Target[] entries = [.. SupremumSearch.Entries(row, horizon, width)];
        Target[] spectral = [.. Enumerable.Range(0, horizon).Select(t => new Target.Spectral(t))];
        Target[] rowSums = [.. Enumerable.Range(0, horizon).Select(t => new Target.RowSum(t))];
        Target[] movements = [.. Enumerable.Range(0, rows).Select(r => new Target.Movement(r))];
        SupremumSearch search = new SupremumSearch(cell, sizes, weights, horizon, bound, [.. columns, .. entries, .. spectral, .. rowSums, .. movements], readOut).Run(random, Samples, Climbs);
        return new Found(
            search,
            row,
            Gain: p => p switch { Perturbation.WhiteNoise => search.Root(columns), Perturbation.Energy => search.Sum(spectral), _ => search.Sum(rowSums) },
            Channels: p => [.. columns.Cast<Target.Column>().GroupBy(c => c.Channel).Select(c => p switch
            {
                Perturbation.WhiteNoise => search.Root(c),
                Perturbation.Energy => search.Sum(c),
                _ => search.Sum(entries.Cast<Target.Entry>().Where(e => e.Channel == c.Key)), // the largest entry of a column is at least that of one row
            })],
            Output: p => p switch
            {
                Perturbation.WhiteNoise => search.Root(entries),
                Perturbation.Energy => search.Sum([movements[row]]) / Math.Sqrt(width), // signs, scaled to Euclidean norm 1
                _ => search.Sum([movements[row]]),
            },
            Movement: movements.Max(m => search.Sum([m])));
    }

    /// <summary>Every figure with what it must not lie below.</summary>
    private static IEnumerable<(string Name, double Figure, double Least)> Figures(
        CompiledCell cell, int[] sizes, double[] weights, int horizon, double bound, RecurrentNorm norm, Perturbation perturbation, double[]? readOut, Found found, bool certify)
    {
        double gain = found.Gain(perturbation);
        if (readOut is null)
        {
            var options = new TikhonovOptions { Horizon = horizon, InputBound = bound, NormFloor = 0, Perturbation = perturbation, RecurrentNorm = norm };
            double GainBy(BoundRules rules) => cell.Runner.Regularize(sizes, options with { Rules = rules }, weights, new double[weights.Length], 1).Result.Gain;
            yield return ("base", GainBy(BoundRules.Base), gain);
            yield return ("tight", GainBy(BoundRules.Tight), gain);
            yield return ("base against tight", GainBy(BoundRules.Base), GainBy(BoundRules.Tight));
            if (perturbation == Perturbation.Peak)
            {
                yield return ("unit by unit", cell.Runner.RegularizeUnitwise(sizes, options, weights, new double[weights.Length], 1).Gain, found.Movement);
            }
        }

        foreach (BoundRules rules in certify ? Enum.GetValues<BoundRules>() : [])
        {
            Certificate certificate = cell.Runner.Certify(sizes, new CertificateOptions { Horizon = horizon, InputBound = bound, Perturbation = perturbation, Rules = rules }, weights, readOut);
            foreach ((string name, CertifiedGains gains) in new[] { ("certified", certificate.Finite), ("limit", certificate.Limit?.Gains) }.Where(g => g.Item2 is not null).Select(g => (g.Item1, g.Item2!)))
            {
                yield return ($"{rules} {name}", gains.Gain, gain);
                yield return ($"{rules} {name} output {found.Row}", gains.Outputs[found.Row], found.Output(perturbation));
                double[] channels = found.Channels(perturbation);
                for (int channel = 0; channel < channels.Length; channel++)
                {
                    yield return ($"{rules} {name} channel {channel}", gains.Channels[channel], channels[channel]);
                }
            }
        }
    }

    private sealed record Found(SupremumSearch Search, int Row, Func<Perturbation, double> Gain, Func<Perturbation, double[]> Channels, Func<Perturbation, double> Output, double Movement);
}
