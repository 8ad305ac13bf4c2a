using System;
using System.Linq;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>Fixed points of maps that change little.</summary>
public sealed class CarriedFixedPointTests
{
    private const int Size = 12;
    private const int Seed = 20_261_128;

    /// <summary>x ↦ tanh(W x + b), W a contraction: what the first calls learn serves those that follow.</summary>
    [Fact]
    public void LaterCalls_TakeHalfOfTheSteps()
    {
        var random = new Random(Seed);
        double[] weights = [.. Enumerable.Range(0, Size * Size).Select(_ => (1.7 / Size * ((2 * random.NextDouble()) - 1)) + (0.5 / Size))];
        double[] bias = [.. Enumerable.Range(0, Size).Select(_ => random.NextDouble() - 0.5)];
        double[] point = new double[Size];
        var solver = new CarriedFixedPoint(Size);
        int calls = 0;
        int first = 0;
        for (int call = 0; call < 40; call++)
        {
            calls = 0;
            bias[call % Size] += 1e-4;
            Assert.True(solver.TryFind(point, Map, 200, 1e-13));
            first = call == 0 ? calls : first;
            double[] image = new double[Size];
            Map(point, image);
            Assert.Equal(image, point, (a, b) => Math.Abs(a - b) <= 1e-12);
        }

        Assert.InRange(calls, 1, first / 2);

        void Map(double[] from, double[] to)
        {
            calls++;
            for (int row = 0; row < Size; row++)
            {
                double sum = bias[row];
                for (int k = 0; k < Size; k++)
                {
                    sum += weights[(row * Size) + k] * from[k];
                }

                to[row] = Math.Tanh(sum);
            }
        }
    }

    /// <summary>What was learned of one map is of no use for its opposite, and does no harm.</summary>
    [Fact]
    public void AnotherMap_IsSolvedToo()
    {
        var solver = new CarriedFixedPoint(2);
        foreach (double slope in new[] { 0.9, -0.9, 0.5, -0.99 })
        {
            double[] point = [3, -5];
            Assert.True(solver.TryFind(point, (from, to) => (to[0], to[1]) = (1 + (slope * from[1]), 2 + (slope * from[0])), 200, 1e-13));
            Assert.Equal((1 + (2 * slope)) / (1 - (slope * slope)), point[0], 1e-10 / (1 - (slope * slope)));
        }
    }

    [Fact]
    public void NoFixedPoint_IsNotFound()
    {
        var solver = new CarriedFixedPoint(1);
        Assert.False(solver.TryFind([0], (from, to) => to[0] = from[0] + 1, 50, 1e-13));
        Assert.False(solver.TryFind([0], (_, to) => to[0] = double.PositiveInfinity, 50, 1e-13));
        double[] point = [0];
        Assert.True(solver.TryFind(point, (from, to) => to[0] = 1 + (0.5 * from[0]), 50, 1e-13));
        Assert.Equal(2, point[0], 1e-12);
    }
}
