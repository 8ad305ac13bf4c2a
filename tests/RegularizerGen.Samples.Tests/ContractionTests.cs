using System;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.CellZoo;
using Spectre.Console;

namespace RegularizerGen.Samples.Tests;

/// <summary>Contraction that is proved beside the growth that is found.</summary>
[Collection("console")]
public sealed class ContractionTests
{
    /// <summary>h' = ½ h + ½ tanh(u h + small x): differences decay at ½ + ½ u at h = 0, and nowhere more slowly.</summary>
    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(1.4)]
    public void Search_FindsTheOrbitThatForgetsSlowest(double u)
    {
        double[] weights = new double[9]; // Wz Wr Wn Uz Ur Un bz br bn
        (weights[2], weights[5], weights[7]) = (0.01, u, 100);
        Assert.Equal(0.5 + (0.5 * u), new ContractionSearch(Gru.Description, [1, 1], weights, seed: 1).Rate(), 1e-6);
    }

    /// <summary>Networks of all sizes of weights, and such as meet the published condition by a hair.</summary>
    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    public void PublishedRates_AreNeverBelowWhatIsFound(string name)
    {
        var random = new Random(4);
        CellDescription cell = ContractionCase.Cells(name).Zero;
        int grown = 0;
        for (int draw = 0; draw < 12; draw++)
        {
            int units = random.Next(1, 4);
            double[] weights = ContractionCase.Weights(cell, 1, units, scale: 8, draw);
            double[] scaled = draw % 2 == 0 ? weights : Edge(units, weights);
            double published = ContractionCase.PublishedRate(name, 1, units, scaled);
            double found = new ContractionSearch(cell, [1, units], scaled, draw).Rate();
            Assert.InRange(found, 0, published);
            grown += found > 1 ? 1 : 0;
        }

        Assert.InRange(grown, 1, 6); // the search finds growth where there is some

        // The largest multiple of weights, by bisection, at which the condition holds.
        double[] Edge(int units, double[] weights)
        {
            (double holds, double fails) = (0, 1);
            for (int k = 0; k < 30; k++)
            {
                double middle = (holds + fails) / 2;
                bool isMet = ContractionCase.PublishedRate(name, 1, units, [.. weights.Select(w => middle * w)]) < 1;
                (holds, fails) = isMet ? (middle, fails) : (holds, middle);
            }

            return [.. weights.Select(w => holds * w)];
        }
    }

    /// <summary>A published code takes max|a_ij| for the largest row sum. With a row of four entries 0.4, z ≈ 0 and r ≈ 1 it sees the rate
    /// 0.4 of a network that grows by 1.6 per step.</summary>
    [Fact]
    public void NetworkThatAWrongNormCertifies_IsFoundToGrow()
    {
        const int Units = 4;
        double[] weights = new double[(3 * Units) + (3 * Units * Units) + (3 * Units)];
        weights.AsSpan(2 * Units, Units).Fill(1e-3); // Wn
        weights.AsSpan((3 * Units) + (2 * Units * Units), Units * Units).Fill(0.4); // Un
        weights.AsSpan((3 * Units) + (3 * Units * Units), Units).Fill(-30); // bz
        weights.AsSpan((4 * Units) + (3 * Units * Units), Units).Fill(30); // br
        Gate[] gates = Gate.Split(weights, 3, 1, Units);
        Assert.True(gates[2].U.Enumerate().Max() * gates[1].Ceiling < 1, "The wrong norm certifies these weights.");
        double found = new ContractionSearch(Gru.Description, [1, Units], weights, seed: 1).Rate();
        Assert.Equal(1.6, found, 1e-6);
        Assert.InRange(ContractionCase.PublishedRate("Gru", 1, Units, weights), found * (1 - 1e-9), double.PositiveInfinity);
    }

    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    public void Case_IsProvedBeyondWhatIsFound_AndMoreIsNoticed(string name)
    {
        ContractionCase at = ContractionCase.Of(name, inputs: 1, units: 3, scale: 0.3, seed: 1);
        Assert.False(at.IsExceeded);
        Assert.InRange(at.FoundRate, 0.45, Math.Min(at.Zero.Least, at.Published));
        Assert.InRange(at.FoundGain, 0.01, at.Zero.Gain);
        Assert.True(at.Zero.Structured <= at.Anywhere.Structured && at.Zero.Gain <= at.Anywhere.Gain);
        Assert.True((at with { FoundRate = 1.001 * at.Zero.Least }).IsExceeded);
        Assert.True((at with { FoundGain = 1.001 * at.Zero.Gain }).IsExceeded);
        Assert.True((at with { Published = 0.999 * at.FoundRate }).IsExceeded);
    }

    [Fact]
    public void CellWithoutAPublishedCondition_IsRefused() =>
        Assert.Contains(
            "Elman",
            Assert.Throws<ArgumentException>(() => ContractionCase.Of("Elman", 1, 1, 1, 1)).Message,
            StringComparison.Ordinal
        );

    /// <summary>Wherever the published condition holds in the table, certificates are of no fewer starts: its |c| ≤ c̄ lies within
    /// theirs.</summary>
    [Fact]
    public void Starts_ContainThePublishedOnes()
    {
        int met = 0;
        CellDescription cell = AnywhereLstm.Description;
        double bound = cell.Step([1, 1]).States[1].Max.Value;
        foreach (ContractionStudy study in ContractionStudy.Default.Where(s => s.Name == "Lstm"))
        {
            foreach ((double scale, int seed) in study.Scales.SelectMany(s => Enumerable.Range(1, 5).Select(seed => (s, seed))))
            {
                double[] weights = ContractionCase.Weights(cell, study.Inputs, study.Units, scale, seed);
                Gate[] gates = Gate.Split(weights, 4, study.Inputs, study.Units); // i, f, g, o
                if (ContractionCase.PublishedRate("Lstm", study.Inputs, study.Units, weights) < 1)
                {
                    met++;
                    Assert.InRange(gates[0].Ceiling * gates[2].Size / (1 - gates[1].Ceiling), 0, bound);
                }
            }
        }

        Assert.True(met >= 10);
    }

    [Fact]
    public void LargestScale_IsTheLastOfThoseWithoutAGap()
    {
        var study = new ContractionStudy("Gru", 1, 1, [0.1, 0.2, 0.4]);
        ContractionCase[][] cases = [Rates(0.5, 0.5), Rates(0.9, 1), Rates(0.8, 0.9)];
        var results = new ContractionStudy.Results(cases, [1, 2]);
        Assert.Equal(0.25, study.Largest(results, c => c.Published)!.Value, 1e-12);
        Assert.Null(study.Largest(results with { Cases = [Rates(0.5, 1), .. cases[1..]] }, c => c.Published));

        static ContractionCase[] Rates(params double[] rates) =>
            [.. rates.Select(r => new ContractionCase(r, new ContractionRates(1, 1, 1, 1, 1), new ContractionRates(1, 1, 1, 1, 1), 0, 0))];
    }

    [Fact]
    public void Table_ShowsEveryScale()
    {
        IAnsiConsole kept = AnsiConsole.Console;
        using var written = new StringWriter();
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written) });
        AnsiConsole.Profile.Width = 250;
        try
        {
            Assert.Equal(0, ContractionTable.Show([new ContractionStudy("Gru", 1, 2, [0.2, 0.45])], seeds: 2));
        }
        finally
        {
            AnsiConsole.Console = kept;
        }

        Assert.All(
            new[] { "seeds 1 to 2", "published", "structured, 0", "Gru, 1 inputs, 2 units", "0.20", "0.45", "found to grow" },
            part => Assert.Contains(part, written.ToString(), StringComparison.Ordinal)
        );
    }
}
