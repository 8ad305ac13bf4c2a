using System;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Rows that go back through steps with channels: never below what members give, and what scalars attain.</summary>
public sealed class ChannelRowsTests
{
    private const int Seed = 20_261_128;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 1)]
    [InlineData(0.05, 40)]
    public void Back_IsNeverBelowMembers(double radius, int times)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 40; draw++)
        {
            (int states, int channels, int inputs, int outputs) = (random.Next(1, 4), times * random.Next(1, 4), 2, random.Next(1, 3));
            double size = times == 1 ? 0.7 : 0.2;
            StepDifferences[] steps =
            [
                .. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Draw(random, (states, channels, inputs, outputs), size, radius)),
            ];
            var rows = new SignedRows(outputs, states);
            double[][] moved = [.. steps.Select((s, k) => rows.Back(s, k == 0 || k == 3 ? m => m : null).Magnitudes())];
            double[] left = rows.Magnitudes();
            for (int member = 0; member < 30; member++)
            {
                double Any() => member % 2 == 0 ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1;
                double[] row = new double[outputs * states];
                for (int k = 0; k < steps.Length; k++)
                {
                    double[] whole = Member(steps[k], Any);
                    int columns = states + inputs;
                    double[] next = Times(row, whole.AsSpan(0, states * columns).ToArray(), states, columns);
                    if (k is 0 or 3)
                    {
                        double[] own = whole.AsSpan((states + channels) * columns).ToArray();
                        next = [.. next.Zip(own, (a, b) => a + b)];
                    }

                    NotBelow(moved[k], Columns(next, columns, states, inputs));
                    row = Columns(next, columns, 0, states);
                }

                NotBelow(left, row);
            }
        }
    }

    /// <summary>s' = a s + b w + x with |w| ≤ |c s + x|: after every step back the largest is (|a| + |b c|) times what it was.</summary>
    [Fact]
    public void OneChannel_IsAttained()
    {
        var rows = new SignedRows(IntervalMatrix.Identity(1));
        double expected = 1;
        for (int t = 0; t < 30; t++)
        {
            (double a, double b, double c) = (0.5, 0.4 + (0.01 * t), -0.7);
            StepDifferences step = Of([a, b, 1, c, 0, 1, 0, 0, 0], 1, 1, 3);
            Assert.InRange(rows.Back(step, null).Magnitudes()[0], expected * (1 + b), expected * (1 + b) * (1 + 1e-4));
            expected *= a + Math.Abs(b * c);
            Assert.InRange(rows.Magnitudes()[0], expected, expected * (1 + 1e-4));
        }
    }

    /// <summary>s' = w_3, |w_3| ≤ |2 w_2 + w_1 / 2|, |w_2| ≤ |3 w_1|, |w_1| ≤ |s|: 6.5 is the most.</summary>
    [Fact]
    public void ChannelsOfChannels_AreAttained()
    {
        var rows = new SignedRows(IntervalMatrix.Identity(1));
        _ = rows.Back(Of([0, 0, 0, 1, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0.5, 2, 0, 0, 0, 0, 0], 1, 3, 4), null);
        Assert.InRange(rows.Magnitudes()[0], 6.5, 6.5 * (1 + 1e-5));
    }

    /// <summary>Signs of what a channel's argument depends on live on: |w| ≤ |s_1 - s_2|, and the step before makes both the
    /// same.</summary>
    [Fact]
    public void WhatCancelsWithinAChannel_IsSeen()
    {
        var rows = new SignedRows(IntervalMatrix.Identity(2));
        _ = rows.Back(Of([0, 0, 1, 0, 0, 1, 1, -1, 0], 2, 1, 3), null);
        _ = rows.Back(Of([1, 1, 0, 1, 1, 0, 0, 0, 0], 2, 1, 3), null);
        Assert.InRange(rows.Magnitudes().Max(), 0, 1e-9);
    }

    private static StepDifferences Of(double[] entries, int states, int channels, int columns)
    {
        var matrix = new IntervalMatrix(entries.Length / columns, columns);
        entries.CopyTo(matrix.Centre, 0);
        return new StepDifferences(matrix, states, channels);
    }

    private static StepDifferences Draw(Random random, (int States, int Channels, int Inputs, int Outputs) of, double size, double radius)
    {
        int columns = of.States + of.Channels + of.Inputs;
        var matrix = new IntervalMatrix(of.States + of.Channels + of.Outputs, columns);
        for (int k = 0; k < matrix.Centre.Length; k++)
        {
            (int row, int column) = (k / columns, k % columns);
            bool isLater = row >= of.States && row < of.States + of.Channels && column >= row && column < of.States + of.Channels;
            bool isKept = !isLater && random.Next(of.Channels > 10 ? 12 : 2) == 0;
            matrix.Centre[k] = isKept ? size * ((2 * random.NextDouble()) - 1) : 0;
            matrix.Radius[k] = isKept ? radius * size * random.NextDouble() : 0;
        }

        return new StepDifferences(matrix, of.States, of.Channels);
    }

    /// <summary>[states, channels, outputs] by [states, inputs] for channels that take some share of their arguments.</summary>
    private static double[] Member(StepDifferences step, Func<double> any)
    {
        IntervalMatrix matrix = step.Matrix;
        double[] entries = [.. matrix.Centre.Select((c, k) => c + (matrix.Radius[k] * any()))];
        int columns = step.States + step.Inputs;
        double[] result = new double[matrix.Rows * columns];
        double[] channels = new double[step.Channels * columns];
        int end = step.States + step.Channels;
        int[] first = [.. Enumerable.Range(step.States, step.Channels)];
        foreach (int row in first.Concat(Enumerable.Range(0, matrix.Rows).Except(first)))
        {
            for (int column = 0; column < columns; column++)
            {
                int own = column < step.States ? column : column + step.Channels;
                double sum = entries[(row * matrix.Columns) + own];
                for (int k = 0; k < step.Channels; k++)
                {
                    sum += entries[(row * matrix.Columns) + step.States + k] * channels[(k * columns) + column];
                }

                result[(row * columns) + column] = sum;
            }

            if (row >= step.States && row < end)
            {
                double share = any();
                for (int column = 0; column < columns; column++)
                {
                    channels[((row - step.States) * columns) + column] = share * result[(row * columns) + column];
                }
            }
        }

        return result;
    }

    private static double[] Columns(double[] matrix, int columns, int first, int count) =>
        [.. matrix.Where((_, k) => k % columns >= first && k % columns < first + count)];

    private static void NotBelow(double[] bounds, double[] values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            Assert.True(Math.Abs(values[k]) <= bounds[k] * (1 + 1e-12), $"{values[k]:R} is above {bounds[k]:R}.");
        }
    }

    private static double[] Times(double[] a, double[] b, int inner, int columns) =>
        [
            .. Enumerable
                .Range(0, a.Length / inner * columns)
                .Select(k => Enumerable.Range(0, inner).Sum(i => a[(k / columns * inner) + i] * b[(i * columns) + (k % columns)])),
        ];
}
