using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>The rules of several inputs.</summary>
internal sealed partial class RuleTable<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private static TNumber[] ReverseJoined(RuleTable<TNumber> b, TNumber[] x, TNumber[] adjoints)
    {
        TNumber[] d = [0, 0];
        b.ReverseJoinInputs(x[0], x[1], adjoints[0], ref d[0], ref d[1]);
        return d;
    }
}
