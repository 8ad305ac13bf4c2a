using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>What blocks of steps prove for any number of steps, against long sequences within the bounds.</summary>
public sealed class BlockSoundnessTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;
    private const int Batch = 24;
    private const double Tolerance = 1e-10;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void AnySteps_AreNeverBelowWhatLongSequencesReach(string name)
    {
        var random = new Random(Seed);
        CompiledCell cell = TestCells.Find(name);
        int proved = 0;
        int contracts = 0;
        for (int draw = 0; draw < 4; draw++)
        {
            int[] sizes = [.. cell.Runner.SizeNames.Select(_ => random.Next(1, 4))];
            double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), draw % 2 == 0 ? 0.3 : 0.8);
            var options = new CertificateOptions
            {
                Horizon = 5,
                InputBound = draw < 3 ? 0.2 : 1,
                Perturbation = (Perturbation)(draw % 3),
                Rules = BoundRules.Base,
                Budget = TimeSpan.FromMinutes(2),
                LongestBlock = 16,
            };
            Certificate certificate = cell.Runner.Certify(sizes, options, weights);
            string where = $"{name} [{string.Join(", ", sizes)}], seed {Seed}, draw {draw}, {options.Perturbation}";
            if (certificate.Blocks is { } blocks)
            {
                proved++;
                Gains(cell, sizes, weights, random, blocks.Gains, options, where);
                Ranges(cell, sizes, weights, random, certificate, options.InputBound.Value, where);
            }

            if (certificate.Contraction is { Rate: < 1 } contraction)
            {
                contracts++;
                Gains(cell, sizes, weights, random, contraction.Gains, options, $"{where}, one norm");
                Energies(cell, sizes, weights, random, contraction, options, where);
            }
        }

        output.WriteLine($"{name}: blocks contract in {proved} of 6 draws, one norm in {contracts}.");
    }

    private static void Gains(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Random random,
        CertifiedGains gains,
        CertificateOptions options,
        string where
    )
    {
        foreach (int steps in new[] { 1, 7, 40 })
        {
            double[] x = Inputs(cell, sizes, random, steps, Batch, options.InputBound!.Value);
            SensitivityReport measured = cell.Runner.Sensitivity(sizes, steps, weights, x);
            double largest = options.Perturbation switch
            {
                Perturbation.WhiteNoise => measured.WhiteNoise.Max,
                Perturbation.Energy => measured.Energy.Max,
                _ => measured.Peak.Max,
            };
            Assert.True(largest <= gains.Gain * (1 + Tolerance), $"{where}: {gains.Gain:R} over {steps} steps, measured {largest:R}.");
            if (options.Perturbation == Perturbation.Peak)
            {
                Movements(cell, sizes, weights, random, gains, steps, options.InputBound.Value, where);
            }
        }
    }

    /// <summary>Pairs of sequences, one of them a corner that is kept, the other the opposite one or anything.</summary>
    private static void Movements(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Random random,
        CertifiedGains gains,
        int steps,
        double bound,
        string where
    )
    {
        var core = (Definitions.CellCore)cell.Runner.Step(sizes);
        var executor = new StepExecutor(core, weights);
        double[][] initial = [.. core.States.Select(s => new double[core.Widths[s.Node]])];
        double[] scales = [.. core.Inputs.SelectMany(i => Enumerable.Repeat(i.Scale, core.Widths[i.Node]))];
        for (int pair = 0; pair < 10; pair++)
        {
            double[] x = Inputs(cell, sizes, random, steps, 1, bound);
            double[] other = pair % 2 == 0 ? [.. x.Select(v => -v)] : Inputs(cell, sizes, random, steps, 1, bound);
            double size = x.Select((v, k) => v == other[k] ? 0 : Math.Abs(v - other[k]) / scales[k % scales.Length]).Max();
            double[] y = executor.Run(x, initial)[^1].Output;
            double[] otherY = executor.Run(other, initial)[^1].Output;
            for (int output = 0; output < y.Length && double.IsFinite(size); output++)
            {
                double moved = Math.Abs(y[output] - otherY[output]);
                double most = gains.Outputs[output] * size;
                Assert.True(
                    moved <= (most * (1 + Tolerance)) + Tolerance,
                    $"{where}: output {output} moved by {moved:R}, proved {most:R}."
                );
            }
        }
    }

    /// <summary>Pairs of sequences that differ for a while and are the same from then on: the energies of differences, and how soon outputs
    /// agree.</summary>
    private static void Energies(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Random random,
        CertifiedContraction contraction,
        CertificateOptions options,
        string where
    )
    {
        const int Apart = 30;
        CertifiedDisturbance whole = contraction.Disturbance;
        var core = (Definitions.CellCore)cell.Runner.Step(sizes);
        var executor = new StepExecutor(core, weights);
        double[][] initial = [.. core.States.Select(s => new double[core.Widths[s.Node]])];
        double[] scales = [.. core.Inputs.SelectMany(i => Enumerable.Repeat(i.Scale, core.Widths[i.Node]))];
        int steps = Apart + Math.Min(contraction.ForgettingTime ?? 0, 60) + 5;
        for (int pair = 0; pair < 6; pair++)
        {
            double[] x = Inputs(cell, sizes, random, steps, 1, options.InputBound!.Value);
            double size = Math.Pow(10, -(pair % 3));
            double[] other = [.. x.Select((v, k) => k < Apart * scales.Length ? v - (size * (pair % 2 == 0 ? 2 * v : v)) : v)];
            double[] moved = [.. x.Zip(other, (a, b) => a - b).Select((d, k) => d == 0 ? 0 : d / scales[k % scales.Length])];
            double energy = Math.Sqrt(moved.Sum(d => d * d));
            double[][] apart =
            [
                .. executor.Run(x, initial).Zip(executor.Run(other, initial), (a, b) => a.Output.Zip(b.Output, (v, w) => v - w).ToArray()),
            ];
            double all = Math.Sqrt(apart.Sum(y => y.Sum(d => d * d)));
            Assert.True(all <= (contraction.FiniteEnergyGain * energy * (1 + Tolerance)) + Tolerance, $"{where}: {all:R} of {energy:R}.");
            double peak = moved.Max(Math.Abs);
            foreach (double[] y in apart)
            {
                Assert.True(Math.Sqrt(y.Sum(d => d * d)) <= (whole.EnergyToPeak.Gain * energy * (1 + Tolerance)) + Tolerance, where);
                Assert.All(y, (d, k) => Assert.True(Math.Abs(d) <= (whole.EnergyToPeak.Outputs[k] * energy) + Tolerance, where));
                Assert.All(y, (d, k) => Assert.True(Math.Abs(d) <= (whole.PeakToPeak.Outputs[k] * peak) + Tolerance, where));
            }

            foreach (double[] late in apart.Skip(Apart - 1 + (contraction.ForgettingTime ?? steps)))
            {
                Assert.All(
                    late,
                    d => Assert.True(Math.Abs(d) <= options.RecoveryFraction + Tolerance, $"{where}: {d:R} is not forgotten.")
                );
            }
        }
    }

    private static void Ranges(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Random random,
        Certificate certificate,
        double bound,
        string where
    )
    {
        var core = (Definitions.CellCore)cell.Runner.Step(sizes);
        var executor = new StepExecutor(core, weights);
        double[][] initial = [.. core.States.Select(s => new double[core.Widths[s.Node]])];
        for (int k = 0; k < 4; k++)
        {
            const int Steps = 60;
            double[] sequence = Inputs(cell, sizes, random, Steps, 1, bound);
            List<(Dictionary<int, double[]> Signals, double[] Output)> run = executor.Run(sequence, initial);
            for (int t = 0; t < Steps; t++)
            {
                foreach ((int signal, double[] values) in run[t].Signals)
                {
                    foreach (
                        CertifiedRange range in new[] { certificate.Ranges[signal], certificate.Blocks!.Ranges[signal] }.Skip(
                            t < certificate.Horizon ? 0 : 1
                        )
                    )
                    {
                        string what = $"{where}: {range.Signal}, step {t}";
                        Assert.All(values, v => Assert.True(v >= range.Lower - Tolerance && v <= range.Upper + Tolerance, what));
                    }
                }
            }
        }
    }

    /// <summary>Sequences [steps, batch, inputs] of corners that are kept for some steps, and of anything.</summary>
    private static double[] Inputs(CompiledCell cell, int[] sizes, Random random, int steps, int batch, double bound)
    {
        int width = cell.InputWidth(sizes);
        double[] x = new double[steps * batch * width];
        for (int column = 0; column < batch * width; column++)
        {
            double value = 0;
            double keep = random.NextDouble();
            for (int t = 0; t < steps; t++)
            {
                value =
                    t > 0 && random.NextDouble() < keep
                        ? value
                        : bound * ((2 * random.Next(2)) - 1) * (column % 3 == 0 ? random.NextDouble() : 1);
                x[(t * batch * width) + column] = value;
            }
        }

        return x;
    }
}
