using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Everything that a certificate around a nominal sequence claims, against what searches reach.</summary>
/// <param name="Climbs">Steps of gradient ascent on every output.</param>
/// <param name="Derivatives">Single derivatives that are climbed by themselves.</param>
internal sealed record TubeSoundnessCheck(int Climbs, int Derivatives)
{
    // What the cell's own passes round, which the searches read: certificates are about exact arithmetic.
    private const double Tolerance = 1e-10;

    // In a pass a shut gate has a slope of some 1e-308 instead of less, which the other factors of a path multiply, weights among them:
    // derivatives are not compared where these are huge (beyond 1e24 over four steps).
    private const double Saturated = 1e-306;
    private const int FactorsOfAStep = 3;

    public void Run(CompiledCell cell, Random random, double radius, double scale, int steps, string where)
    {
        Run(new TubeAttack(cell, random, radius, scale, steps), random, $"scale {scale}, {where}");
    }

    /// <summary>The same for sizes and weights that are given.</summary>
    public void Run(TubeAttack attack, Random random, string where)
    {
        TubeCertificate certificate = attack.Certify((TubeEffort)random.Next(3));
        var claims = new Claims($"{attack}, {where}", new RoundingSpread(attack));
        List<double[]> climbed = attack.Climb(Climbs);
        double[][] outputs = attack.Forward(climbed);
        claims.Outputs(attack, certificate, climbed, outputs);
        double[][] few =
        [
            climbed[0],
            climbed[^1],
            climbed[climbed.Count / 2],
            .. attack.ClimbDerivatives(Derivatives, Climbs),
            attack.Moved(_ => (2 * random.NextDouble()) - 1),
        ];
        var executor = new StepExecutor(attack.Core, attack.Weights);
        foreach (double[] sequence in few)
        {
            claims.Reach(certificate, sequence, executor.Run(sequence, attack.Initial));
        }

        TubeGains gains = certificate.Gains!;
        if (Saturated * Math.Pow(attack.Weights.Sum(Math.Abs) + 1, FactorsOfAStep * attack.Steps) < Tolerance)
        {
            foreach (double[][] jacobian in attack.Jacobians(few))
            {
                claims.Gains(attack, gains, jacobian);
            }

            SensitivityReport measured = attack.Sensitivity(few);
            claims.NotBelow(gains.WhiteNoise, measured.WhiteNoise.Max, $"white noise, as measured");
            claims.NotBelow(gains.Energy, measured.Energy.Max, $"energy, as measured");
            claims.NotBelow(gains.Peak, measured.Peak.Max, $"peak, as measured");
        }

        for (int k = 1; k < climbed.Count; k += 1 + (climbed.Count / 12))
        {
            claims.Differences(attack, gains, climbed[k - 1], climbed[k], outputs[k - 1], outputs[k]);
        }
    }

    /// <summary>Single claims.</summary>
    private sealed class Claims(string what, RoundingSpread rounding)
    {
        public void NotBelow(double bound, double reached, FormattableString claim, Func<double>? rounded = null)
        {
            bool isNotBelow = reached <= bound + (Tolerance * (1 + Math.Abs(reached))) || !double.IsFinite(reached);
            if (!isNotBelow && !(reached - (rounded?.Invoke() ?? 0) <= bound))
            {
                Assert.Fail($"{what}: {claim} is {bound:R}, reached {reached:R}.");
            }
        }

        public void Outputs(TubeAttack attack, TubeCertificate certificate, List<double[]> sequences, double[][] outputs)
        {
            foreach ((double[] sequence, double[] y) in sequences.Zip(outputs))
            {
                for (int k = 0; k < y.Length; k++)
                {
                    (int t, int j) = (k / attack.Outputs, k % attack.Outputs);
                    double Rounded() => rounding.OfOutput(sequence, t, j);
                    double Both() => Rounded() + rounding.OfOutput(sequences[0], t, j);
                    NotBelow(certificate.Upper[t][j], y[k], $"upper end, step {t}, output {j},", Rounded);
                    NotBelow(-certificate.Lower[t][j], -y[k], $"negative lower end, step {t}, output {j},", Rounded);
                    NotBelow(certificate.Movement[t][j], Math.Abs(y[k] - outputs[0][k]), $"movement, step {t}, output {j},", Both);
                }
            }
        }

        public void Reach(TubeCertificate certificate, double[] sequence, List<(Dictionary<int, double[]> Signals, double[] Output)> run)
        {
            for (int t = 0; t < run.Count; t++)
            {
                Assert.Equal(certificate.Reach.Count, run[t].Signals.Count);
                foreach (((int node, double[] values), SignalReach reach) in run[t].Signals.Zip(certificate.Reach))
                {
                    for (int unit = 0; unit < values.Length; unit++)
                    {
                        double Rounded() => rounding.OfSignal(sequence, t, node, unit);
                        NotBelow(reach.Upper[t][unit], values[unit], $"upper end of {reach.Signal}[{unit}], step {t},", Rounded);
                        NotBelow(-reach.Lower[t][unit], -values[unit], $"negative lower end of {reach.Signal}[{unit}], step {t},", Rounded);
                    }
                }
            }
        }

        public void Gains(TubeAttack attack, TubeGains gains, double[][] jacobian)
        {
            (int width, int outputs) = (attack.Width, attack.Outputs);
            for (int t = 0; t < jacobian.Length; t++)
            {
                for (int k = 0; k < jacobian[t].Length; k++)
                {
                    NotBelow(gains.Entries[t][k], Math.Abs(jacobian[t][k]), $"entry {k} of step {t}");
                }

                // From here on inputs count by their scales.
                jacobian[t] = [.. jacobian[t].Select((v, k) => v * attack.Scales[k % width])];
                (double white, double energy, double peak) = Norms(jacobian[t], outputs, width);
                NotBelow(gains.BySteps[t].WhiteNoise, white, $"white noise of step {t}");
                NotBelow(gains.BySteps[t].Energy, energy, $"energy of step {t}");
                NotBelow(gains.BySteps[t].Peak, peak, $"peak of step {t}");
            }

            for (int j = 0; j < outputs; j++)
            {
                Compare(gains.ByOutputs[j], jacobian, e => (e[(j * width)..((j + 1) * width)], 1), $"output {j}");
            }

            for (int i = 0; i < width; i++)
            {
                Compare(
                    gains.ByChannels[i],
                    jacobian,
                    e => ([.. Enumerable.Range(0, outputs).Select(j => e[(j * width) + i])], outputs),
                    $"channel {i}"
                );
            }

            Compare((gains.WhiteNoise, gains.Energy, gains.Peak), jacobian, e => (e, outputs), "all");
        }

        private void Compare(
            (double WhiteNoise, double Energy, double Peak) gains,
            double[][] jacobian,
            Func<double[], (double[] Entries, int Rows)> part,
            string of
        )
        {
            (double White, double Energy, double Peak)[] norms =
            [
                .. jacobian.Select(part).Select(p => Norms(p.Entries, p.Rows, p.Entries.Length / p.Rows)),
            ];
            NotBelow(gains.WhiteNoise, Math.Sqrt(norms.Sum(n => n.White)), $"white noise of {of}");
            NotBelow(gains.Energy, norms.Sum(n => n.Energy), $"energy of {of}");
            NotBelow(gains.Peak, norms.Sum(n => n.Peak), $"peak of {of}");
        }

        public void Differences(TubeAttack attack, TubeGains gains, double[] x, double[] other, double[] y, double[] otherY)
        {
            int last = (attack.Steps - 1) * attack.Outputs;
            for (int j = 0; j < attack.Outputs; j++)
            {
                double bound = Enumerable
                    .Range(0, x.Length)
                    .Where(k => x[k] != other[k]) // the gain may be infinite
                    .Sum(k => gains.Entries[k / attack.Width][(j * attack.Width) + (k % attack.Width)] * Math.Abs(x[k] - other[k]));
                double rounding = Tolerance * (Math.Abs(y[last + j]) + Math.Abs(otherY[last + j])); // of what is subtracted
                NotBelow(bound + rounding, Math.Abs(y[last + j] - otherY[last + j]), $"sum of gains times differences, output {j},");
            }
        }

        private static (double White, double Energy, double Peak) Norms(double[] matrix, int rows, int columns)
        {
            bool isFinite = matrix.All(double.IsFinite);
            return (
                matrix.Sum(v => v * v),
                isFinite ? Oracle.SpectralNorm(matrix, rows, columns) : 0,
                matrix.Chunk(columns).Max(row => row.Sum(Math.Abs))
            );
        }
    }
}
