using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tests.Sets;

/// <summary>Certificates of cells that exact arithmetic can run: no rounding may take an end inside of what the cell does, however much
/// cancels.</summary>
public sealed class ExactStepTests
{
    private const int Seed = 20_261_128;
    private const int Width = 3;

    /// <summary>Radius 0: the enclosure of the nominal output is a few roundings wide, so that one that is lost shows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e3)]
    [InlineData(1e15)]
    [InlineData(1e-120)]
    public void NominalOutput_ContainsTheExactOne_WhateverCancels(double size)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 300; draw++)
        {
            int steps = random.Next(1, 4);
            (SmallCell cell, double[][] weights, double[] inputs) = Draw(random, steps, size);
            TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = 0 });
            Inside(certificate, new ExactStep(cell, weights).Run(inputs), $"size {size}, draw {draw}");
        }
    }

    [Theory]
    [InlineData(1e-9, 1, TubeEffort.Normal)]
    [InlineData(0.1, 0.4, TubeEffort.High)]
    [InlineData(0.1, 0.4, TubeEffort.Low)]
    [InlineData(0.01, 0.2, TubeEffort.Low)]
    [InlineData(1, 1, TubeEffort.High)]
    [InlineData(0.5, 1e8, TubeEffort.Low)]
    public void Reach_ContainsWhatExactArithmeticReaches(double radius, double size, TubeEffort effort)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 60; draw++)
        {
            (SmallCell cell, double[][] weights, double[] inputs) = Draw(random, random.Next(1, 5), size);
            TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = radius, Effort = effort });
            var exact = new ExactStep(cell, weights);
            List<Dyadic[][]> nominal = exact.Run(inputs);
            for (int k = 0; k < 20; k++)
            {
                // Rounded inputs may lie a rounding outside of the box, which is around exact sums: pulled in by two of them.
                double[] moved =
                [
                    .. inputs.Select(u =>
                    {
                        double by = radius * (k % 2 == 0 ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1);
                        return Math.Abs(by) > 4 * Math.Abs(u) * 2.3e-16 ? u + (by * (1 - 1e-6)) : u;
                    }),
                ];
                List<Dyadic[][]> run = exact.Run(moved);
                Inside(certificate, run, $"radius {radius}, size {size}, draw {draw}");
                for (int unit = 0; unit < Width; unit++)
                {
                    Dyadic movement = Dyadic.Abs(run[^1][^1][unit] - nominal[^1][^1][unit]);
                    Assert.True(!double.IsFinite(certificate.Movement[^1][unit]) || movement <= certificate.Movement[^1][unit]);
                }
            }
        }
    }

    /// <summary>The entries of A B, or the coefficients of a walk through A and B, are what rounding leaves of numbers that cancel: more
    /// than their own size off.</summary>
    [Theory]
    [InlineData(nameof(SmallCell.Form.Product))]
    [InlineData(nameof(SmallCell.Form.TwoSums))]
    public void ProductsThatCancel_CountWithTheirErrors(string form)
    {
        var random = new Random(Seed);
        var cell = new SmallCell(Enum.Parse<SmallCell.Form>(form), Width);
        for (int draw = 0; draw < 100; draw++)
        {
            double[][] weights = [new double[Width * Width], new double[Width * Width]];
            for (int k = 0; k < Width * Width; k++)
            {
                double any = 1e8 * ((2 * random.NextDouble()) - 1);
                weights[0][k] = k % Width == 1 ? -weights[0][k - 1] * (1 + (1e-15 * random.Next(9))) : any;
                weights[1][k] =
                    k / Width == 1 ? weights[1][k - Width] * (1 + (1e-15 * random.Next(9)))
                    : k / Width == 2 ? 0
                    : any;
            }

            double[] inputs = [1, 0, 0, 0, -1, 0.5];
            TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = 0 });
            Inside(certificate, new ExactStep(cell, weights).Run(inputs), $"{form}, draw {draw}");
            Dyadic[] exact = ExactStep.Product(Width, weights);
            for (int k = 0; k < exact.Length; k++)
            {
                Assert.True(Dyadic.Abs(exact[k]) <= certificate.Gains!.Entries[^1][k], $"{form}, draw {draw}, entry {k}");
            }
        }
    }

    /// <summary>A read-out of the input itself: nothing else is rounded, so nothing else pays for it.</summary>
    [Fact]
    public void ReadOutOfTheInput_CountsItsRounding()
    {
        var random = new Random(Seed);
        var cell = new SmallCell(SmallCell.Form.InputAsOutput, Width);
        for (int draw = 0; draw < 200; draw++)
        {
            double[] x = [.. Enumerable.Range(0, Width).Select(_ => 1 + random.NextDouble())];
            double[] rows = [1e15 * random.NextDouble(), 1e15 * random.NextDouble(), 0];
            rows[2] = -((rows[0] * x[0]) + (rows[1] * x[1])) / x[2];
            TubeCertificate certificate = cell.Certifier([new double[Width * Width]], new MatrixSpan<double>(rows, 1, Width))
                .Run<double>(x, new TubeOptions { Radius = 0 });
            Dyadic exact = rows.Select((c, k) => (Dyadic)c * x[k]).Aggregate((a, b) => a + b);
            Inside(exact, certificate.Lower[0][0], certificate.Upper[0][0], $"draw {draw}");
        }
    }

    /// <summary>Two states that become the same signal: coefficients of both go on together.</summary>
    [Fact]
    public void StatesOfOneSuccessor_AddUp()
    {
        var random = new Random(Seed);
        var cell = new SmallCell(SmallCell.Form.Twins, Width);
        for (int draw = 0; draw < 50; draw++)
        {
            double[][] weights =
            [
                .. cell.Weights.Select(w => Enumerable.Range(0, w.Rows * w.Columns).Select(_ => (2 * random.NextDouble()) - 1).ToArray()),
            ];
            double[] inputs = [.. Enumerable.Range(0, 4 * Width).Select(_ => random.NextDouble())];
            TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = draw % 2 });
            Inside(certificate, new ExactStep(cell, weights).Run(inputs), $"draw {draw}");
        }
    }

    /// <summary>1e-200 · 1e-200 · 1e300: the product of the weights is 0 in doubles, the output is not.</summary>
    [Fact]
    public void CoefficientsThatUnderflow_LoseNothing()
    {
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        double[][] weights =
        [
            [1e-200, -1e-200, 1e-170],
            [1e-200],
            [0.5, 1, 1e-300],
        ];
        double[] inputs = [1e300, 1e300, -1e300, 3e299, 1e300, 1e300];
        TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = 1e290 });
        Inside(certificate, new ExactStep(cell, weights).Run(inputs), "chain");
    }

    /// <summary>h' = A (B x) where A is the identity: three products that each round to 0, and together are more than the least
    /// double.</summary>
    [Fact]
    public void ProductsThatUnderflow_AddUp()
    {
        var cell = new SmallCell(SmallCell.Form.TwoSums, Width);
        double[][] weights =
        [
            [1, 0, 0, 0, 1, 0, 0, 0, 1],
            [.. Enumerable.Repeat(1.5e-162, Width * Width)],
        ];
        double[] inputs = [1.5e-162, 1.5e-162, 1.5e-162, -1.5e-162, -1.5e-162, -1.5e-162];
        TubeCertificate certificate = cell.Certify(weights, inputs, new TubeOptions { Radius = 0 });
        Inside(certificate, new ExactStep(cell, weights).Run(inputs), "two sums");
    }

    /// <summary>h³ + 50 x: beyond the range of double after some steps. What is not bounded is infinite, and nothing is
    /// undefined.</summary>
    [Fact]
    public void NumbersThatLeaveTheRange_AreUnboundedFromThereOn()
    {
        var cell = new SmallCell(SmallCell.Form.Cube, 1);
        double[] inputs = [.. Enumerable.Repeat(1.0, 12)];
        TubeCertificate certificate = cell.Certify(
            [
                [50],
            ],
            inputs,
            new TubeOptions { Radius = 0.1 }
        );
        Assert.InRange(certificate.BoundedSteps, 3, 11);
        for (int t = 0; t < inputs.Length; t++)
        {
            bool isBounded = t < certificate.BoundedSteps;
            Assert.Equal(isBounded, double.IsFinite(certificate.Upper[t][0]) && double.IsFinite(certificate.Lower[t][0]));
            Assert.False(double.IsNaN(certificate.Movement[t][0]) || double.IsNaN(certificate.Nominal[t][0]));
            foreach (SignalReach reach in certificate.Reach)
            {
                Assert.True(reach.Lower[t][0] <= reach.Upper[t][0], $"{reach.Signal}, step {t}");
            }
        }

        TubeGains gains = certificate.Gains!;
        Assert.Equal(double.PositiveInfinity, certificate.Movement[^1][0]);
        Assert.Equal(double.PositiveInfinity, gains.Peak);
        Assert.Equal(double.PositiveInfinity, gains.Energy);
        Assert.Equal(double.PositiveInfinity, gains.WhiteNoise);
        Assert.All(gains.Entries, e => Assert.Equal(double.PositiveInfinity, e[0]));
        Assert.All(gains.InitialStates, e => Assert.Equal(double.PositiveInfinity, e));
        Assert.Null(certificate.Margins);
    }

    /// <summary>Ranges that stay in the range of double, derivatives that do not: infinite, and not undefined.</summary>
    [Fact]
    public void DerivativesThatLeaveTheRange_AreInfinite()
    {
        var cell = new SmallCell(SmallCell.Form.Chain, 2);
        double[][] weights =
        [
            [1e200, 0],
            [1e10],
            [1e65, 1],
        ];
        TubeCertificate certificate = cell.Certify(weights, new double[2 * 5], new TubeOptions { Radius = 0 });
        Assert.Equal(5, certificate.BoundedSteps);
        Assert.All(certificate.Gains!.Entries, entries => Assert.DoesNotContain(entries, double.IsNaN));
        Assert.Equal(double.PositiveInfinity, certificate.Gains.Entries[0][0]);
        Assert.Equal(double.PositiveInfinity, certificate.Gains.InitialStates[0]);
        Assert.Equal(double.PositiveInfinity, certificate.Gains.Energy);
        Assert.Equal(double.PositiveInfinity, certificate.Gains.ByChannels[0].Energy);
    }

    private static void Inside(TubeCertificate certificate, List<Dyadic[][]> run, string where)
    {
        for (int t = 0; t < run.Count; t++)
        {
            for (int unit = 0; unit < certificate.Lower[t].Length; unit++)
            {
                Inside(run[t][^1][unit], certificate.Lower[t][unit], certificate.Upper[t][unit], $"{where}: output {unit}, step {t}");
                foreach ((SignalReach reach, Dyadic[] exact) in certificate.Reach.Zip(run[t]))
                {
                    Inside(exact[unit], reach.Lower[t][unit], reach.Upper[t][unit], $"{where}: {reach.Signal}[{unit}], step {t}");
                }
            }
        }
    }

    private static void Inside(Dyadic exact, double lower, double upper, string where)
    {
        Assert.True(!double.IsFinite(lower) || lower <= exact, $"{where}: {(double)exact.Mantissa} · 2^{exact.Exponent} < {lower:R}");
        Assert.True(!double.IsFinite(upper) || exact <= upper, $"{where}: {(double)exact.Mantissa} · 2^{exact.Exponent} > {upper:R}");
    }

    /// <summary>Weights of a size whose products with the first input cancel, up to their last digits.</summary>
    private static (SmallCell Cell, double[][] Weights, double[] Inputs) Draw(Random random, int steps, double size)
    {
        double Any() => (2 * random.NextDouble()) - 1;
        double[] inputs = [.. Enumerable.Range(0, steps * Width).Select(_ => Any())];
        var weights = new double[][]
        {
            new double[Width * Width],
            new double[Width * Width],
            new double[Width],
            new double[Width],
            [Any()],
        };
        for (int row = 0; row < Width; row++)
        {
            for (int k = 0; k < Width; k++)
            {
                weights[0][(row * Width) + k] = size * Any();
                weights[1][(row * Width) + k] = Any();
            }

            weights[0][(row * Width) + 2] =
                -((weights[0][row * Width] * inputs[0]) + (weights[0][(row * Width) + 1] * inputs[1])) / inputs[2];
            weights[2][row] = row == 0 ? 0 : Any();
            weights[3][row] = Any();
        }

        return (new SmallCell(SmallCell.Form.All, Width), weights, inputs);
    }
}
