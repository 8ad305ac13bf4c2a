using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>What certificates say of all steps to come.</summary>
public sealed class CertifiedLimitTests
{
    private const int Seed = 5;

    /// <summary>
    /// ρ(A) is that of the printed A; the bound unit by unit proves a faster decay of the states, and bounds no spectral radius.
    /// </summary>
    [Fact]
    public void SpectralRadius_IsThatOfA_AndTheDecayMayBeFaster()
    {
        CompiledCell cell = TestCells.Find("Lstm");
        int[] sizes = TestCells.Sizes(cell);
        var random = new Random(Seed);
        int faster = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.1 + (0.02 * draw));
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                var options = new CertificateOptions { InputBound = 1, Perturbation = perturbation };
                CertifiedLimit limit = cell.Runner.Certify(sizes, options, weights).Limit!;
                double radius = Radius(limit.Coefficients.A);
                string where = $"Seed {Seed}, draw {draw}, {perturbation}";
                Assert.True(limit.SpectralRadius >= radius * (1 - 1e-12), $"{where}: {limit.SpectralRadius:R} is below ρ(A) = {radius:R}.");
                Assert.True(limit.DecayRate <= limit.SpectralRadius);
                faster += limit.DecayRate < 0.99 * radius ? 1 : 0;
            }
        }

        Assert.True(faster > 0);
    }

    /// <summary>
    /// A state u h + w x with u = 0.9999: 5,000 steps, after which responses are no longer followed, leave out more than half; the tail has
    /// it.
    /// </summary>
    [Theory]
    [InlineData(Perturbation.Peak, 7500)]
    [InlineData(Perturbation.Energy, 7500)]
    [InlineData(Perturbation.WhiteNoise, 53.034334463935885)]
    public void LimitGain_OfASlowLinearCell_CountsTheTail(Perturbation perturbation, double exact)
    {
        var options = new CertificateOptions { Perturbation = perturbation, InputBound = 1 };
        Certificate certificate = TestCells.Find("LinearSystem").Runner.Certify([1, 1], options, [0.75, 0.9999]);
        Assert.InRange(certificate.Limit!.Gains.Gain, exact * (1 - 1e-12), exact * (1 + 1e-6));
    }

    private static double Radius(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> a)
    {
        string[] states = [.. a.Values.First().Keys];
        var matrix = Matrix<double>.Build.Dense(states.Length, states.Length, (row, column) => a[states[row]][states[column]]);
        return matrix.Evd().EigenValues.Max(v => v.Magnitude);
    }
}
