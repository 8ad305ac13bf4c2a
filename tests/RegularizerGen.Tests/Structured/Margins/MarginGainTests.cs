using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Bounds;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>The penalty on the gain of finite energy: against the theorem that it rests on, and what descent leads to.</summary>
public sealed class MarginGainTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    /// <summary>γ by the same theorem from T and S, and not below what the certificate proves on the same ranges by more than its search
    /// leaves.</summary>
    [Theory]
    [InlineData("Lstm", 1.25)]
    [InlineData("Gru", 1.25)]
    [InlineData("Elman", 1.25)]
    [InlineData("tests' ThreeInputs", 4)] // 1.3 after four times as many calls
    public void Gain_NeverBelowTheNorm(string name, double atMost)
    {
        int[] sizes = [.. DrawnCell.All[name].SizeNames.Select(_ => 3)];
        var drawn = new DrawnMargin(name, sizes, 0.2, Seed, Gains(1e-3));
        double[] gradient = new double[drawn.Parameters.Length];
        for (int k = 0; k < 100; k++)
        {
            drawn.AddGradient(gradient);
        }

        double gain = drawn.Evaluate().Gain;
        (IntervalMatrix matrix, int outputs) = Whole(drawn);
        ScaledMatrix scaled = DrawnMargin.Scaled(matrix, drawn.Margin.OfGain!.Scales, (matrix.Rows - outputs, outputs), gain);
        double norm = Matrix<double>.Build.DenseOfRowMajor(scaled.Rows, scaled.Columns, scaled.Entries.ToArray()).L2Norm();
        Assert.InRange(norm, 0, 1 + 1e-9);
        DrawnCell cell = drawn.Cell;
        var contraction = StructuredContraction.Find(cell.Step, drawn.Ranges(cell), 0, () => { })!;
        double certified = EnergyGain.Find(contraction, null, InputSet.Scales(cell.Cell), () => { });
        output.WriteLine($"{name}: {gain:F4}, certified {certified:F4}");
        Assert.InRange(gain, 0.99 * certified, atMost * certified);
    }

    [Fact]
    public void DescentOfTheGain_EndsBelowItsLimit()
    {
        var drawn = new DrawnMargin("Lstm", [3, 6], 0.35, Seed, Gains(0.2) with { Margin = 0.05 });
        StabilityResult first = drawn.Evaluate();
        Assert.Equal(double.PositiveInfinity, first.Gain); // not contractive yet: its rate comes first
        int steps = drawn.Descend(500);
        Assert.InRange(steps, 1, 499);
        StabilityResult last = drawn.Evaluate();
        Assert.InRange(last.Gain, 0, 0.2);
        Assert.InRange(last.SpectralRadius, 0, 0.95);
    }

    private static StabilityOptions Gains(double most) =>
        new()
        {
            InputBound = 1,
            Margin = 0,
            Perturbation = Perturbation.FiniteEnergy,
            MaxGain = most,
        };

    private static (IntervalMatrix Matrix, int Outputs) Whole(DrawnMargin drawn)
    {
        StepDifference difference = drawn.Margin.Difference;
        int[] channels = difference.ChannelsBetween(withOutput: true, withInputs: true);
        int[] sources =
        [
            .. Enumerable.Range(difference.Inputs, difference.States),
            .. channels.Select(c => difference.FirstChannel + c),
            .. Enumerable.Range(0, difference.Inputs),
        ];
        int columns = sources.Sum(s => difference.Widths[s]);
        int scaled = difference.States + channels.Length;
        int rows = sources.Take(scaled).Sum(s => difference.Widths[s]) + difference.Outputs;
        var matrix = new IntervalMatrix(rows, columns);
        int row = 0;
        for (int k = 0; k <= scaled; k++)
        {
            int column = 0;
            foreach (int source in sources)
            {
                Block? block =
                    k < difference.States ? difference.Next(k, source)
                    : k < scaled ? difference.Argument(channels[k - difference.States], source)
                    : difference.Output(source);
                block?.CopyTo(matrix.Centre, columns, row, column);
                column += difference.Widths[source];
            }

            row += k < scaled ? difference.Widths[sources[k]] : 0;
        }

        double[] scales = [.. Enumerable.Repeat(1.0, rows - difference.Outputs), .. InputSet.Scales(drawn.Cell.Cell)];
        return (matrix.ScaledColumns(scales), difference.Outputs);
    }
}
