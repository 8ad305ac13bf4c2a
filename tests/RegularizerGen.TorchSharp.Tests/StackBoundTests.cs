using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Stacks;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The bound of a stack by itself: it needs no torch.</summary>
public sealed class StackBoundTests
{
    [Theory]
    [InlineData(8)] // in doubles
    [InlineData(400)] // in scaled numbers
    public void Calls_AllocateNothing(int horizon)
    {
        var options = new TikhonovOptions
        {
            Horizon = horizon,
            InputBound = 1,
            ReadOutRows = 1,
        };
        CellBound[] cells =
        [
            .. new[]
            {
                Cells.Lstm.Description,
                Cells.Lstm.Description,
                Cells.LstmAboveBoth.Description,
                Cells.LstmAboveBoth.Description,
            }.Select(c => c.Bound([3, .. Enumerable.Repeat(3, c.SizeNames.Count - 1)], options)),
        ];
        var bound = new StackBound(cells, directions: 2, options);
        foreach (WeightSlot slot in cells.SelectMany(c => c.Slots).Concat(bound.ReadOuts).OfType<WeightSlot>())
        {
            slot.SetNorm(NormKind.Spectral, 2);
            slot.SetNorm(NormKind.Frobenius, 3);
            Array.Fill(slot.Positive, 1);
            Array.Fill(slot.Negative, 1);
        }

        Call();
        Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Call()
        {
            bound.ClearAdjoints();
            Assert.True(bound.Solve(1, withGradient: true).LogGain > 0);
        }
    }
}
