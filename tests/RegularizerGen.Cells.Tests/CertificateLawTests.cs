using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// The law of every certificate: its figures are numbers, finite or infinite, the tight rules are not above the base rules, and nothing
/// that is measured is above either; or the arguments are refused. Attacked with weights of any size that doubles have, horizons to
/// 10,000, rows of 4096, and all options at their ends. Measured at ordinary weights: at others passes in doubles are what is off (slopes
/// below 1e-308, squares that underflow), as exact arithmetic has shown.
/// </summary>
public sealed class CertificateLawTests
{
    private const int Seed = 20261129;
    private static readonly double[] Bounds = [0, 5e-324, 1e-300, 0.3, 1, 1e300, double.PositiveInfinity];
    private static readonly double[] Fractions = [5e-324, 0.05, 1, 1e308];

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Certificates_AreNumbers_AboveWhatIsMeasured(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        var random = new Random(Seed + name.Length);
        int finite = 0;
        for (int draw = 0; draw < 12; draw++)
        {
            int[] sizes = TestCells.Sizes(cell);
            double[] weights = Weights(random, cell.Runner.ParameterCount(sizes), ordinary: draw % 2 == 0);
            var options = new CertificateOptions
            {
                Horizon = random.Next(1, 5),
                Perturbation = (Perturbation)random.Next(3),
                InputBound = Bounds[random.Next(Bounds.Length)],
                RecoveryFraction = Fractions[random.Next(Fractions.Length)],
            };
            string what = $"{name}, seed {Seed + name.Length}, draw {draw}, {options.Perturbation}, |x| ≤ {options.InputBound}";
            try
            {
                Certificate tight = cell.Runner.Certify(sizes, options, weights);
                Certificate rough = cell.Runner.Certify(sizes, options with { Rules = BoundRules.Base }, weights);
                AssertNumbers(tight, what);
                AssertNumbers(rough, what);
                Assert.True(
                    tight.Finite.Gain <= rough.Finite.Gain * (1 + 1e-12),
                    $"{what}: {tight.Finite.Gain:R} by tight rules, {rough.Finite.Gain:R} by base rules"
                );
                finite += double.IsFinite(tight.Finite.Gain) ? 1 : 0;
                if (draw % 2 == 0)
                {
                    AssertAboveMeasured(cell, sizes, weights, tight, random, what);
                }
            }
            catch (ArgumentException refused)
            {
                Assert.Contains("finite", refused.Message + "exceeds the range of finite", StringComparison.Ordinal);
                Assert.True(draw % 2 == 1, $"{what}: {refused.Message}");
            }
        }

        Assert.True(finite > 2, $"{name}: {finite} finite certificates of 12 show little.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e150)]
    [InlineData(1e-310)]
    public void LongHorizonsAndLongRows_AreCertified(double scale)
    {
        var options = new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base };
        double[] small = TestCells.RandomArray(new Random(Seed), Gru.Description.ParameterCount([2, 3]), scale);
        AssertNumbers(Gru.Description.Certify([2, 3], options with { Horizon = 10_000 }, small), $"10,000 steps, weights of {scale}");
        double[] wide = TestCells.RandomArray(new Random(Seed), Gru.Description.ParameterCount([4096, 1]), scale);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            Certificate certificate = Gru.Description.Certify([4096, 1], options with { Perturbation = perturbation }, wide);
            AssertNumbers(certificate, $"rows of 4096, weights of {scale}, {perturbation}");
        }
    }

    private static void AssertNumbers(Certificate certificate, string what)
    {
        IEnumerable<double> gains = new[] { certificate.Finite, certificate.Limit?.Gains }
            .OfType<CertifiedGains>()
            .SelectMany(g => g.Outputs.Concat(g.Channels).Append(g.Gain));
        Assert.All(gains.Append(certificate.AnyStepsGain), g => Assert.True(g >= 0, $"{what}: a gain is {g}."));
        Assert.All(certificate.Ranges, r => Assert.True(r.Lower <= r.Upper, $"{what}: {r.Signal} is in [{r.Lower}, {r.Upper}]."));
        Assert.DoesNotContain("NaN", certificate.ToReport() + certificate.ToJson(), StringComparison.Ordinal);
    }

    private static void AssertAboveMeasured(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Certificate certificate,
        Random random,
        string what
    )
    {
        int width = cell.InputWidth(sizes);
        double reach = Math.Min(1, certificate.Inputs.Min(i => i.Bound));
        double[] inputs = TestCells.RandomArray(random, certificate.Horizon * 4 * width, reach);
        double measured = cell.Runner.Sensitivity(sizes, certificate.Horizon, weights, inputs).Of(certificate.Perturbation).Max;
        bool isOverflow = !double.IsFinite(measured);
        Assert.True(
            isOverflow || measured <= certificate.Finite.Gain * (1 + 1e-9),
            $"{what}: {measured:R} above {certificate.Finite.Gain:R}"
        );
    }

    /// <summary>Ordinary ones, or of any size.</summary>
    private static double[] Weights(Random random, int count, bool ordinary) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => ((2 * random.NextDouble()) - 1) * (ordinary ? 1 : Math.Pow(10, -320 + (628 * random.NextDouble())))),
        ];
}
