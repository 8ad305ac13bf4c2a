using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>The last step of a gradient that was computed apart: whether all of it is finite, and its addition to the caller's.</summary>
internal static class GradientStage
{
    /// <summary>Whether every entry is finite: 0 times it is 0, where it would be NaN otherwise, and NaN stays in a sum.</summary>
    [MethodImpl(Lane.Kernel)]
    public static bool IsFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> first = Vector<T>.Zero;
        Vector<T> second = Vector<T>.Zero;
        int k = 0;
        for (; k <= values.Length - (2 * Vector<T>.Count); k += 2 * Vector<T>.Count)
        {
            first += new Vector<T>(values[k..]) * Vector<T>.Zero;
            second += new Vector<T>(values[(k + Vector<T>.Count)..]) * Vector<T>.Zero;
        }

        T rest = Vector.Sum(first + second);
        for (; k < values.Length; k++)
        {
            rest += values[k] * T.Zero;
        }

        return rest == T.Zero;
    }

    /// <summary>target += source, of the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Add<T>(MatrixSpan<T> source, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(source, target.Rows, target.Columns, "gradient", nameof(source));
        DerivedWeights.Add(T.One, source, target);
    }

    /// <summary>target += source, to every part of the target.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add<T>(BiasSpan<T> source, BiasSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(source.Length, target.Length, "gradient", nameof(source));
        for (int k = 0; k < target.Length && !source.Second.IsEmpty; k++)
        {
            target.Add(k, source[k]);
        }

        if (source.Second.IsEmpty)
        {
            Arithmetic.Add(source.First, target.First);
            Arithmetic.Add(target.Second.IsEmpty ? [] : source.First, target.Second);
        }
    }
}
