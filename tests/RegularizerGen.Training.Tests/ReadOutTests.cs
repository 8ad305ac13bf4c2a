using System;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>The read-out against its definition and against central differences.</summary>
public sealed class ReadOutTests
{
    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1 },
            { 5, 3, 2 },
            { 33, 20, 17 },
            { 7, 40, 3 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Outputs_AreThoseOfTheDefinition(int rows, int units, int outputs)
    {
        LinearReadOut<double> readOut = Draw(units, outputs);
        double[] hidden = Losses.Draw(rows * units, 3),
            y = new double[rows * outputs];
        readOut.Forward(hidden, y);
        for (int k = 0; k < y.Length; k++)
        {
            double expected = readOut.Bias[k % outputs];
            for (int unit = 0; unit < units; unit++)
            {
                expected += readOut.Weight[k % outputs, unit] * hidden[(k / outputs * units) + unit];
            }

            Assert.Equal(expected, y[k], 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_AreCentralDifferences_AndAreAccumulated(int rows, int units, int outputs)
    {
        LinearReadOut<double> readOut = Draw(units, outputs);
        double[] hidden = Losses.Draw(rows * units, 3),
            weights = Losses.Draw(rows * outputs, 4),
            hiddenGradient = [.. Enumerable.Repeat(7.0, hidden.Length)];
        readOut.Backward(hidden, weights, hiddenGradient);
        readOut.Backward(hidden, weights, []); // without that of the hidden states
        double[] gradient = readOut.Trainable.Gradient.ToArray();
        Losses.RequireDifferences(Value, readOut.Trainable.Values.ToArray(), [.. gradient.Select(g => g / 2)], Set);
        Losses.RequireDifferences(Value, hidden, hiddenGradient, _ => { });

        double Value()
        {
            double[] y = new double[rows * outputs];
            readOut.Forward(hidden, y);
            return y.Zip(weights, (a, b) => a * b).Sum();
        }

        void Set(double[] values) => values.CopyTo(readOut.Trainable.Values);
    }

    [Fact]
    public void Passes_AllocateNothing()
    {
        var readOut = new LinearReadOut<float>(8, 3);
        float[] hidden = new float[80],
            y = new float[30],
            hiddenGradient = new float[80];
        AllocationTests.RequireNone(() =>
        {
            readOut.Forward(hidden, y);
            readOut.Backward(hidden, y, hiddenGradient);
        });
    }

    [Fact]
    public void WrongUse_IsRefused_AndNothingIsWritten()
    {
        LinearReadOut<double> readOut = Draw(2, 1);
        double[] shared = new double[10],
            three = [1, 2, double.NaN, 4];
        AdamTests.Refused("Units (0) and outputs (1)", () => new LinearReadOut<double>(0, 1));
        Refused("'hidden' has 3 values", () => readOut.Forward(new double[3], new double[1]));
        Refused("'outputs' has 3 elements", () => readOut.Forward(new double[4], new double[3]));
        Refused("'outputs' is written while", () => readOut.Forward(shared.AsSpan(0, 4), shared.AsSpan(2, 2)));
        Refused("'hidden' is NaN at position 2", () => readOut.Forward(three, new double[2]));
        Refused("'outputGradient' has 1 elements", () => readOut.Backward(new double[4], new double[1], new double[4]));
        Refused("'hiddenGradient' has 2 elements", () => readOut.Backward(new double[4], new double[2], new double[2]));
        Refused("'hiddenGradient' is written", () => readOut.Backward(shared.AsSpan(0, 4), new double[2], shared.AsSpan(0, 4)));
        Refused("'hiddenGradient' is written", () => readOut.Backward(new double[4], shared.AsSpan(0, 2), shared.AsSpan(1, 4)));
        Refused("'outputGradient' is NaN", () => readOut.Backward(new double[8], three, new double[8]));
        Assert.All(readOut.Trainable.Gradient.ToArray(), g => Assert.Equal(0, g));

        static void Refused(string message, Action action) =>
            AdamTests.Refused(
                message,
                () =>
                {
                    action();
                    return message;
                }
            );
    }

    private static LinearReadOut<double> Draw(int units, int outputs)
    {
        var readOut = new LinearReadOut<double>(units, outputs);
        Losses.Draw((units + 1) * outputs, 1).CopyTo(readOut.Trainable.Values);
        return readOut;
    }
}
