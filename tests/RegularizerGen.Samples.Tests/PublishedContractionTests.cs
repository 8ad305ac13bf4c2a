using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Samples.Tests;

/// <summary>The published conditions for contraction of LSTM and GRU.</summary>
public sealed class PublishedContractionTests
{
    private static readonly JsonArray Cases = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "stability.json"))
    )!["cases"]!.AsArray();

    [Theory]
    [InlineData(0, "spectral")]
    [InlineData(1, "maxRowSum")]
    public void Lstm_HasTheFiguresOfStability(int index, string norm)
    {
        JsonNode figures = Cases[index]!;
        Assert.Equal(norm, (string)figures["norm"]!);
        Gate[] gates = [.. Enumerable.Range(0, 4).Select(k => OfStability(figures, k))]; // f, i, o, c
        double[,] a = PublishedContraction.Lstm(
            gates[1],
            gates[0],
            gates[3],
            gates[2],
            m => norm == "spectral" ? m.L2Norm() : m.InfinityNorm()
        );
        Assert.Equal((double)figures["forgetGateBound"]!, gates[0].Ceiling, 1e-14);
        Assert.Equal((double)figures["inputGateBound"]!, gates[1].Ceiling, 1e-14);
        Assert.Equal((double)figures["outputGateBound"]!, gates[2].Ceiling, 1e-14);
        Assert.Equal((double)figures["candidateBound"]!, gates[3].Size, 1e-14);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal((double)figures["A"]![k / 2]![k % 2]!, a[k / 2, k % 2], 1e-14);
        }

        Assert.Equal((double)figures["spectralRadius"]!, PublishedContraction.SpectralRadius(a), 1e-14);
    }

    [Fact]
    public void Gru_HasTheFiguresOfStability()
    {
        JsonNode figures = Cases[2]!;
        Gate[] gates = [.. Enumerable.Range(0, 3).Select(k => OfStability(figures, k))]; // z, f, r
        Assert.Equal((double)figures["updateBound"]!, gates[0].Ceiling, 1e-14);
        Assert.Equal((double)figures["A"]!, PublishedContraction.Gru(gates[0], gates[1], gates[2]), 1e-14);
        Assert.Equal((double)figures["deltaISS"]!, GruCondition(gates[0], gates[1], gates[2]), 1e-14);
    }

    /// <summary>One unit, by hand: σ̄_z = σ̄_r = ½, and a candidate 1.2 (r h) + ¼: r h moves by ½, r (1.2 h + ¼) by ½·1.2.</summary>
    [Fact]
    public void OneUnit_HasTheRateComputedByHand()
    {
        var still = Of(0, 0, 0);
        Assert.Equal(0.5 + (0.5 * 1.2 * 0.5), PublishedContraction.Gru(still, still, Of(0, 1.2, 0.25)), 1e-15);
        Assert.Equal(
            0.5 + (0.5 * 1.2 * 0.5),
            PublishedContraction.GruResetAfter(still, still, Of(0, 1.2, 0), Vector<double>.Build.Dense(1, 0.25)),
            1e-15
        );

        // A reset gate σ(2 h) moves by ¼·2, times |h| ≤ 1 before the product, times |1.2 h + ¼| ≤ 1.45 after it.
        double ceiling = 1 / (1 + Math.Exp(-2));
        var reset = Of(0, 2, 0);
        Assert.Equal(0.5 + (0.5 * 1.2 * (0.5 + ceiling)), PublishedContraction.Gru(still, reset, Of(0, 1.2, 0.25)), 1e-15);
        Assert.Equal(
            0.5 + (0.5 * ((1.2 * ceiling) + (0.5 * 1.45))),
            PublishedContraction.GruResetAfter(still, reset, Of(0, 1.2, 0), Vector<double>.Build.Dense(1, 0.25)),
            1e-15
        );

        // An update gate σ(0.4 h) moves the blend by ¼·0.4 (1 + tanh 1.45).
        double z = 1 / (1 + Math.Exp(-0.4));
        Assert.Equal(
            z + ((1 - z) * 0.6) + (0.1 * (1 + Math.Tanh(1.45))),
            PublishedContraction.Gru(Of(0, 0.4, 0), still, Of(0, 1.2, 0.25)),
            1e-15
        );
    }

    /// <summary>Rates below 1 are the conditions as they are written in the papers, on both sides of the edge.</summary>
    [Fact]
    public void Rates_AreBelowOneExactlyWhereTheConditionsHold()
    {
        var random = new Random(3);
        int held = 0;
        const int Draws = 400;
        for (int draw = 0; draw < Draws; draw++)
        {
            int units = random.Next(1, 5);
            double scale = Math.Pow(10, random.NextDouble() - 1);
            double[] weights = [.. Enumerable.Range(0, 4 * units * (units + 3)).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
            Gate[] g = Gate.Split(weights, 4, 2, units);
            double lstm = PublishedContraction.SpectralRadius(PublishedContraction.Lstm(g[0], g[1], g[2], g[3], u => u.L2Norm()));
            Assert.Equal(LstmCondition(g[0], g[1], g[2], g[3]), lstm < 1);
            Assert.Equal(GruCondition(g[0], g[1], g[2]) < 1, PublishedContraction.Gru(g[0], g[1], g[2]) < 1);
            held += lstm < 1 ? 1 : 0;
        }

        Assert.InRange(held, Draws / 10, Draws * 9 / 10);
    }

    [Fact]
    public void MissingWeights_AreRefused() => Assert.Throws<ArgumentException>(() => Gate.Split(new double[20], 3, 1, 2));

    /// <summary>A_δ is a Schur matrix, by Jury's criterion.</summary>
    private static bool LstmCondition(Gate i, Gate f, Gate g, Gate o)
    {
        double cell = i.Ceiling * g.Size / (1 - f.Ceiling);
        double alpha = (0.25 * f.U.L2Norm() * cell) + (i.Ceiling * g.U.L2Norm()) + (0.25 * i.U.L2Norm() * g.Size);
        double outer = 0.25 * Math.Tanh(cell) * o.U.L2Norm();
        return -1 + f.Ceiling + (alpha * o.Ceiling) + outer < f.Ceiling * outer && f.Ceiling * outer < 1;
    }

    /// <summary>The left side over the condition's right side of 1.</summary>
    private static double GruCondition(Gate z, Gate f, Gate r) =>
        (r.U.InfinityNorm() * ((0.25 * f.U.InfinityNorm()) + f.Ceiling)) + (0.25 * (1 + r.Size) / (1 - z.Ceiling) * z.U.InfinityNorm());

    private static Gate Of(double w, double u, double b) =>
        new(Matrix<double>.Build.Dense(1, 1, w), Matrix<double>.Build.Dense(1, 1, u), Vector<double>.Build.Dense(1, b));

    private static Gate OfStability(JsonNode figures, int gate)
    {
        int x = (int)figures["X"]!;
        int h = (int)figures["H"]!;
        double scale = (double)figures["scale"]!;
        return new Gate(Fill(gate, x), Fill(gate + 10, h), Fill(gate + 20, 1).Column(0));

        Matrix<double> Fill(int k, int columns) =>
            Matrix<double>.Build.Dense(h, columns, (i, j) => scale * Math.Sin(1 + (7 * k) + (i * columns) + j));
    }
}
