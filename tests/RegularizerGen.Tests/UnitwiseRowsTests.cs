using System;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;
using Xunit;

namespace RegularizerGen.Tests;

/// <summary>Ranges of rows whose products lie below the range of double: only a true zero is zero, since it takes all that follows with
/// it.</summary>
public sealed class UnitwiseRowsTests
{
    [Theory]
    [InlineData(WeightKind.Matrix)]
    [InlineData(WeightKind.Diagonal)]
    public void Row_OfProductsThatUnderflow_IsNotZero(WeightKind kind)
    {
        (Real lower, Real upper) = Row(kind, weight: 1e-200, low: -1e-200, high: 1e-200);
        Assert.True(Real.ToDouble(lower) < 0 && Real.ToDouble(upper) > 0);
        (lower, upper) = Row(kind, weight: 0, low: -1e-200, high: 1e-200);
        Assert.True(Real.ToDouble(lower) == 0 && Real.ToDouble(upper) == 0);
    }

    [Fact]
    public void Bias_ThatUnderflows_IsNotZero()
    {
        UnitwiseWeights weights = Weights(WeightKind.Bias, 1e-300);
        (Real[] lower, Real[] upper) = (new Real[1], new Real[1]);
        weights.Rows(lower, upper, [], [new BiasTerm(0, 1e-70)]);
        Assert.True(Real.ToDouble(upper[0]) > 0);
    }

    private static (Real Lower, Real Upper) Row(WeightKind kind, double weight, double low, double high)
    {
        UnitwiseWeights weights = Weights(kind, weight);
        (Real[] lower, Real[] upper) = (new Real[1], new Real[1]);
        weights.Rows(lower, upper, [new RowTerm<Real>(0, [low], [high])], Array.Empty<BiasTerm>());
        return (lower[0], upper[0]);
    }

    private static UnitwiseWeights Weights(WeightKind kind, double entry)
    {
        var weights = new UnitwiseWeights(new OneWeight(kind), inputs: []);
        double[] entries = [entry];
        weights.Set(0, kind == WeightKind.Matrix ? new MatrixSpan<double>(entries, 1, 1) : (WeightSpan<double>)entries.AsSpan());
        return weights;
    }
}
