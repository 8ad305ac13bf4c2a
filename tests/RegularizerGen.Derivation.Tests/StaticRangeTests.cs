using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Ranges that are known without weights: quotients, gates and shares rest on them.</summary>
public sealed class StaticRangeTests
{
    private readonly ModelBuilder builder = new();
    private readonly int gate;
    private readonly int signed;

    public StaticRangeTests()
    {
        int x = builder.Input("x", 1, 1);
        gate = builder.Apply(OperatorTable.FindActivation("Sigmoid")!, builder.Times(builder.Weight("W", WeightKind.Matrix), x));
        signed = builder.Apply(OperatorTable.FindActivation("Tanh")!, builder.Times(builder.Weight("V", WeightKind.Matrix), x));
    }

    [Fact]
    public void Sum_TakesTheOtherEndOfWhatFalls()
    {
        Assert.Equal((new Rational(1, 2), new Rational(3, 2)), Of(builder.Scale(-1, gate, new Rational(3, 2)))); // 1.5 - σ
        Assert.Equal((-3, 1), Of(builder.Add(-2, gate, -1, signed))); // -2 σ - tanh
    }

    [Fact]
    public void Product_TakesTheLeastAndLargestOfAllCorners()
    {
        int negative = builder.Scale(1, gate, -2); // [-2, -1]
        Assert.Equal((-2, 2), Of(builder.Multiply(negative, signed)));
        Assert.Equal((-2, 2), Of(builder.Multiply(signed, negative)));
        int uneven = builder.Scale(2, gate, -1); // [-1, 1]
        int positive = builder.Scale(3, gate, 1); // [1, 4]
        Assert.Equal((-4, 4), Of(builder.Multiply(uneven, positive)));
        Assert.Equal((-8, -1), Of(builder.Multiply(negative, positive)));
    }

    private (Rational Lo, Rational Hi) Of(int signal) => builder.StaticRangeOf(signal)!.Value;
}
