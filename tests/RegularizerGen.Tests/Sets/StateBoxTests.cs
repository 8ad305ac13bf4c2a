using RegularizerGen.Sets.Boxes;

namespace RegularizerGen.Tests.Sets;

/// <summary>Boxes of states: every end of every unit of every state counts.</summary>
public sealed class StateBoxTests
{
    private static readonly StateBox Box = new(
        [
            [-1, -2],
            [3],
        ],
        [
            [1, 2],
            [4],
        ]
    );

    [Fact]
    public void Contains_LooksAtEveryEnd()
    {
        Assert.True(Box.Contains(Box));
        Assert.True(Box.Wider(0).Contains(Box));
        foreach ((int state, int unit) in new[] { (0, 0), (0, 1), (1, 0) })
        {
            foreach (bool isUpper in new[] { true, false })
            {
                StateBox other = Moved(state, unit, isUpper, by: 1e-15 * 4);
                Assert.False(Box.Contains(other));
                Assert.True(other.Contains(Box));
                Assert.True(Box.Hull(other).Contains(other) && other.Hull(Box).Contains(other) && Box.Beyond(other, 1).Contains(other));
            }
        }
    }

    /// <summary>A copy with one end moved outwards.</summary>
    private static StateBox Moved(int state, int unit, bool isUpper, double by)
    {
        double[][] lower = [.. System.Linq.Enumerable.Select(Box.Lower, l => (double[])l.Clone())];
        double[][] upper = [.. System.Linq.Enumerable.Select(Box.Upper, u => (double[])u.Clone())];
        (isUpper ? upper : lower)[state][unit] += isUpper ? by : -by;
        return new StateBox(lower, upper);
    }
}
