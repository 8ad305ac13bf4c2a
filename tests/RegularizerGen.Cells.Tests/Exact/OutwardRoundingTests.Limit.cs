using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>Over any number of steps, of linear cells that forget so fast that some steps are as good as all.</summary>
public sealed partial class OutwardRoundingTests
{
    private const int Enough = 12;

    [Theory]
    [InlineData(Perturbation.WhiteNoise)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.Peak)]
    public void OverAnyNumberOfSteps_NothingIsBelowTheExactFigure(Perturbation perturbation)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 10; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, "LinearSystem", draw, 0.02);
            Span<double> recurrent = weights.AsSpan(sizes[0] * sizes[1]);
            for (int k = 0; k < recurrent.Length; k++)
            {
                recurrent[k] = k / sizes[1] <= k % sizes[1] ? recurrent[k] : 0; // triangular: its eigenvalues are seen
            }

            Rational[] norms = [.. Powers(recurrent.ToArray(), sizes[1]).Take(Enough).Select(p => Norm(p, perturbation))];
            Rational radius = Enumerable
                .Range(0, sizes[1])
                .Select(k => Exact(weights[^(1 + (k * (sizes[1] + 1)))]))
                .Select(Rational.Abs)
                .Max();
            var options = new CertificateOptions
            {
                Horizon = 2,
                InputBound = 1,
                Perturbation = perturbation,
                Rules = draw % 4 == 0 ? BoundRules.Base : BoundRules.Tight,
                Budget = TimeSpan.FromSeconds(draw % 2 == 0 ? 5 : 0),
                LongestBlock = 4,
                RecoveryFraction = Below(norms[random.Next(1, 4)]),
            };
            Certificate certificate = cell.Runner.Certify(sizes, options, weights);
            Rational[][] output = new ExactRun(cell, sizes, weights).Run(Constant(Enough, sizes[0], 0))[^1];
            var exact = new ExactGains(output, sizes[0], perturbation);
            string where = $"draw {draw}";
            CertifiedLimit limit = certificate.Limit!;
            Covers(limit.Gains, exact, where);
            Assert.All(certificate.Methods, m => AtLeast(m.AnySteps, exact.Whole, $"{where}, {m.Name}"));
            AtLeast(limit.SpectralRadius, radius, $"{where}, spectral radius");
            AtLeast(limit.DecayRate, radius, $"{where}, decay");
            for (int step = limit.RecoveryTime ?? Enough; step < Enough; step++)
            {
                AtLeast(options.RecoveryFraction, norms[step], $"{where}, recovered at step {step}");
            }

            if (certificate.Blocks is { } blocks)
            {
                Covers(blocks.Gains, exact, $"{where}, blocks");
                AtLeast(blocks.DecayRate, radius, $"{where}, decay of blocks");
            }

            if (certificate.Contraction is { } contraction)
            {
                AtLeast(contraction.Rate, radius, $"{where}, rate");
                Covers(contraction.Gains, exact, $"{where}, structured");
                Covers(contraction.Disturbance, output, sizes[0], where);
                Forgets(contraction.ForgettingTime, options.RecoveryFraction, new(output, sizes[0], Perturbation.Peak), where);
            }
        }
    }

    /// <summary>Of one disturbance as a whole: its energy moves an output by the root of the sum of squares, its largest entry by the sum
    /// of sizes.</summary>
    private static void Covers(CertifiedDisturbance disturbance, Rational[][] output, int channels, string where)
    {
        ExactGains energy = new(output, channels, Perturbation.WhiteNoise);
        ExactGains peak = new(output, channels, Perturbation.Peak);
        AtLeast(disturbance.EnergyToPeak.Gain, energy.Whole, $"{where}, energy to peak");
        for (int unit = 0; unit < output.Length; unit++)
        {
            AtLeast(disturbance.EnergyToPeak.Outputs[unit], energy.Output(unit), $"{where}, energy to peak of output {unit}");
            AtLeast(disturbance.PeakToPeak.Outputs[unit], peak.Output(unit), $"{where}, peak to peak of output {unit}");
        }
    }

    /// <summary>Two pasts that differed by 2 in every input, so many steps ago.</summary>
    private static void Forgets(int? time, double fraction, ExactGains exact, string where)
    {
        for (int unit = 0; time is { } steps && unit < exact.Outputs; unit++)
        {
            Rational difference = 0;
            for (int k = 0; k < (exact.Steps - steps) * exact.Channels; k++)
            {
                difference += 2 * exact.Entry(unit, k / exact.Channels, k % exact.Channels);
            }

            AtLeast(fraction, difference, $"{where}, forgotten in output {unit}");
        }
    }

    /// <summary>U⁰, U, U², …</summary>
    private static IEnumerable<Rational[][]> Powers(double[] square, int width)
    {
        Rational[][] power =
        [
            .. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, width).Select(j => (Rational)(i == j ? 1 : 0)).ToArray()),
        ];
        while (true)
        {
            yield return power;
            Rational Entry(Rational[] row, int j) =>
                row.Select((e, k) => e * Exact(square[(k * width) + j])).Aggregate(Rational.Zero, (sum, p) => sum + p);
            power = [.. power.Select(row => row.Select((_, j) => Entry(row, j)).ToArray())];
        }
    }

    private static Rational Norm(Rational[][] matrix, Perturbation perturbation) =>
        perturbation == Perturbation.Peak ? matrix.Select(SumOfSizes).Max() : LowerSpectralNorm(matrix);

    /// <summary>The largest double below.</summary>
    private static double Below(Rational value) => Exact(value.ToDouble()) < value ? value.ToDouble() : Math.BitDecrement(value.ToDouble());
}
