using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// What WhiteNoise promises, by Monte Carlo: independent noise of variance σ² inside the box gives the output a total variance about its
/// mean of at most σ²·gain², up to the confidence interval of the estimate (linear cells attain the bound).
/// </summary>
public sealed class MonteCarloTests(ITestOutputHelper output)
{
    private const int Draws = 2000;
    private const int Horizon = 5;
    private const double Rounding = 1e-24; // an output that never moves still differs from its mean

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void OutputVariance_IsAtMostTheGainTimesTheNoise(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        const int seed = 20_261_124;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        int[] sizes = [.. TestCells.Sizes(cell).Select(_ => 4)];
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.4);
        double gain = cell
            .Runner.Regularize(
                sizes,
                new TikhonovOptions
                {
                    Horizon = Horizon,
                    InputBound = 1,
                    NormFloor = 0,
                },
                weights,
                new double[weights.Length],
                1
            )
            .Result.Gain;
        foreach (bool gaussian in new[] { true, false })
        {
            (double variance, double error) = TotalVariance(cell, sizes, weights, random, gaussian);
            double bound = Sigma * Sigma * gain * gain;
            Assert.True(
                variance <= bound + (4 * error) + Rounding,
                $"{(gaussian ? "Gaussian" : "uniform")}, seed {seed}: variance {variance:G6} ± {error:G3} exceeds {bound:G6}."
            );
        }
    }

    private const double Sigma = 0.15;

    /// <summary>Total variance of the last output over draws of the noise, and its standard error.</summary>
    private static (double Variance, double Error) TotalVariance(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        Random random,
        bool gaussian
    )
    {
        int width = cell.InputWidth(sizes);
        int outputs = cell.OutputWidth(sizes);
        double[] scales = Sampling.Scales(cell.Runner, sizes);
        double[] clean = TestCells.RandomArray(random, Horizon * width, 1);
        double[] noisy = new double[Horizon * Draws * width];
        for (int t = 0; t < Horizon; t++)
        {
            for (int draw = 0; draw < Draws; draw++)
            {
                for (int k = 0; k < width; k++)
                {
                    double x = clean[(t * width) + k];
                    noisy[(((t * Draws) + draw) * width) + k] = x + (scales[k] * (Noisy(x, random, gaussian) - x));
                }
            }
        }

        double[] last = cell.Runner.Forward(sizes, Horizon, Draws, weights, noisy)[((Horizon - 1) * Draws * outputs)..];
        double[] mean = [.. Enumerable.Range(0, outputs).Select(k => Enumerable.Range(0, Draws).Average(d => last[(d * outputs) + k]))];
        double[] squares =
        [
            .. Enumerable
                .Range(0, Draws)
                .Select(d => Enumerable.Range(0, outputs).Sum(k => Math.Pow(last[(d * outputs) + k] - mean[k], 2))),
        ];
        double variance = squares.Sum() / (Draws - 1);
        return (variance, Math.Sqrt(squares.Sum(s => Math.Pow(s - variance, 2)) / (Draws - 1) / Draws));
    }

    /// <summary>Noise of variance at most σ² that stays in the box: Gaussian draws that leave it are rejected, the uniform interval is cut
    /// symmetrically.</summary>
    private static double Noisy(double x, Random random, bool gaussian)
    {
        if (!gaussian)
        {
            double reach = Math.Min(Sigma * Math.Sqrt(3), 1 - Math.Abs(x));
            return x + (reach * ((2 * random.NextDouble()) - 1));
        }

        while (true)
        {
            double y = x + (Sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            if (Math.Abs(y) <= 1)
            {
                return y;
            }
        }
    }
}
