using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Definitions;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>What certificates with a budget, structured contraction among them, say of the cases of stability.json, and of networks that
/// wrong codes of the published conditions certify.</summary>
public sealed class StructuredStabilityTests
{
    private static readonly CertificateOptions WithBudget = new()
    {
        Budget = TimeSpan.FromMinutes(5),
        LongestBlock = 8,
        Horizon = 8,
    };

    public static TheoryData<int, double> Scaled => new MatrixTheoryData<int, double>([0, 1, 2], [1, 5, 20]);

    /// <summary>On an orbit that constant inputs, or two that alternate, settle on, differences decay at the spectral radius of the
    /// derivative of one period: no norm makes a rate below that.</summary>
    [Theory]
    [MemberData(nameof(Scaled))]
    public void Rates_AreNeverBelowTheSpectralRadiusOnAnOrbit(int index, double times)
    {
        (CompiledCell cell, int[] sizes, double[] weights) = StabilityTests.Network(StabilityTests.Case(index), times: times);
        double found = SlowestOrbit(cell, sizes, weights);
        Certificate certificate = cell.Runner.Certify(sizes, WithBudget, weights);
        Assert.InRange(found, 0.4, certificate.DecayRate);
        Assert.True(certificate.Contraction is not { } structured || structured.Rate >= found);
        Assert.True(found < 1 || !certificate.IsContractive);
    }

    /// <summary>The published figure is one that the structured rate must beat: it knows the signs of the weights.</summary>
    [Theory]
    [MemberData(nameof(StabilityTests.Cases), MemberType = typeof(StabilityTests))]
    public void StructuredRate_IsBelowThePublishedOne(int index)
    {
        JsonNode figures = StabilityTests.Case(index);
        (CompiledCell cell, int[] sizes, double[] weights) = StabilityTests.Network(figures);
        Certificate certificate = cell.Runner.Certify(sizes, WithBudget, weights);
        double published = (double)(figures["spectralRadius"] ?? figures["A"])!;
        Assert.True(certificate.IsContractive);
        Assert.InRange(certificate.Contraction!.Rate, 0, published);
    }

    /// <summary>Both have two fixed points, see <see cref="StabilityTests"/>.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NetworksThatWrongCodesCertify_AreNotCertified(bool isLstm)
    {
        Certificate certificate = isLstm
            ? StabilityTests.Lstm.Runner.Certify([1, 1], WithBudget, StabilityTests.LargeOutputGate())
            : StabilityTests.Gru.Runner.Certify([1, 4], WithBudget, StabilityTests.RowsOfFour());
        Assert.False(certificate.IsContractive);
        Assert.True(certificate.DecayRate >= 1);
        Assert.Null(certificate.Contraction?.ForgettingTime);
        Assert.All(certificate.Methods, method => Assert.Equal(double.PositiveInfinity, method.AnySteps));
    }

    /// <summary>Where the slope is known, so is the radius: h' = tanh(Un h) at 0, with Un = 0.4 everywhere.</summary>
    [Fact]
    public void Orbit_OfRowsOfFour_HasTheirSum() =>
        Assert.Equal(1.6, SlowestOrbit(StabilityTests.Gru, [1, 4], StabilityTests.RowsOfFour()), 1e-6);

    /// <summary>The largest spectral radius, per step, on orbits of inputs at corners and the middle of the box.</summary>
    private static double SlowestOrbit(CompiledCell cell, int[] sizes, double[] weights)
    {
        const int Settling = 200;
        var core = (CellCore)cell.Runner.Step(sizes);
        var step = new StepExecutor(core, weights);
        int[] widths = [.. core.States.Select(s => core.Widths[s.Node])];
        double[][] inputs = [new double[sizes[0]], .. Corners(sizes[0])];
        double slowest = 0;
        foreach ((double[] first, double[] second) in inputs.SelectMany(a => inputs.Select(b => (a, b))))
        {
            double[] state = new double[widths.Sum()];
            double moved = 1;
            for (int t = 0; t < Settling && moved > 1e-10; t++)
            {
                double[] after = Next(Next(state, first), second);
                moved = after.Zip(state, (a, b) => Math.Abs(a - b)).Max();
                state = after;
            }

            if (moved > 1e-10)
            {
                continue; // no orbit of two steps
            }

            Matrix<double> period = Derivative(Next(state, first), second) * Derivative(state, first);
            slowest = Math.Max(slowest, Math.Sqrt(period.Evd().EigenValues.Max(v => v.Magnitude)));
        }

        return slowest;

        double[] Next(double[] state, double[] input)
        {
            double[][] results = new double[widths.Length + 1][];
            core.Run<StepExecutor, double[]>(step, [input, .. widths.Select((w, k) => state[widths.Take(k).Sum()..][..w])], results);
            return [.. results[..^1].SelectMany(s => s)];
        }

        Matrix<double> Derivative(double[] state, double[] input)
        {
            const double Difference = 1e-6;
            return Matrix<double>.Build.DenseOfColumnArrays(
                Enumerable
                    .Range(0, state.Length)
                    .Select(k =>
                    {
                        double[] up = [.. state.Select((s, j) => j == k ? s + Difference : s)];
                        double[] down = [.. state.Select((s, j) => j == k ? s - Difference : s)];
                        return Next(up, input).Zip(Next(down, input), (a, b) => (a - b) / (2 * Difference)).ToArray();
                    })
            );
        }
    }

    private static IEnumerable<double[]> Corners(int width) =>
        width == 0
            ?
            [
                [],
            ]
            : Corners(width - 1).SelectMany(rest => new[] { -1.0, 1 }.Select(x => (double[])[x, .. rest]));
}
