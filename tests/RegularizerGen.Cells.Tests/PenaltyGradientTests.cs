using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The penalty's gradient against central differences in double, over options and cells.</summary>
public sealed class PenaltyGradientTests
{
    private const int Seed = 1708;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Gradient_EqualsCentralDifferences(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        foreach (TikhonovOptions options in Variants())
        {
            foreach (double amplitude in new[] { 0.15, 0.5 })
            {
                var random = new Random(Seed);
                double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), amplitude);
                double[] gradient = new double[weights.Length];
                cell.Runner.Regularize(sizes, options, weights, gradient, 0.5);
                PassTests.AssertGradient(
                    gradient,
                    weights,
                    () => cell.Runner.Regularize(sizes, options, weights, new double[weights.Length], 0.5).Result.Penalty
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Penalty_InFloat_AgreesWithDouble(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        var options = new TikhonovOptions { Horizon = 6 };
        float[] weights = [.. TestCells.RandomArray(new Random(Seed), cell.Runner.ParameterCount(sizes), 0.4).Select(w => (float)w)];
        double[] expectedGradient = new double[weights.Length];
        float[] gradient = new float[weights.Length];
        TikhonovResult expected = cell
            .Runner.Regularize<double>(sizes, options, [.. weights.Select(w => (double)w)], expectedGradient, 1)
            .Result;
        TikhonovResult actual = cell.Runner.Regularize(sizes, options, weights, gradient, 1).Result;

        // The bound itself is computed in double; only matrices derived from weights are rounded to float.
        double tolerance = cell.Model.Weights.Any(w => w.IsDerived) ? 1e-6 : 1e-9;
        Assert.Equal(expected.Penalty, actual.Penalty, tolerance * expected.Penalty);
        double scale = expectedGradient.Max(Math.Abs);
        for (int k = 0; k < gradient.Length; k++)
        {
            Assert.Equal(expectedGradient[k], gradient[k], 1e-6 * scale);
        }
    }

    private static TikhonovOptions[] Variants() =>
        [
            new() { Horizon = 1, Saturation = double.PositiveInfinity },
            new() { Horizon = 4, NormFloor = 0.3 },
            new()
            {
                Horizon = 4,
                Perturbation = Perturbation.Energy,
                Saturation = 2,
            },
            new()
            {
                Horizon = 3,
                RecurrentNorm = RecurrentNorm.Frobenius,
                InputBound = 0.7,
            },
        ];
}
