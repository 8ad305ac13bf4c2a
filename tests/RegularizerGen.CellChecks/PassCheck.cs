using System;
using System.Linq;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.CellChecks;

/// <summary>The emitted passes against the step method as it is executed.</summary>
internal static class PassCheck
{
    private const int Steps = 4;
    private const double Accuracy = 1e-12;

    // Execution and passes round differently, and a step may amplify that: by as much as it amplifies changes of this size, and roundings
    // at random.
    private const double Change = 1.0 / (1L << 50);
    private const int Changes = 3;
    private const double Room = 32;

    private const double OffKinks = 0.93; // inputs at corners are not where clipped activations have theirs

    public static void Forward(CellCase @case, Random random)
    {
        bool isModerate = @case.IsModerate;
        for (int sequence = 0; sequence < 2; sequence++)
        {
            double[][] initial = @case.Initial(random);
            double[] inputs = @case.Inputs(random, Steps, sequence + 0.5);
            double[] Execute(double[] weights, double[] x) => @case.Cell.Runner.Execute(@case.Sizes, Steps, weights, x, initial);
            double[] executed = Execute(@case.Weights, inputs);
            double[] passed = @case.Cell.Runner.Forward(@case.Sizes, Steps, 1, @case.Weights, inputs, initial);
            Assert.Equal(executed.Length, passed.Length);
            double[][] near =
            [
                .. Enumerable.Range(0, Changes).Select(_ => Execute(Changed(@case.Weights, random), Changed(inputs, random))),
                .. Enumerable
                    .Range(0, Changes)
                    .Select(seed => new StepExecutor(@case.Core, @case.Weights) { Roundings = new Random(seed) })
                    .Select(executor => executor.Run(inputs, initial).SelectMany(step => step.Output).ToArray()),
            ];
            double scale = executed.Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
            for (int k = 0; k < executed.Length; k++)
            {
                double spread = near.Max(n => Math.Abs(n[k] - executed[k]));
                if (isModerate && double.IsFinite(executed[k]) && double.IsFinite(spread))
                {
                    double error = Math.Abs(executed[k] - passed[k]);
                    Assert.True(
                        error <= (Accuracy * scale) + (Room * spread),
                        $"forward: element {k} is {passed[k]:R}, executed {executed[k]:R}."
                    );
                }
            }
        }
    }

    /// <summary>Gradients by weights, field by field, and by inputs, step by step, along a direction each.</summary>
    public static void Backward(CellCase @case, Random random)
    {
        double[][] initial = @case.Initial(random);
        double[] inputs = @case.Inputs(random, Steps, OffKinks);
        double[] weights = [.. @case.Weights];
        double[] direction = TestCells.RandomArray(random, Steps * @case.Core.OutputWidth, 1);
        (double[] ByInputs, double[] ByWeights) Gradients(double[] w, double[] x) =>
            @case.Cell.Runner.Backward(@case.Sizes, Steps, 1, w, x, direction, initial);
        (double[] byInputs, double[] byWeights) = Gradients(weights, inputs);
        var changes = new Random(@case.Seed); // of its own, so that all else is drawn as without
        (double[] nearInputs, double[] nearWeights) = Gradients(Changed(weights, changes), Changed(inputs, changes));
        double Loss() => @case.Cell.Runner.Execute(@case.Sizes, Steps, weights, inputs, initial).Zip(direction, (y, d) => y * d).Sum();
        if (!@case.HasDifferences || !double.IsFinite(Loss()))
        {
            return;
        }

        foreach ((string name, int start, int length) in @case.Fields)
        {
            Differences.Compare($"backward, {name}", (byWeights, nearWeights), weights, start, length, Loss, random);
        }

        for (int step = 0; step < Steps; step++)
        {
            int width = @case.Core.InputWidth;
            Differences.Compare($"backward, inputs of step {step}", (byInputs, nearInputs), inputs, step * width, width, Loss, random);
        }
    }

    private static double[] Changed(double[] values, Random random) => [.. values.Select(v => v * (1 + (Change * random.Next(-1, 2))))];
}
