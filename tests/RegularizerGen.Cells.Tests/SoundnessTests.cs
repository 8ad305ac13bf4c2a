using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>No sampled and no searched Jacobian may exceed the gain, for every cell, perturbation and random weights.</summary>
public sealed class SoundnessTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_124;

    private const int LstmDraws = 1200;

    [Fact]
    public void Lstm_GainIsNeverBelowSampledJacobians()
    {
        const int seed = Seed;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        for (int draw = 0; draw < LstmDraws; draw++)
        {
            Check(TestCells.Find("Lstm"), random, samples: 3, climbs: 0, $"seed {seed}, draw {draw}", certify: draw % 10 == 0);
        }
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void EveryCell_GainIsNeverBelowJacobiansFoundBySearch(string name)
    {
        const int seed = Seed;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        for (int draw = 0; draw < 30; draw++)
        {
            Check(TestCells.Find(name), random, samples: 2, climbs: 4, $"seed {seed}, draw {draw}", certify: draw % 3 == 0);
        }
    }

    /// <summary>
    /// The long run: SOUNDNESS_MINUTES=30 searches all cells at horizons up to 30 for that long; SOUNDNESS_SEED=7 makes it look elsewhere.
    /// </summary>
    [Fact]
    public void LongRun_FindsNoCellAboveItsGain()
    {
        if (!double.TryParse(Environment.GetEnvironmentVariable("SOUNDNESS_MINUTES"), System.Globalization.CultureInfo.InvariantCulture, out double minutes))
        {
            Assert.Skip("Set SOUNDNESS_MINUTES for the long run.");
        }

        int seed = int.TryParse(Environment.GetEnvironmentVariable("SOUNDNESS_SEED"), out int given) ? given : Seed;
        var random = new Random(seed);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int draws = 0;
        for (; clock.Elapsed.TotalMinutes < minutes; draws++)
        {
            foreach (string name in TestCells.Names.Select(row => row.Data))
            {
                Check(TestCells.Find(name), random, samples: 3, climbs: 6, $"seed {seed}, draw {draws}", longest: 30);
            }
        }

        output.WriteLine($"Seed {seed}: {draws} draws of weights for each of {TestCells.Names.Count} cells, every perturbation, 3 searches each: none exceeded.");
    }

    private static void Check(CompiledCell cell, Random random, int samples, int climbs, string where, int longest = 6, bool certify = true)
    {
        int[] sizes = [.. Enumerable.Range(0, cell.Model.Dimensions.Count).Select(_ => random.Next(1, 5))];
        int width = sizes[cell.Model.Input.Dimension];
        int outputs = sizes[cell.Model.Nodes[cell.Model.Output].Dimension];
        double scale = Math.Pow(10, (2.2 * random.NextDouble()) - 1.5);
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), scale);
        double bound = random.Next(3) switch { 0 => 0.3, 1 => 1, _ => 2.5 };
        foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
        {
            var options = new TikhonovOptions { Horizon = random.Next(1, longest + 1), InputBound = bound, NormFloor = 0, Perturbation = perturbation, RecurrentNorm = random.Next(4) == 0 ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral };
            double gain = cell.Runner.Regularize(sizes, options, weights, new double[weights.Length], 1).Result.Gain;
            double tight = cell.Runner.Regularize(sizes, options with { Rules = BoundRules.Tight }, weights, new double[weights.Length], 1).Result.Gain;
            Assert.True(tight <= gain * (1 + 1e-9), $"{cell.Name}, {perturbation}, {where}: tight {tight:R} above base {gain:R}.");
            gain = tight;
            if (certify)
            {
                Certificate certificate = cell.Runner.Certify(sizes, new CertificateOptions { Horizon = options.Horizon, InputBound = bound, Perturbation = perturbation }, weights);
                gain = Math.Min(gain, Math.Min(certificate.Finite.Gain, certificate.Limit?.Gains.Gain ?? double.PositiveInfinity));
            }

            double Found(double[] inputs) => Sampling.Norm(Sampling.Jacobian(cell.Runner, sizes, weights, inputs, options.Horizon, width, outputs), options, width, outputs);
            for (int sample = 0; sample < samples; sample++)
            {
                double[] inputs = TestCells.RandomArray(random, options.Horizon * width, bound);
                if (sample % 2 == 1)
                {
                    inputs = [.. inputs.Select(x => bound * Math.Sign(x))];
                }

                double found = Found(Climb(inputs, bound, climbs, Found));
                Assert.True(found <= gain * (1 + 1e-9), $"{cell.Name}, {perturbation}, {where}: gain {gain:R} is exceeded by {found:R}.");
            }
        }
    }

    /// <summary>Gradient ascent on the inputs (by central differences), projected onto the box.</summary>
    private static double[] Climb(double[] inputs, double bound, int climbs, Func<double[], double> found)
    {
        double[] best = inputs;
        double step = 0.5 * bound;
        for (int climb = 0; climb < climbs; climb++)
        {
            double[] gradient = new double[best.Length];
            for (int k = 0; k < best.Length; k++)
            {
                double[] above = [.. best];
                double[] below = [.. best];
                above[k] += 1e-4;
                below[k] -= 1e-4;
                gradient[k] = found(above) - found(below);
            }

            double largest = gradient.Max(Math.Abs);
            if (largest == 0)
            {
                break;
            }

            double[] next = [.. best.Select((x, k) => Math.Clamp(x + (step * gradient[k] / largest), -bound, bound))];
            if (found(next) > found(best))
            {
                best = next;
            }
            else
            {
                step /= 3;
            }
        }

        return best;
    }
}
