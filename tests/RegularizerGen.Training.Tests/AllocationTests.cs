using System;

namespace RegularizerGen.Training.Tests;

/// <summary>What a training step allocates.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Steps_AllocateNothing()
    {
        float[] values = new float[3000],
            gradient = new float[3000];
        gradient.AsSpan().Fill(1);
        var part = new Trainable<float>(values, gradient);
        var adam = new Adam<float>(new AdamOptions { LargestNorm = 1 }, part);
        var adamW = new AdamW<float>(new AdamWOptions { Rate = LearningRate.WarmUpCosine(1, 9, 3) }, part);
        RequireNone(() =>
        {
            adam.Step();
            adamW.Step();
            adam.ClearGradients();
        });
    }

    [Fact]
    public void Loading_AllocatesNothing()
    {
        var windows = new SeriesWindows<float, int>(
            2,
            1,
            new WindowOptions { Length = 5, Batch = 4 },
            new Series<float, int>(new float[60], new int[30])
        );
        var random = new Random(1);
        RequireNone(() =>
        {
            windows.Load(1);
            windows.Draw(random);
        });
    }

    /// <summary>After a first call, on this thread.</summary>
    internal static void RequireNone(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
