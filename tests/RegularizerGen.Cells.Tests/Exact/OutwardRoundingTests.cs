using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>Every certified figure of random small cells against rational arithmetic, without any tolerance: where a cell attains its
/// bound, a rounding that is lost anywhere shows.</summary>
public sealed partial class OutwardRoundingTests
{
    private const int Seed = 20_261_129;

    /// <summary>Cells that are linear, or piecewise linear and monotone at weights that are not negative.</summary>
    public static TheoryData<string, Perturbation> Cases =>
        new(
            from name in new[] { "LinearSystem", "ReluElman", "Zoo.IndRnn", "HardGru" }
            from perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak }
            select new TheoryDataRow<string, Perturbation>(name, perturbation)
        );

    [Theory]
    [MemberData(nameof(Cases))]
    public void OverAHorizon_NothingIsBelowTheExactFigure(string name, Perturbation perturbation)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 12; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, name, draw, 0.5);
            int horizon = random.Next(1, 4);
            var options = new CertificateOptions
            {
                Horizon = horizon,
                InputBound = 1,
                Perturbation = perturbation,
                Rules = draw % 4 == 0 ? BoundRules.Base : BoundRules.Tight,
                Budget = TimeSpan.FromSeconds(draw % 3 == 0 ? 5 : 0),
                LongestBlock = 0,
            };
            Certificate certificate = cell.Runner.Certify(sizes, options, weights);
            var run = new ExactRun(cell, sizes, weights);
            Rational[][] ones = Constant(horizon, sizes[0], 1);
            Rational[][] last = run.Run(ones)[^1];
            foreach (Rational[][] inputs in Corners(last, Constant(horizon, sizes[0], 0), 1).Prepend(ones))
            {
                List<Rational[][]> outputs = run.Run(inputs);
                string where = $"{name}, draw {draw}";
                Covers(certificate, outputs, where);
                var exact = new ExactGains(outputs[^1], sizes[0], perturbation);
                Covers(certificate.Finite, exact, where);
                Assert.All(certificate.Methods, m => AtLeast(m.Finite, exact.Whole, $"{where}, {m.Name}"));
                for (int k = 0; k < certificate.Finite.Steps.Count; k++)
                {
                    AtLeast(certificate.Finite.Steps[k], exact.Step(horizon - 1 - k), $"{where}, step {k}");
                }
            }
        }
    }

    /// <summary>The sequences that take each unit as far up and down as a linear cell can, within a distance of the given one.</summary>
    private static IEnumerable<Rational[][]> Corners(Rational[][] output, Rational[][] around, Rational distance)
    {
        int channels = around[0].Length;
        foreach (Rational[] unit in output)
        {
            foreach (int direction in new[] { 1, -1 })
            {
                Rational End(int t, int c) => around[t][c] + (unit[1 + (t * channels) + c].Sign * direction * distance);
                yield return [.. around.Select((x, t) => x.Select((_, c) => End(t, c)).ToArray())];
            }
        }
    }

    private static Rational[][] Constant(int steps, int channels, Rational value) =>
        [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Repeat(value, channels).ToArray())];

    /// <summary>The ranges of the output, and of the state that it is.</summary>
    private static void Covers(Certificate certificate, List<Rational[][]> outputs, string where)
    {
        foreach (CertifiedRange range in certificate.Ranges.Where(r => r.Kind == "output state" || r.Signal == "h"))
        {
            foreach (Rational[] unit in outputs.SelectMany(o => o))
            {
                AtLeast(range.Upper, unit[0], $"{where}, upper end of {range.Signal}");
                AtLeast(-range.Lower, -unit[0], $"{where}, lower end of {range.Signal}");
            }
        }
    }

    private static void Covers(CertifiedGains gains, ExactGains exact, string where)
    {
        AtLeast(gains.Gain, exact.Whole, $"{where}, gain");
        for (int unit = 0; unit < exact.Outputs; unit++)
        {
            AtLeast(gains.Outputs[unit], exact.Output(unit), $"{where}, output {unit}");
        }

        for (int channel = 0; channel < exact.Channels; channel++)
        {
            AtLeast(gains.Channels[channel], exact.Channel(channel), $"{where}, channel {channel}");
        }
    }

    private static void AtLeast(double certified, Rational exact, string what)
    {
        if (!double.IsPositiveInfinity(certified) && Exact(certified) < exact)
        {
            double by = (exact - Exact(certified)).ToDouble();
            Assert.Fail(FormattableString.Invariant($"Seed {Seed}, {what}: {certified:R} is below {exact.ToDouble():R} by {by:G3}."));
        }
    }

    /// <summary>Weights whose sums and products round: of many terms, of nearly equal ones, of very different ones, and of ones that
    /// cancel. Those of gates are 0.</summary>
    private static (CompiledCell Cell, int[] Sizes, double[] Weights) Draw(
        Random random,
        string name,
        int draw,
        double size,
        int? inputs = null
    )
    {
        CompiledCell cell = name == "HardGru" ? StabilityTests.HardGru : TestCells.Find(name);
        int[] sizes = [inputs ?? (draw % 4 == 1 ? 10 : random.Next(1, 4)), random.Next(1, 4)];
        double Entry(int k) =>
            (draw % 5) switch
            {
                0 => random.Next(1, 11) / 10.0,
                1 => 0.1,
                2 => 0.7 * (1 + (random.Next(-4, 5) * Math.ScaleB(1, -53))),
                3 => Math.Pow(10, -17 * random.NextDouble()),
                _ => random.NextDouble(),
            } * (name == "LinearSystem" && draw % 2 == 1 && k % 2 == 1 ? -1 : 1);
        double[] weights = [.. Enumerable.Range(0, cell.Runner.ParameterCount(sizes)).Select(k => size / sizes.Max() * Entry(k))];
        if (name == "HardGru")
        {
            (int x, int h) = (sizes[0], sizes[1]);
            weights.AsSpan(0, h * x).Clear();
            weights.AsSpan(2 * h * x, h * h).Clear();
        }

        return (cell, sizes, weights);
    }
}
