using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Checks that weights and sequences are finite, before a pass whose result would not say where a NaN came from.</summary>
internal static class FiniteCheck
{
    /// <summary>Checks a matrix.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite; the message names the weight and the entry.</exception>
    public static void Require<T>(MatrixSpan<T> values, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.IsDense && GradientStage.IsFinite<T>(values.Dense))
        {
            return;
        }

        for (int row = 0; row < values.Rows; row++)
        {
            if (values.HasContiguousRows && GradientStage.IsFinite<T>(values.Row(row)))
            {
                continue;
            }

            for (int column = 0; column < values.Columns; column++)
            {
                ShapeCheck.RequireFinite(double.CreateTruncating(values[row, column]), name, isMatrix: true, row, column);
            }
        }
    }

    /// <summary>Checks a bias.</summary>
    /// <exception cref="ArgumentException">An element is NaN or infinite; the message names the weight and the element.</exception>
    public static void Require<T>(BiasSpan<T> values, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(values.First, name);
        Require(values.Second, name);
    }

    /// <summary>Checks a diagonal or scalar.</summary>
    /// <exception cref="ArgumentException">An element is NaN or infinite; the message names the weight and the element.</exception>
    public static void Require<T>(Span<T> values, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < values.Length && !GradientStage.IsFinite<T>(values); k++)
        {
            ShapeCheck.RequireFinite(double.CreateTruncating(values[k]), name, isMatrix: false, k, 0);
        }
    }

    /// <summary>Checks the inputs.</summary>
    /// <exception cref="ArgumentException">One is NaN or infinite; the message says which.</exception>
    internal static void RequireSequence<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (GradientStage.IsFinite(values))
        {
            return;
        }

        for (int k = 0; k < values.Length; k++)
        {
            if (!T.IsFinite(values[k]))
            {
                throw new ArgumentException($"'{name}' is {(T.IsNaN(values[k]) ? "NaN" : "infinite")} at position {k}.", name);
            }
        }
    }
}
