using System;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>Losses against their definitions and central differences, with and without masks.</summary>
public sealed class LossTests
{
    private const int Steps = 5;
    private const int Batch = 3;
    private const int Width = 4;
    private const int Rows = Steps * Batch;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Squared_IsTheMeanOverWhatCounts_WithItsGradient(bool masked)
    {
        bool[] mask = masked ? Mask() : [];
        double[] y = Losses.Draw(Rows * Width, 1),
            targets = Losses.Draw(Rows * Width, 2),
            gradient = [.. Enumerable.Repeat(7.0, Rows * Width)];
        double value = Loss.Squared<double>(y, targets, gradient, mask);
        double[] counted = [.. Enumerable.Range(0, Rows * Width).Where(k => !masked || mask[k / Width]).Select(k => y[k] - targets[k])];
        Assert.Equal(counted.Average(e => e * e), value, 1e-14);
        Losses.RequireDifferences(() => Loss.Squared<double>(y, targets, new double[y.Length], mask), y, gradient, _ => { });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CrossEntropy_IsTheMeanOverWhatCounts_WithItsGradient(bool masked)
    {
        bool[] mask = masked ? Mask() : [];
        double[] z = Losses.Draw(Rows * Width, 1),
            gradient = [.. Enumerable.Repeat(7.0, Rows * Width)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(k => k * 7 % Width)];
        double value = Loss.CrossEntropy<double>(z, labels, gradient, mask);
        double expected = Enumerable
            .Range(0, Rows)
            .Where(row => !masked || mask[row])
            .Average(row =>
                -Math.Log(Math.Exp(z[(row * Width) + labels[row]]) / Enumerable.Range(0, Width).Sum(k => Math.Exp(z[(row * Width) + k])))
            );
        Assert.Equal(expected, value, 1e-14);
        Losses.RequireDifferences(() => Loss.CrossEntropy<double>(z, labels, new double[z.Length], mask), z, gradient, _ => { });
    }

    [Fact]
    public void CrossEntropy_OfHugeLogits_IsFiniteAndRight()
    {
        float[] gradient = new float[6];
        Assert.Equal(500, Loss.CrossEntropy<float>([1000, -3e38f, 0, 0, 3e38f, 3e38f], [2, 2], gradient) - (Math.Log(2) / 2), 1e-4);
        Assert.Equal([0.5f, 0, -0.5f, 0, 0.25f, -0.25f], gradient);
        Assert.Equal(6e38, Loss.CrossEntropy<float>([3e38f, -3e38f], [1], gradient.AsSpan(0, 2)), 1e32);
        Assert.Equal([1, -1], gradient.AsSpan(0, 2));
    }

    /// <summary>Whatever stands in rows that do not count, NaN included, is not looked at.</summary>
    [Fact]
    public void RowsThatDoNotCount_MayHoldAnything()
    {
        bool[] mask = [true, false];
        float[] gradient = [7, 7];
        Assert.Equal(4, Loss.Squared<float>([3, float.NaN], [1, float.PositiveInfinity], gradient, mask));
        Assert.Equal([4, 0], gradient);
        gradient = [7, 7, 7, 7];
        Assert.Equal(Math.Log(2), Loss.CrossEntropy<float>([1, 1, float.NaN, 0], [0, -1], gradient, mask), 1e-7);
        Assert.Equal([-0.5f, 0.5f, 0, 0], gradient);
    }

    [Fact]
    public void Gradient_MayReplaceTheOutputs()
    {
        double[] y = [1, 2];
        Assert.Equal(2.5, Loss.Squared<double>(y, [0, 0], y));
        Assert.Equal([1, 2], y);
        Loss.CrossEntropy<double>(y, [0], y);
        Assert.Equal(-y[1], y[0], 1e-15);
    }

    [Fact]
    public void Values_AllocateNothing()
    {
        float[] y = new float[Rows * Width],
            gradient = new float[Rows * Width];
        int[] labels = new int[Rows];
        bool[] mask = Mask();
        AllocationTests.RequireNone(() =>
        {
            Loss.Squared<float>(y, y, gradient, mask);
            Loss.CrossEntropy<float>(y, labels, gradient, mask);
        });
    }

    [Fact]
    public void WrongUse_IsRefused_AndNothingIsWritten()
    {
        double[] gradient = [7, 7],
            shared = new double[3];
        bool[] none = [false, false];
        AdamTests.Refused("'targets' has 1 elements", () => Loss.Squared<double>([1, 2], [1], gradient));
        AdamTests.Refused("'gradient' has 2 elements", () => Loss.Squared<double>([1], [1], gradient));
        AdamTests.Refused("2 rows", () => Loss.Squared<double>([1, 2, 3], [1, 2, 3], new double[3], none));
        AdamTests.Refused("No row counts", () => Loss.Squared<double>([1, 2], [1, 2], gradient, none));
        AdamTests.Refused("'outputs' is NaN", () => Loss.Squared<double>([1, double.NaN], [1, 2], gradient));
        AdamTests.Refused("'targets' is infinite", () => Loss.Squared<double>([1, 2], [1, double.PositiveInfinity], gradient));
        AdamTests.Refused("overlaps", () => Loss.Squared<double>(shared.AsSpan(0, 2), [1, 2], shared.AsSpan(1, 2)));
        AdamTests.Refused("'labels' has 2 at position 0", () => Loss.CrossEntropy<double>([1, 2], [2], gradient));
        AdamTests.Refused("'labels' has -1 at position 0", () => Loss.CrossEntropy<double>([1, 2], [-1], gradient));
        AdamTests.Refused("'logits' is NaN", () => Loss.CrossEntropy<double>([1, double.NaN], [0], gradient));
        AdamTests.Refused("'mask' has 2 elements", () => Loss.CrossEntropy<double>([1, 2], [0], gradient, none));
        AdamTests.Refused("0 rows", () => Loss.CrossEntropy<double>([1, 2], [], gradient));
        Assert.Equal([7, 7], gradient);
    }

    /// <summary>Lengths 5, 3 and 0 after a wash-out of one step.</summary>
    private static bool[] Mask()
    {
        bool[] mask = new bool[Rows];
        SequenceMask.Fill([5, 3, 0], mask, washOut: 1);
        return mask;
    }
}
