using System;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>Certificates against exact arithmetic, simulation, execution in float, and what users do wrong.</summary>
public sealed partial class CertificateTests
{
    private const int Seed = 20261124;

    /// <summary>The certified gain encloses the derived formula, computed without any rounding, and lies above exact Jacobians.</summary>
    [Fact]
    public void Gain_IsAboveExactRationalArithmetic_AndCloseToIt()
    {
        var random = new Random(Seed);
        CompiledCell cell = StabilityTests.HardGru;
        for (int draw = 0; draw < 20; draw++)
        {
            int[] sizes = [random.Next(1, 3), random.Next(1, 4)];
            double scale = draw % 2 == 0 ? 0.3 : 1;
            double[] weights =
            [
                .. TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), scale).Select(w => Math.Round(w * 4096) / 4096),
            ];
            Rational[] exact = [.. weights.Select(Exact)];
            int horizon = random.Next(1, 4);
            var options = new CertificateOptions
            {
                Perturbation = Perturbation.Peak,
                Horizon = horizon,
                Rules = BoundRules.Base,
            };
            Certificate certificate = cell.Runner.Certify(sizes, options, weights);
            Rational formula = ExactBound.PeakGain(cell, sizes, exact, horizon);
            Rational certified = Exact(certificate.Finite.Gain);
            Assert.True(certified >= formula, $"Seed {Seed}, draw {draw}: {certificate.Finite.Gain:R} is below {formula}.");
            Assert.True(certified <= formula * (1 + Rational.Parse("1e-13")));

            Certificate tight = cell.Runner.Certify(sizes, options with { Rules = BoundRules.Tight }, weights);
            Assert.True(tight.Finite.Gain <= certificate.Finite.Gain);
            Rational[][] inputs =
            [
                .. Enumerable
                    .Range(0, horizon)
                    .Select(_ =>
                        Enumerable.Range(0, sizes[0]).Select(_ => Exact(Math.Round(random.NextDouble() * 64 - 32) / 32)).ToArray()
                    ),
            ];
            Assert.True(Exact(tight.Finite.Gain) >= ExactBound.HardGruSensitivity(sizes[0], sizes[1], exact, inputs));
        }
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void BaseRules_AgreeWithTheRegularizer_FromAbove(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        double[] weights = TestCells.RandomArray(new Random(5), cell.Runner.ParameterCount(sizes), 0.3);
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            double gain = cell
                .Runner.Regularize(
                    sizes,
                    new TikhonovOptions
                    {
                        Horizon = 5,
                        Perturbation = perturbation,
                        NormFloor = 0,
                    },
                    weights,
                    new double[weights.Length],
                    1
                )
                .Result.Gain;
            Certificate certificate = cell.Runner.Certify(
                sizes,
                new CertificateOptions
                {
                    Horizon = 5,
                    Perturbation = perturbation,
                    Rules = BoundRules.Base,
                },
                weights
            );
            Assert.Equal(gain, certificate.Finite.Gain, 1e-9 * gain);
            Assert.True(certificate.Finite.Gain >= gain * (1 - 1e-13));
            Certificate tight = cell.Runner.Certify(sizes, new CertificateOptions { Horizon = 5, Perturbation = perturbation }, weights);
            Assert.True(tight.Finite.Gain <= certificate.Finite.Gain * (1 + 1e-12));
            Assert.All(tight.Finite.Channels, g => Assert.True(g <= tight.Finite.Gain));
            Assert.All(tight.Finite.Outputs, g => Assert.True(g <= tight.Finite.Gain));
            if (certificate.Limit is { } limit && tight.Limit is { } tightLimit)
            {
                Assert.True(limit.Gains.Gain >= certificate.Finite.Gain * (1 - 1e-9));
                Assert.True(tightLimit.SpectralRadius <= limit.SpectralRadius * (1 + 1e-9));
            }
        }
    }

    /// <summary>Two runs that start apart and see the same inputs: after the recovery time the outputs differ by at most the fraction, and
    /// the certified time is not idle.</summary>
    [Theory]
    [InlineData(BoundRules.Base)]
    [InlineData(BoundRules.Tight)]
    public void RecoveryTime_HoldsInSimulation(BoundRules rules)
    {
        CompiledCell cell = TestCells.Find("Gru");
        const int X = 2;
        const int H = 6;
        var random = new Random(11);
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount([X, H]), 0.12);
        Certificate certificate = cell.Runner.Certify(
            [X, H],
            new CertificateOptions
            {
                Perturbation = Perturbation.Peak,
                Rules = rules,
                RecoveryFraction = 0.02,
                InputBound = 1,
            },
            weights
        );
        Assert.True(certificate.IsContractive, certificate.ToString());
        int recovery = Assert.NotNull(certificate.Limit!.RecoveryTime);
        Assert.True(recovery > 3);
        for (int draw = 0; draw < 50; draw++)
        {
            // States that the cell can be in: reached by inputs of the box. Their largest difference is the size of the disturbance.
            double[] before = TestCells.RandomArray(random, 30 * X, 1);
            double[] other = [.. before.Select(v => Math.Sign(v) * -1.0)];
            double[] after = TestCells.RandomArray(random, (recovery + 20) * X, 1);
            double[] a = cell.Runner.Execute([X, H], 30 + recovery + 20, weights, [.. before, .. after]);
            double[] b = cell.Runner.Execute([X, H], 30 + recovery + 20, weights, [.. other, .. after]);
            double Apart(int step) => Enumerable.Range(0, H).Max(k => Math.Abs(a[(step * H) + k] - b[(step * H) + k]));
            double disturbance = Apart(29);
            for (int step = 0; step < 20; step++)
            {
                Assert.True(Apart(29 + recovery + step) <= 0.02 * disturbance);
            }
        }
    }

    /// <summary>h' = u h + w x: the limit is w/(1 - u) = 3/2 under peak and energy, w/√(1 - u²) = √(3/4) under white noise, exactly; no
    /// tail may be missing.</summary>
    [Theory]
    [InlineData(Perturbation.Peak, 1.5)]
    [InlineData(Perturbation.Energy, 1.5)]
    [InlineData(Perturbation.WhiteNoise, 0.8660254037844386)]
    public void LimitGain_OfALinearCell_IsItsExactOne(Perturbation perturbation, double exact)
    {
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            Certificate certificate = TestCells
                .Find("LinearSystem")
                .Runner.Certify(
                    [1, 1],
                    new CertificateOptions
                    {
                        Perturbation = perturbation,
                        Rules = rules,
                        InputBound = 1,
                    },
                    [0.75, 0.5]
                );
            Assert.InRange(certificate.Limit!.Gains.Gain, exact, exact * (1 + 1e-8));
            Assert.InRange(certificate.Limit.SpectralRadius, 0.5, 0.5 * (1 + 1e-8));
            Assert.InRange(certificate.Limit.DecayRate, 0.5, 0.5 * (1 + 1e-8));
            Assert.Equal(5, certificate.Limit.RecoveryTime); // 2^-5 < 0.05 < 2^-4
        }
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var shape = new Lstm.Shape(Inputs: 3, Units: 4);
        var p = new Lstm.Parameters<double>(shape);
        foreach (
            (CertificateOptions options, string name) in new[]
            {
                (new CertificateOptions { Perturbation = Perturbation.Peak, Horizon = 0 }, "Horizon"),
                (new CertificateOptions { Perturbation = Perturbation.Peak, InputBound = double.NaN }, "InputBound"),
                (new CertificateOptions { Perturbation = Perturbation.Peak, RecoveryFraction = 0 }, "RecoveryFraction"),
                (new CertificateOptions { Perturbation = Perturbation.Peak, Rules = (BoundRules)7 }, "Rules"),
            }
        )
        {
            Assert.Contains(name, Assert.Throws<ArgumentException>(() => Lstm.Certify(p.View, options)).Message, StringComparison.Ordinal);
        }

        p.View.Ug[1, 2] = double.NaN;
        Assert.Contains(
            "'Ug' is NaN at [1, 2]",
            Assert
                .Throws<ArgumentException>(() => Lstm.Certify(p.View, new CertificateOptions { Perturbation = Perturbation.Peak }))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'Wi' is 4 x 3; it must be 5 x 3",
            Assert
                .Throws<ArgumentException>(() =>
                    Lstm.Certify(new Lstm.Shape(3, 5), p.View, new CertificateOptions { Perturbation = Perturbation.Peak })
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "readOut",
            Assert
                .Throws<ArgumentException>(() =>
                    Lstm.Certify(
                        new Lstm.Parameters<double>(shape).View,
                        new CertificateOptions { Perturbation = Perturbation.Peak },
                        new MatrixSpan<double>(new double[6], 2, 3)
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }
}
