using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Forward against the user's own step, backward against central differences, float against double.</summary>
public sealed class PassTests
{
    private const int Seed = 4711;
    private const int Steps = 5;
    private const int Batch = 3;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Forward_EqualsTheExecutedStep(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        int width = cell.InputWidth(sizes);
        int outputs = cell.OutputWidth(sizes);
        double[] output = cell.Runner.Forward(sizes, Steps, Batch, weights, inputs);
        for (int row = 0; row < Batch; row++)
        {
            double[] sequence = [.. Enumerable.Range(0, Steps).SelectMany(t => inputs.Skip(((t * Batch) + row) * width).Take(width))];
            double[] expected = cell.Runner.Execute(sizes, Steps, weights, sequence);
            for (int t = 0; t < Steps; t++)
            {
                for (int k = 0; k < outputs; k++)
                {
                    Assert.Equal(expected[(t * outputs) + k], output[(((t * Batch) + row) * outputs) + k], 1e-12);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Backward_EqualsCentralDifferences(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        int outputs = cell.OutputWidth(sizes);
        double[] direction = TestCells.RandomArray(new Random(Seed + 1), Steps * Batch * outputs, 1);
        (double[] inputGradient, double[] weightGradient) = cell.Runner.Backward(sizes, Steps, Batch, weights, inputs, direction);

        double Loss() => cell.Runner.Forward(sizes, Steps, Batch, weights, inputs).Zip(direction, (y, d) => y * d).Sum();
        AssertGradient(weightGradient, weights, Loss);
        AssertGradient(inputGradient, inputs, Loss);
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Forward_InFloat_AgreesWithDouble(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        double[] expected = cell.Runner.Forward(sizes, Steps, Batch, weights, inputs);
        float[] actual = cell.Runner.Forward<float>(
            sizes,
            Steps,
            Batch,
            [.. weights.Select(w => (float)w)],
            [.. inputs.Select(x => (float)x)]
        );
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 2e-5 * (1 + Math.Abs(expected[k])));
        }
    }

    internal static void AssertGradient(double[] gradient, double[] point, Func<double> loss)
    {
        double scale = Math.Max(gradient.Max(Math.Abs), 1e-3);
        for (int k = 0; k < point.Length; k++)
        {
            // The bound has kinks where an extremum changes hands. A kink that happens to lie within the step spoils the difference, not
            // the gradient:
            // a narrower step tells the two apart.
            double difference = 0;
            bool agrees = false;
            foreach (double step in new[] { 1e-5, 1e-6, 2e-7 })
            {
                difference = Central(point, k, step * Math.Max(1, Math.Abs(point[k])), loss);
                agrees |= Math.Abs(difference - gradient[k]) <= 1e-6 * scale;
                if (agrees)
                {
                    break;
                }
            }

            Assert.True(agrees, $"Entry {k}: differences {difference:R}, gradient {gradient[k]:R}.");
        }
    }

    private static double Central(double[] point, int k, double h, Func<double> loss)
    {
        double kept = point[k];
        point[k] = kept + h;
        double above = loss();
        point[k] = kept - h;
        double below = loss();
        point[k] = kept;
        return (above - below) / (2 * h);
    }

    private static (CompiledCell Cell, int[] Sizes, double[] Weights, double[] Inputs) Setup(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        var random = new Random(Seed);
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.6);
        double[] inputs = TestCells.RandomArray(random, Steps * Batch * cell.InputWidth(sizes), 1);
        return (cell, sizes, weights, inputs);
    }
}
