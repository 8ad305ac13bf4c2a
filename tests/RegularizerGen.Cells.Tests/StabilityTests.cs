using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Certificates against the figures of stability.json and the published formulas for LSTM and GRU.</summary>
public sealed class StabilityTests
{
    private static readonly IReadOnlyList<CompiledCell> Cells = CellCompiler.Compile(
        Path.Combine(TestCells.GoldenFolder, "StabilityCells.cs"),
        TextWriter.Null
    )!;

    public static CompiledCell Lstm => Cells.First(c => c.Name == "InvariantLstm");

    public static CompiledCell Gru => Cells.First(c => c.Name == "InvariantGru");

    public static CompiledCell HardGru => Cells.First(c => c.Name == "HardGru");

    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Cases))]
    public void BaseRules_ReproduceStabilityFigures(int index)
    {
        JsonNode figures = Case(index);
        JsonNode ours = figures["byOurRules"]!;
        CertifiedLimit limit = Certify(figures, biases: true).Limit!;
        string[] states = IsLstm(figures) ? ["c", "h"] : ["h"];
        for (int row = 0; row < states.Length; row++)
        {
            for (int column = 0; column < states.Length; column++)
            {
                AssertUpper((double)ours["A"]![row]![column]!, limit.Coefficients.A[states[row]][states[column]]);
            }

            AssertUpper((double)ours["B"]![row]!, limit.Coefficients.B[states[row]]);
            CertifiedRange range = limit.Ranges.Single(r => r.Signal == states[row] && r.Kind == "previous");
            Assert.Equal((double)ours["ranges"]![states[row]]![0]!, range.Lower, 1e-9);
            Assert.Equal((double)ours["ranges"]![states[row]]![1]!, range.Upper, 1e-9);
        }

        AssertUpper((double)ours["spectralRadius"]!, limit.SpectralRadius);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Certificates_NeverExceedPublishedFigures(int index)
    {
        JsonNode figures = Case(index);
        CertifiedLimit limit = Certify(figures, biases: true).Limit!;
        if (!IsLstm(figures))
        {
            Assert.True(limit.SpectralRadius <= (double)figures["A"]!);
            return;
        }

        string[] states = ["c", "h"];
        for (int row = 0; row < 2; row++)
        {
            Assert.True(limit.Coefficients.A[states[row]]["c"] <= (double)figures["A"]![row]![0]!);
            Assert.True(limit.Coefficients.A[states[row]]["h"] <= (double)figures["A"]![row]![1]!);
            Assert.True(limit.Coefficients.B[states[row]] <= (double)figures["B"]![row]!);
        }

        Assert.True(limit.SpectralRadius <= (double)figures["spectralRadius"]!);
        Assert.True(limit.Gains.Gain <= (double)figures["steadyStateGain"]![1]!);
    }

    /// <summary>Terzi et al. 2021 for LSTM: with zero biases the ranges are symmetric, and our coefficients are theirs.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LstmWithoutBiases_EqualsThePublishedFormulas(int index)
    {
        JsonNode figures = Case(index);
        int x = (int)figures["X"]!;
        int h = (int)figures["H"]!;
        double scale = (double)figures["scale"]!;
        bool peak = (string)figures["norm"]! == "maxRowSum";
        CertifiedLimit limit = Certify(figures, biases: false).Limit!;

        double Norm(double[] m, int columns) =>
            peak
                ? Enumerable.Range(0, h).Max(row => Enumerable.Range(0, columns).Sum(k => Math.Abs(m[(row * columns) + k])))
                : Oracle.SpectralNorm(m, h, columns);
        double[] W(int k) => Fill(k, h, x, scale);
        double[] U(int k) => Fill(k + 10, h, h, scale);
        double Reach(int k) =>
            Enumerable
                .Range(0, h)
                .Max(row =>
                    Enumerable.Range(0, x).Sum(j => Math.Abs(W(k)[(row * x) + j]))
                    + Enumerable.Range(0, h).Sum(j => Math.Abs(U(k)[(row * h) + j]))
                );
        double Sigma(double v) => 1 / (1 + Math.Exp(-v));
        double f = Sigma(Reach(0));
        double i = Sigma(Reach(1));
        double o = Sigma(Reach(2));
        double g = Math.Tanh(Reach(3));
        double c = i * g / (1 - f);
        double alpha = (0.25 * c * Norm(U(0), h)) + (i * Norm(U(3), h)) + (0.25 * g * Norm(U(1), h));
        double beta = (0.25 * c * Norm(W(0), x)) + (i * Norm(W(3), x)) + (0.25 * g * Norm(W(1), x));
        double outer = 0.25 * Math.Tanh(c);
        AssertSame(f, limit.Coefficients.A["c"]["c"]);
        AssertSame(alpha, limit.Coefficients.A["c"]["h"]);
        AssertSame(o * f, limit.Coefficients.A["h"]["c"]);
        AssertSame((o * alpha) + (outer * Norm(U(2), h)), limit.Coefficients.A["h"]["h"]);
        AssertSame(beta, limit.Coefficients.B["c"]);
        AssertSame((o * beta) + (outer * Norm(W(2), x)), limit.Coefficients.B["h"]);

        static void AssertSame(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * expected);
    }

    /// <summary>A published test of δISS for LSTM leaves out ‖U_o‖: here it alone makes the cell expand, and a network exists that does not
    /// forget.</summary>
    [Fact]
    public void Lstm_WithALargeOutputGate_IsNotCertified()
    {
        double[] weights = LargeOutputGate();
        // The test without ‖U_o‖: A[c,c] = f, A[c,h] = α, A[h,c] = o f, A[h,h] = o α; with U_f = U_i = U_g = 0 also α = 0, so its spectral
        // radius is f = 1/2.
        double forget = 0.5;
        double alpha = 0;
        Assert.True(Math.Max(forget, alpha) < 1, "The wrong test certifies these weights.");
        Certificate certificate = Lstm.Runner.Certify(
            [1, 1],
            new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base },
            weights
        );
        Assert.False(certificate.IsContractive);
        Assert.False(Lstm.Runner.Certify([1, 1], new CertificateOptions { Perturbation = Perturbation.Peak }, weights).IsContractive);

        // Two trajectories under the same inputs stay apart: the network is indeed not contractive.
        (double h, double c) high = (0.95, 2),
            low = (0, 2);
        for (int t = 0; t < 200; t++)
        {
            high = Step(high);
            low = Step(low);
        }

        Assert.True(high.h - low.h > 0.5);

        (double H, double C) Step((double h, double c) s)
        {
            double cNext = (Sigma(weights[8]) * s.c) + (Sigma(weights[9]) * Math.Tanh(weights[11]));
            return (Sigma((weights[6] * s.h) + weights[10]) * Math.Tanh(cNext), cNext);
        }

        static double Sigma(double v) => 1 / (1 + Math.Exp(-v));
    }

    /// <summary>A published code takes max|a_ij| for the maximum row sum: a row of four entries 0.4 has 0.4 by that and 1.6 in
    /// truth.</summary>
    [Fact]
    public void Norms_CountWholeRows()
    {
        int units = 4;
        double[] weights = RowsOfFour();
        // The published condition, with max|a_ij| = 0.4 for ‖U_n‖ and U_z = U_r = 0: z + (1 - z) r ‖U_n‖ with r → 1 and z → 0.
        double z = 1 / (1 + Math.Exp(30));
        Assert.True(z + ((1 - z) * 0.4) < 1, "The wrong norm certifies these weights.");
        Certificate certificate = Gru.Runner.Certify(
            [1, units],
            new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base },
            weights
        );
        Assert.False(certificate.IsContractive);
        Assert.True(certificate.Limit!.SpectralRadius >= 1.6 * (1 - 1e-9));
        Assert.False(Gru.Runner.Certify([1, units], new CertificateOptions { Perturbation = Perturbation.Peak }, weights).IsContractive);
        double h = 0.01;
        for (int t = 0; t < 100; t++)
        {
            h = Math.Tanh(1.6 * h);
        }

        Assert.True(h > 0.7); // and from -0.01 it ends at -h
    }

    /// <summary>An <see cref="Lstm"/> of one unit with Ui = Ug = Uf = 0, so that without U_o the test sees nothing of the hidden state; a
    /// constant c drives h = o(U_o h)·tanh(c).</summary>
    internal static double[] LargeOutputGate()
    {
        double[] weights = new double[12];
        weights[6] = 40; // Uo
        weights[8] = 0; // bf
        weights[9] = 6; // bi: the gate is open
        weights[10] = -14.5; // bo: the threshold lies at h = 0.36
        weights[11] = 6; // bg: c settles near 2
        return weights;
    }

    /// <summary>A <see cref="Gru"/> of four units with z ≈ 0 (its bias) and r ≈ 1, so h' = tanh(Un h): with all entries 0.4 it nearly
    /// doubles small states and settles at two fixed points.</summary>
    internal static double[] RowsOfFour()
    {
        const int units = 4;
        double[] weights = new double[(3 * units) + (3 * units * units) + (3 * units)];
        weights.AsSpan((3 * units) + (2 * units * units), units * units).Fill(0.4);
        weights.AsSpan((3 * units) + (3 * units * units), units).Fill(-30);
        weights.AsSpan((3 * units) + (3 * units * units) + units, units).Fill(30);
        return weights;
    }

    internal static double[] Fill(int k, int rows, int columns, double scale) =>
        [.. Enumerable.Range(0, rows * columns).Select(n => scale * Math.Sin(1 + (7 * k) + n))];

    internal static JsonNode Case(int index) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(TestCells.GoldenFolder, "stability.json")))!["cases"]![index]!;

    private static bool IsLstm(JsonNode figures) => (string)figures["cell"]! == "lstm";

    /// <summary>The network of a case, with weights of so many times its scale.</summary>
    internal static (CompiledCell Cell, int[] Sizes, double[] Weights) Network(JsonNode figures, bool biases = true, double times = 1)
    {
        int x = (int)figures["X"]!;
        int h = (int)figures["H"]!;
        double scale = times * (double)figures["scale"]!;
        int gates = IsLstm(figures) ? 4 : 3;
        double[] weights =
        [
            .. Enumerable.Range(0, gates).SelectMany(k => Fill(k, h, x, scale)),
            .. Enumerable.Range(0, gates).SelectMany(k => Fill(k + 10, h, h, scale)),
            .. Enumerable.Range(0, gates).SelectMany(k => Fill(k + 20, h, 1, biases ? scale : 0)),
        ];
        return (IsLstm(figures) ? Lstm : Gru, [x, h], weights);
    }

    private static Certificate Certify(JsonNode figures, bool biases)
    {
        (CompiledCell cell, int[] sizes, double[] weights) = Network(figures, biases);
        bool spectral = (string)figures["norm"]! == "spectral";
        var options = new CertificateOptions { Rules = BoundRules.Base, Perturbation = spectral ? Perturbation.Energy : Perturbation.Peak };
        return cell.Runner.Certify(sizes, options, weights);
    }

    /// <summary>Equal to 1e-9, and not below: a certificate is an upper bound.</summary>
    private static void AssertUpper(double expected, double actual)
    {
        Assert.Equal(expected, actual, 1e-9 * expected);
        Assert.True(actual >= expected * (1 - 1e-15), $"{actual:R} is below {expected:R}.");
    }
}
