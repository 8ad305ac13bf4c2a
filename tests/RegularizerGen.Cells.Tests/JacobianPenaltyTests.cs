using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The exact penalty of every cell against Jacobians from other code: differences of the executed step, and the ordinary backward
/// pass row by row.</summary>
public sealed partial class JacobianPenaltyTests
{
    private const int Seed = 90125;
    private const int Steps = 4;
    private const int Batch = 3;
    private const double Strength = 0.7;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Value_EqualsTheJacobianOfTheExecutedStep_ColumnByColumn(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        double squares = 0;
        double[] scales = Sampling.Scales(cell.Runner, sizes);
        for (int sample = 0; sample < Batch; sample++)
        {
            double[] sequence = Sequence(cell, sizes, inputs, sample);
            int outputs = Outputs(cell, sizes);
            for (int k = 0; k < sequence.Length; k++)
            {
                double[] above = Moved(sequence, k, 1e-5);
                double[] below = Moved(sequence, k, -1e-5);
                double[] up = cell.Runner.Execute(sizes, Steps, weights, above);
                double[] down = cell.Runner.Execute(sizes, Steps, weights, below);
                squares += Enumerable
                    .Range(up.Length - outputs, outputs)
                    .Sum(u => Math.Pow(scales[k % scales.Length] * (up[u] - down[u]) / 2e-5, 2));
            }
        }

        double value = cell
            .Runner.PenalizeJacobian(sizes, Steps, Batch, new JacobianOptions(), weights, inputs, new double[weights.Length], Strength)
            .MeanSquare;
        Assert.Equal(squares / Batch, value, 1e-6 * squares);
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Gradient_EqualsCentralDifferencesOfTheJacobian(string name) => AssertGradient(TestCells.Find(name));

    private static void AssertGradient(CompiledCell cell)
    {
        (_, int[] sizes, double[] weights, double[] inputs) = Setup(cell);
        double[] gradient = new double[weights.Length];
        double penalty = cell
            .Runner.PenalizeJacobian(sizes, Steps, Batch, new JacobianOptions(), weights, inputs, gradient, Strength)
            .Penalty;

        double Loss() =>
            Strength
            * Enumerable
                .Range(0, Batch)
                .Sum(sample =>
                    Sampling
                        .Jacobian(
                            cell.Runner,
                            sizes,
                            weights,
                            Sequence(cell, sizes, inputs, sample),
                            Steps,
                            cell.InputWidth(sizes),
                            Outputs(cell, sizes)
                        )
                        .Sum(j => j * j)
                )
            / Batch;
        Assert.Equal(Loss(), penalty, 1e-12 * penalty);
        PassTests.AssertGradient(gradient, weights, Loss);
    }

    /// <summary>Walks the operator table: tangent and second derivative of every activation, without anyone writing a test for a new
    /// one.</summary>
    [Fact]
    public void Gradient_EqualsCentralDifferences_WithEveryActivationOfTheTable()
    {
        string source =
            "using RegularizerGen;\nusing static RegularizerGen.CellMath;\n"
            + string.Concat(
                OperatorTable.Activations.Select(a =>
                    $"[RecurrentCell] public sealed partial class With{a.Name} {{ private readonly Matrix W, U; "
                    + "private readonly Bias b; [Step] private Signal Step([Input(Bound = 1)] Signal x, "
                    + $"[State] Signal h) => {a.Name}(W * x + U * h + b); }}\n"
                )
            );
        string path = Path.Combine(Path.GetTempPath(), $"regularizergen-{Guid.NewGuid():N}.cs");
        try
        {
            File.WriteAllText(path, source);
            var problems = new StringWriter();
            IReadOnlyList<CompiledCell>? cells = CellCompiler.Compile(path, problems);
            Assert.True(cells is not null, problems.ToString());
            Assert.Equal(OperatorTable.Activations.Count, cells.Count);
            foreach (CompiledCell cell in cells)
            {
                AssertGradient(cell);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void EveryStep_AddsTheSquaresOfAllOutputs_AndItsGradientFollows(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        var options = new JacobianOptions { Outputs = PenalizedOutputs.EveryStep };
        double[] gradient = new double[weights.Length];
        double value = cell.Runner.PenalizeJacobian(sizes, Steps, Batch, options, weights, inputs, gradient, Strength).MeanSquare;

        double[] expected = new double[weights.Length];
        double sum = 0;
        int width = Batch * cell.InputWidth(sizes);
        for (int steps = 1; steps <= Steps; steps++)
        {
            sum += cell
                .Runner.PenalizeJacobian(
                    sizes,
                    steps,
                    Batch,
                    new JacobianOptions(),
                    weights,
                    [.. inputs.Take(steps * width)],
                    expected,
                    Strength
                )
                .MeanSquare;
        }

        Assert.Equal(sum, value, 1e-12 * sum);
        double scale = expected.Max(Math.Abs);
        Assert.All(gradient.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12 * scale));
    }

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Sensitivity_EqualsTheNormsOfTheJacobian(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        int width = cell.InputWidth(sizes);
        int outputs = Outputs(cell, sizes);
        SensitivityReport report = cell.Runner.Sensitivity(sizes, Steps, weights, inputs);
        for (int sample = 0; sample < Batch; sample++)
        {
            double[] jacobian = Sampling.Jacobian(
                cell.Runner,
                sizes,
                weights,
                Sequence(cell, sizes, inputs, sample),
                Steps,
                width,
                outputs
            );
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Peak })
            {
                double expected = Sampling.Norm(
                    jacobian,
                    new TikhonovOptions { Horizon = Steps, Perturbation = perturbation },
                    width,
                    outputs
                );
                Assert.Equal(expected, report.Of(perturbation).Samples[sample], 1e-12 * expected);
            }

            double energy = jacobian.Chunk(width * outputs).Sum(block => Oracle.SpectralNorm(block, outputs, width));
            Assert.Equal(energy, report.Energy.Samples[sample], 1e-10 * energy);

            for (int step = 0; step < Steps; step++)
            {
                Assert.Equal(
                    Math.Sqrt(jacobian.Skip(step * width * outputs).Take(width * outputs).Sum(j => j * j)),
                    report.Steps[step].Samples[sample],
                    1e-12 * (1 + report.Steps[step].Max)
                );
            }

            for (int channel = 0; channel < width; channel++)
            {
                Assert.Equal(
                    Math.Sqrt(jacobian.Where((_, k) => k % width == channel).Sum(j => j * j)),
                    report.Channels[channel].Samples[sample],
                    1e-12 * (1 + report.Channels[channel].Max)
                );
            }
        }

        Assert.Equal(report.Peak.Samples.Max(), report.Peak.Max);
        Assert.Equal(report.Peak.Samples.Average(), report.Peak.Mean);
    }

    [Theory]
    [InlineData("Lstm")]
    [InlineData("LstmPeephole")]
    public void Float_AgreesWithDouble(string name)
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        double[] expected = new double[weights.Length];
        float[] actual = new float[weights.Length];
        double value = cell.Runner.PenalizeJacobian(sizes, Steps, Batch, new JacobianOptions(), weights, inputs, expected, 1).MeanSquare;
        double inFloat = cell
            .Runner.PenalizeJacobian(
                sizes,
                Steps,
                Batch,
                new JacobianOptions(),
                [.. weights.Select(w => (float)w)],
                [.. inputs.Select(x => (float)x)],
                actual,
                1
            )
            .MeanSquare;
        Assert.Equal(value, inFloat, 1e-5 * value);
        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale));
    }

    private static int Outputs(CompiledCell cell, int[] sizes) => cell.OutputWidth(sizes);

    private static double[] Sequence(CompiledCell cell, int[] sizes, double[] inputs, int sample)
    {
        int width = cell.InputWidth(sizes);
        return [.. Enumerable.Range(0, Steps).SelectMany(t => inputs.Skip(((t * Batch) + sample) * width).Take(width))];
    }

    private static double[] Moved(double[] sequence, int k, double by)
    {
        double[] moved = [.. sequence];
        moved[k] += by;
        return moved;
    }

    private static (CompiledCell Cell, int[] Sizes, double[] Weights, double[] Inputs) Setup(string name) => Setup(TestCells.Find(name));

    private static (CompiledCell Cell, int[] Sizes, double[] Weights, double[] Inputs) Setup(CompiledCell cell)
    {
        int[] sizes = TestCells.Sizes(cell);
        var random = new Random(Seed);
        double[] weights = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.6);
        double[] inputs = TestCells.RandomArray(random, Steps * Batch * cell.InputWidth(sizes), 1);
        return (cell, sizes, weights, inputs);
    }
}
