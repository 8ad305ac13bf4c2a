using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>Windows over series: where they lie, in which order they come, and what of them counts.</summary>
public sealed class WindowTests
{
    private static readonly WindowOptions Options = new()
    {
        Length = 4,
        Stride = 3,
        Batch = 2,
    };

    [Fact]
    public void Windows_LieEveryStride_AndTheLastBatchIsRagged()
    {
        SeriesWindows<double, int> windows = Cut(Options with { WashOut = 1 }, 12, 3, 6);
        Assert.Equal((4, 2), (windows.Windows, windows.Batches)); // at 0, 3, 6 of the first, none of the second, at 0 of the third
        Assert.Equal(2, windows.Load(0));
        Assert.Equal([0, 3], Starts(windows));
        Assert.Equal(2, windows.Load(1));
        Assert.Equal([6, 200], Starts(windows));

        windows = Cut(Options with { WashOut = 1 }, 12);
        Assert.Equal(1, windows.Load(1));
        Assert.Equal([6, 0], Starts(windows));
        for (int step = 0; step < 4; step++)
        {
            Assert.Equal([6 + step, 6.5 + step, 0, 0], windows.Inputs.Slice(step * 4, 4));
            Assert.Equal([6 + step, 0], windows.Targets.Slice(step * 2, 2));
            Assert.Equal([step >= 1, false], windows.Mask.Slice(step * 2, 2));
        }
    }

    [Fact]
    public void Tails_AreKeptWhereWanted_AndOnlyTheirStepsCount()
    {
        SeriesWindows<double, int> windows = Cut(Options with { Stride = 4, KeepsTails = true }, 6, 3);
        Assert.Equal(3, windows.Windows);
        windows.Load(0);
        Assert.Equal([0, 4], Starts(windows));
        Assert.Equal([true, true, true, true, true, false, true, false], windows.Mask);
        Assert.Equal([0, 4, 1, 5, 2, 0, 3, 0], windows.Targets);
        Assert.Equal(1, windows.Load(1));
        Assert.Equal([true, false, true, false, true, false, false, false], windows.Mask);
        Assert.Equal([100, 0, 101, 0, 102, 0, 0, 0], windows.Targets);
    }

    [Fact]
    public void Shuffle_TakesEveryWindowOnce_AndDependsOnItsSeedOnly()
    {
        SeriesWindows<double, int> windows = Cut(Options with { Stride = 1 }, 40);
        int[] inOrder = All(windows);
        windows.Shuffle(5);
        int[] first = All(windows);
        windows.Shuffle(6);
        Assert.NotEqual(first, All(windows));
        windows.Shuffle(5);
        Assert.Equal(first, All(windows));
        Assert.NotEqual(inOrder, first);
        Assert.Equal(inOrder, first.Order());
        windows.InOrder();
        Assert.Equal(inOrder, All(windows));
        Assert.Equal(Enumerable.Range(0, 37), inOrder);
    }

    [Fact]
    public void Draw_TakesWindowsAtRandom()
    {
        SeriesWindows<double, int> windows = Cut(Options with { Stride = 1 }, 40);
        var random = new Random(3);
        var expected = new Random(3);
        for (int draw = 0; draw < 20; draw++)
        {
            windows.Draw(random);
            Assert.Equal([expected.Next(37), expected.Next(37)], Starts(windows));
            Assert.DoesNotContain(false, windows.Mask.ToArray());
        }
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        AdamTests.Refused("WindowOptions.Length is 0", () => Cut(Options with { Length = 0 }, 10));
        AdamTests.Refused("WindowOptions.Stride is 0", () => Cut(Options with { Stride = 0 }, 10));
        AdamTests.Refused("WindowOptions.Batch is 0", () => Cut(Options with { Batch = 0 }, 10));
        AdamTests.Refused("WindowOptions.WashOut is 4", () => Cut(Options with { WashOut = 4 }, 10));
        AdamTests.Refused("No series has the 4 samples", () => Cut(Options, 3, 3));
        AdamTests.Refused("There is no batch 1", () => Cut(Options, 4).Load(1));
        AdamTests.Refused(
            "Series 0 has 4 inputs and 3 targets",
            () => new SeriesWindows<float, float>(2, 1, Options, new Series<float, float>(new float[4], new float[3]))
        );
        AdamTests.Refused("The widths of inputs (0)", () => new SeriesWindows<float, float>(0, 1, Options));
    }

    [Fact]
    public void Mask_OfWrongLengths_IsRefused()
    {
        bool[] mask = new bool[6];
        AdamTests.Refused("no whole number of steps of 4", () => Fill([1, 1, 1, 1], 0));
        AdamTests.Refused("'lengths' has 4 at position 1", () => Fill([1, 4], 0));
        AdamTests.Refused("'lengths' has -1 at position 0", () => Fill([-1, 1], 0));
        AdamTests.Refused("The wash-out is -1", () => Fill([1, 1], -1));
        Assert.DoesNotContain(true, mask);

        object Fill(int[] lengths, int washOut)
        {
            SequenceMask.Fill(lengths, mask, washOut);
            return mask;
        }
    }

    /// <summary>Series k has the samples 100·k, 100·k + 1, …, each with a second input that is larger by a half.</summary>
    private static SeriesWindows<double, int> Cut(WindowOptions options, params int[] samples) =>
        new(
            2,
            1,
            options,
            [
                .. samples.Select(
                    (n, k) =>
                        new Series<double, int>(
                            Enumerable.Range(0, 2 * n).Select(i => (100 * k) + (i / 2) + (i % 2 * 0.5)).ToArray(),
                            Enumerable.Range(100 * k, n).ToArray()
                        )
                ),
            ]
        );

    private static int[] Starts(SeriesWindows<double, int> windows) => windows.Targets[..2].ToArray();

    private static int[] All(SeriesWindows<double, int> windows)
    {
        var starts = new List<int>();
        for (int batch = 0; batch < windows.Batches; batch++)
        {
            int count = windows.Load(batch);
            starts.AddRange(Starts(windows)[..count]);
        }

        return [.. starts];
    }
}
