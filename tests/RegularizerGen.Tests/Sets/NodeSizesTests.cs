using System;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Tests.Sets;

/// <summary>Walks pay for rounding in proportion to the sizes of all that a node adds up: none of it may be left out. (What is paid is
/// generous, so that bounds alone do not show it.)</summary>
public sealed class NodeSizesTests
{
    private const int Width = 3;
    private const int Steps = 4;
    private const double Tolerance = 1e-12;

    [Fact]
    public void Sizes_CoverAllThatIsAdded()
    {
        var random = new Random(20_261_128);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        var cell = new SmallCell(SmallCell.Form.All, Width);
        double[][] values = [Some(9), Some(9), Some(3), Some(3), Some(1)];
        var weights = new SetWeights(cell);
        for (int k = 0; k < values.Length; k++)
        {
            weights.Take(k, WeightSpan<double>.Over(values[k], cell.Weights[k]));
        }

        weights.Complete();
        var step = new SetStep(cell, weights);
        var tube = new Tube(step, weights, Steps);
        InputSet.Around(cell, Some(Steps * Width), new TubeOptions { Radius = 0.1 }).Write(tube.Ranges, isNominal: false);
        Assert.Equal(Steps, tube.Run());
        for (int t = 0; t < Steps; t++)
        {
            foreach (LocalNode node in step.Nodes.OfType<LocalNode>())
            {
                AssertLocal(node[t], [.. node.Arguments.Select(a => Magnitudes(a, t))]);
            }

            AssertSum((SumSet)step.ByNumber[2]!, t);
        }

        double[] Magnitudes(int signal, int t)
        {
            double[] sizes = new double[Width];
            tube.Ranges.Magnitudes(signal, t, sizes);
            return sizes;
        }

        // v = W x + U h + b.
        void AssertSum(SumSet sum, int t)
        {
            (double[] x, double[] h) = (Magnitudes(0, t), Magnitudes(1, t));
            for (int unit = 0; unit < Width; unit++)
            {
                double size = Math.Abs(values[2][unit]);
                for (int k = 0; k < Width; k++)
                {
                    size += (Math.Abs(values[0][(unit * Width) + k]) * x[k]) + (Math.Abs(values[1][(unit * Width) + k]) * h[k]);
                }

                Assert.InRange(sum.Magnitudes[t][unit], size * (1 - Tolerance), double.MaxValue);
            }

            Assert.InRange(sum.ArgumentSizes[t], (x.Sum() + h.Sum()) * (1 - Tolerance), double.MaxValue);
        }
    }

    private static void AssertLocal(LinearBounds own, double[][] arguments)
    {
        Assert.InRange(own.ArgumentSize, arguments.Sum(a => a.Sum()) * (1 - Tolerance), double.MaxValue);
        foreach (
            (double[][] slopes, double[] offsets) in new[] { (own.UpperSlopes, own.UpperOffsets), (own.LowerSlopes, own.LowerOffsets) }
        )
        {
            for (int unit = 0; unit < Width; unit++)
            {
                double size = Math.Abs(offsets[unit]) + arguments.Select((a, k) => Math.Abs(slopes[k][unit]) * a[unit]).Sum();
                Assert.InRange(own.Magnitudes[unit], size * (1 - Tolerance), double.MaxValue);
            }
        }
    }
}
