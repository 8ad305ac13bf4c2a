using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>Around a sequence: outputs, their movements and gains.</summary>
public sealed partial class OutwardRoundingTests
{
    [Theory]
    [InlineData("LinearSystem")]
    [InlineData("ReluElman")]
    [InlineData("Zoo.IndRnn")]
    [InlineData("HardGru")]
    public void AroundASequence_NothingIsBelowTheExactFigure(string name)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 12; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, name, draw, 0.5);
            int steps = random.Next(1, 5);
            double[] inputs = [.. Enumerable.Range(0, steps * sizes[0]).Select(_ => 0.2 + (0.1 * random.Next(8)))];
            var options = new TubeOptions { Radius = draw % 3 == 0 ? 0 : 0.1, Effort = (TubeEffort)(draw % 3) };
            TubeCertificate certificate = cell.Runner.CertifyAround(sizes, 1, options, weights, inputs)[0];
            Rational[][] nominal = [.. inputs.Select(Exact).Chunk(sizes[0])];
            var run = new ExactRun(cell, sizes, weights);
            List<Rational[][]> still = run.Run(nominal);
            string where = $"{name}, draw {draw}";
            foreach (Rational[][] moved in Corners(still[^1], nominal, Exact(options.Radius)).Prepend(nominal))
            {
                List<Rational[][]> outputs = run.Run(moved);
                Covers(certificate, still, outputs, where);
                Covers(certificate.Gains!, outputs[^1], sizes[0], where);
            }
        }
    }

    private static void Covers(TubeCertificate certificate, List<Rational[][]> still, List<Rational[][]> moved, string where)
    {
        for (int t = 0; t < moved.Count; t++)
        {
            for (int unit = 0; unit < moved[t].Length; unit++)
            {
                Rational value = moved[t][unit][0];
                AtLeast(certificate.Upper[t][unit], value, $"{where}, upper end of output {unit} at step {t}");
                AtLeast(-certificate.Lower[t][unit], -value, $"{where}, lower end of output {unit} at step {t}");
                Rational movement = Rational.Abs(value - still[t][unit][0]);
                AtLeast(certificate.Movement[t][unit], movement, $"{where}, movement of output {unit} at step {t}");
            }
        }

        for (int unit = 0; certificate.Margins is { } margins && unit < moved[^1].Length; unit++)
        {
            Rational lead = moved[^1][margins.Label][0] - moved[^1][unit][0];
            AtLeast(-margins.Least[unit], -lead, $"{where}, lead of output {margins.Label} over {unit}");
        }
    }

    private static void Covers(TubeGains gains, Rational[][] output, int channels, string where)
    {
        var peak = new ExactGains(output, channels, Perturbation.Peak);
        var energy = new ExactGains(output, channels, Perturbation.Energy);
        var noise = new ExactGains(output, channels, Perturbation.WhiteNoise);
        AtLeast(gains.Peak, peak.Whole, $"{where}, peak");
        AtLeast(gains.Energy, energy.Whole, $"{where}, energy");
        AtLeast(gains.WhiteNoise, noise.Whole, $"{where}, white noise");
        for (int unit = 0; unit < peak.Outputs; unit++)
        {
            AtLeast(gains.ByOutputs[unit].Peak, peak.Output(unit), $"{where}, peak of output {unit}");
            AtLeast(gains.ByOutputs[unit].Energy, energy.Output(unit), $"{where}, energy of output {unit}");
            AtLeast(gains.ByOutputs[unit].WhiteNoise, noise.Output(unit), $"{where}, white noise of output {unit}");
        }

        for (int channel = 0; channel < channels; channel++)
        {
            AtLeast(gains.ByChannels[channel].Peak, peak.Channel(channel), $"{where}, peak from channel {channel}");
            AtLeast(gains.ByChannels[channel].Energy, energy.Channel(channel), $"{where}, energy from channel {channel}");
            AtLeast(gains.ByChannels[channel].WhiteNoise, noise.Channel(channel), $"{where}, white noise from channel {channel}");
        }

        for (int step = 0; step < peak.Steps; step++)
        {
            AtLeast(gains.BySteps[step].Peak, peak.Step(step), $"{where}, peak from step {step}");
            AtLeast(gains.BySteps[step].Energy, energy.Step(step), $"{where}, energy from step {step}");
            AtLeast(gains.BySteps[step].WhiteNoise, noise.Step(step) * noise.Step(step), $"{where}, white noise from step {step}");
            for (int k = 0; k < peak.Outputs * channels; k++)
            {
                AtLeast(gains.Entries[step][k], peak.Entry(k / channels, step, k % channels), $"{where}, entry {k} of step {step}");
            }
        }
    }
}
