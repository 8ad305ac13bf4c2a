using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests.Kernels;

/// <summary>Sums and products of signals, for every length up to some lanes: every element once, none beyond.</summary>
public sealed class ArithmeticTests
{
    [Theory]
    [InlineData(0.7f)]
    [InlineData(-1f)]
    public void EveryOperation_ReachesEveryElement(float factor)
    {
        for (int length = 0; length < 70; length++)
        {
            float[] a = Place<float>.Values(new Random(length), length);
            float[] b = Place<float>.Values(new Random(length + 1), length);
            Check(a, b, y => Arithmetic.Add(factor, y), k => b[k] + factor);
            Check(a, b, y => Arithmetic.Subtract(a, b, y), k => a[k] - b[k]);
            Check(a, b, y => Arithmetic.Add<float>(a, y), k => b[k] + a[k]);
            Check(a, b, y => Arithmetic.Multiply(a, b, y), k => a[k] * b[k]);
            Check(a, b, y => Arithmetic.Multiply(a, factor, y), k => a[k] * factor);
            Check(a, b, y => Arithmetic.AddMultiple(a, factor, y), k => MathF.FusedMultiplyAdd(a[k], factor, b[k]));
            Check(a, b, y => Arithmetic.AddProduct(a, b, y), k => MathF.FusedMultiplyAdd(a[k], b[k], b[k]));
        }
    }

    private delegate void Operation(Span<float> y);

    private static void Check(float[] a, float[] start, Operation run, Func<int, float> expected)
    {
        float[] y = [float.NaN, .. start, float.NaN];
        run(y.AsSpan(1, a.Length));
        Assert.True(float.IsNaN(y[0]) && float.IsNaN(y[^1]));
        Assert.All(y[1..^1].Select((value, k) => (value, k)), pair => Assert.Equal(expected(pair.k), pair.value, 1e-6f));
    }
}
