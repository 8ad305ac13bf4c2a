using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Networks of one cell and size, with weights of several scales.</summary>
/// <param name="Name">Lstm, Gru or GruResetAfter.</param>
/// <param name="Scales">Weights are uniform in ± scale/√H; ascending.</param>
public sealed record ContractionStudy(string Name, int Inputs, int Units, IReadOnlyList<double> Scales)
{
    /// <summary>Scales at which growth is looked for.</summary>
    private static readonly double[] Large = [1, 1.5, 2, 2.5, 3, 4, 5, 6];

    /// <summary>What the table shows.</summary>
    public static IReadOnlyList<ContractionStudy> Default { get; } =
    [
        new("Lstm", 4, 16, [0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7]),
        new("Gru", 4, 16, [0.2, 0.25, 0.3, 0.4, 0.5, 0.6]),
        new("GruResetAfter", 4, 16, [0.2, 0.25, 0.3, 0.4, 0.5, 0.6]),
        new("Lstm", 2, 32, [0.25, 0.4]),
    ];

    /// <summary>Results.</summary>
    /// <param name="Cases">[scale][seed].</param>
    /// <param name="Growth">Of every seed, the least of some large scales at which a search found that differences grow; infinite where it
    /// found none.</param>
    public sealed record Results(ContractionCase[][] Cases, double[] Growth);

    /// <summary>Networks with seeds 1 to so many, on all cores.</summary>
    /// <param name="seeds">At least 1.</param>
    /// <param name="done">Called after every network, from any thread.</param>
    /// <exception cref="ArgumentException">There is no published condition for the cell, or a size is less than 1.</exception>
    public Results Run(int seeds, Action done)
    {
        CellDescription cell = ContractionCase.Cells(Name).Zero;
        ContractionCase[][] cases = [.. Scales.Select(_ => new ContractionCase[seeds])];
        double[] growth = new double[seeds];
        Parallel.For(
            0,
            seeds * (Scales.Count + 1),
            k =>
            {
                (int row, int seed) = Math.DivRem(k, seeds);
                if (row < Scales.Count)
                {
                    cases[row][seed] = ContractionCase.Of(Name, Inputs, Units, Scales[row], seed + 1);
                }
                else
                {
                    growth[seed] = Large.Where(scale => Grows(scale, seed + 1)).DefaultIfEmpty(double.PositiveInfinity).First();
                }

                done();
            }
        );
        return new Results(cases, growth);

        bool Grows(double scale, int seed)
        {
            double[] weights = ContractionCase.Weights(cell, Inputs, Units, scale, seed);
            return new ContractionSearch(cell, [Inputs, Units], weights, seed).Rate() > 1;
        }
    }

    /// <summary>The mean over seeds of the largest scale up to which all scales are proved to contract; null where one seed has
    /// none.</summary>
    public double? Largest(Results results, Func<ContractionCase, double> rate)
    {
        int[] proved = [.. results.Growth.Select((_, seed) => results.Cases.TakeWhile(row => rate(row[seed]) < 1).Count())];
        return proved.Min() == 0 ? null : proved.Average(count => Scales[count - 1]);
    }
}
