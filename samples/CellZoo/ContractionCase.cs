using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace RegularizerGen.Samples.CellZoo;

/// <summary>Rates at which one network is proved to contract over |x| ≤ 1 by several ways; at 1 or above nothing is proved for
/// ever.</summary>
/// <param name="Norms">One norm per state, the lower of the spectral and the maximum norm.</param>
/// <param name="UnitByUnit">Unit by unit, or the maximum norm where that is lower.</param>
/// <param name="Blocks">Blocks of up to 8 steps, by sets; infinite where none contracts.</param>
/// <param name="Structured">One norm for every step, found for the network.</param>
/// <param name="Gain">The least gain under <see cref="Perturbation.Peak"/> over any number of steps.</param>
public sealed record ContractionRates(double Norms, double UnitByUnit, double Blocks, double Structured, double Gain)
{
    private static readonly CertificateOptions Box = new()
    {
        Perturbation = Perturbation.Peak,
        InputBound = 1,
        Horizon = 8,
        LongestBlock = 8,
        Budget = TimeSpan.FromMinutes(10), // never used up: what is shown does not depend on the machine
    };

    /// <summary>The lowest.</summary>
    public double Least => Math.Min(Math.Min(Norms, UnitByUnit), Math.Min(Blocks, Structured));

    /// <summary>What certificates of |x| ≤ 1 say of a cell, from the starts that it declares.</summary>
    public static ContractionRates Of(CellDescription cell, int[] sizes, double[] weights)
    {
        Certificate peak = cell.Certify(sizes, Box, weights);
        Certificate energy = cell.Certify(sizes, Box with { Perturbation = Perturbation.Energy, Budget = TimeSpan.Zero }, weights);
        return new ContractionRates(
            Math.Min(Or(peak.Limit?.SpectralRadius), Or(energy.Limit?.SpectralRadius)),
            Or(peak.Limit?.DecayRate),
            Or(peak.Blocks?.DecayRate),
            Or(peak.Contraction?.Rate),
            peak.AnyStepsGain
        );

        static double Or(double? rate) => rate ?? double.PositiveInfinity;
    }
}

/// <summary>One network.</summary>
/// <param name="Published">The rate of the published condition, from any start.</param>
/// <param name="Anywhere">From any start with |h| ≤ 1 (and |c| ≤ 2).</param>
/// <param name="Zero">From the start 0.</param>
/// <param name="FoundRate">The slowest decay that a search found.</param>
/// <param name="FoundGain">The largest gain that a search found.</param>
public sealed record ContractionCase(double Published, ContractionRates Anywhere, ContractionRates Zero, double FoundRate, double FoundGain)
{
    /// <summary>Whether something was found beyond what is proved.</summary>
    public bool IsExceeded =>
        FoundGain > Zero.Gain || FoundGain > Anywhere.Gain || FoundRate > Math.Min(Published, Math.Min(Anywhere.Least, Zero.Least));

    /// <summary>The network of a seed, weights uniform in ± scale/√H.</summary>
    /// <param name="name">Lstm, Gru or GruResetAfter.</param>
    /// <exception cref="ArgumentException">It is none of them, or a size is less than 1.</exception>
    public static ContractionCase Of(string name, int inputs, int units, double scale, int seed)
    {
        (CellDescription zero, CellDescription anywhere) = Cells(name);
        int[] sizes = [inputs, units];
        double[] weights = Weights(zero, inputs, units, scale, seed);
        var search = new ContractionSearch(zero, sizes, weights, seed);
        return new ContractionCase(
            Published: PublishedRate(name, inputs, units, weights),
            ContractionRates.Of(anywhere, sizes, weights),
            ContractionRates.Of(zero, sizes, weights),
            search.Rate(),
            search.Gain()
        );
    }

    /// <summary>The rate of the published condition of a cell of the zoo; an LSTM's in the Euclidean norm.</summary>
    /// <exception cref="ArgumentException">There is none, or there are fewer weights than the sizes ask for.</exception>
    public static double PublishedRate(string name, int inputs, int units, double[] weights) =>
        name switch
        {
            "Lstm" when Gate.Split(weights, 4, inputs, units) is [var i, var f, var g, var o] => PublishedContraction.SpectralRadius(
                PublishedContraction.Lstm(i, f, g, o, u => u.L2Norm())
            ),
            "Gru" when Gate.Split(weights, 3, inputs, units) is [var z, var r, var n] => PublishedContraction.Gru(z, r, n),
            "GruResetAfter" when Gate.Split(weights, 3, inputs, units) is [var z, var r, var n] => PublishedContraction.GruResetAfter(
                z,
                r,
                n,
                Vector<double>.Build.Dense(weights[^units..])
            ),
            _ => throw new ArgumentException($"There is no published condition for {name}.", nameof(name)),
        };

    /// <summary>Weights uniform in ± scale/√H.</summary>
    public static double[] Weights(CellDescription cell, int inputs, int units, double scale, int seed)
    {
        var random = new Random(seed);
        int count = cell.ParameterCount([inputs, units]);
        return [.. Enumerable.Range(0, count).Select(_ => scale / Math.Sqrt(units) * ((2 * random.NextDouble()) - 1))];
    }

    /// <summary>A cell of the zoo, which starts from 0, and the same from any start.</summary>
    /// <exception cref="ArgumentException">There is no published condition for it.</exception>
    public static (CellDescription Zero, CellDescription Anywhere) Cells(string name) =>
        name switch
        {
            "Lstm" => (Lstm.Description, AnywhereLstm.Description),
            "Gru" => (Gru.Description, AnywhereGru.Description),
            "GruResetAfter" => (GruResetAfter.Description, AnywhereGruResetAfter.Description),
            _ => throw new ArgumentException($"There is no published condition for {name}.", nameof(name)),
        };
}
