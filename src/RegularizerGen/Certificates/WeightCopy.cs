using System;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen.Certificates;

/// <summary>Copies weights of any layout and type into doubles, which hold them exactly; the sum of a bias of two vectors is rounded once,
/// which certificates allow for.</summary>
public static class WeightCopy
{
    /// <summary>Copies a matrix.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or an entry is not finite.</exception>
    public static void Copy<T>(MatrixSpan<T> from, MatrixSpan<double> to, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ElementType.Require<T>();
        ShapeCheck.Require(from, to.Rows, to.Columns, "weight", name);
        Check(from, name);
        for (int row = 0; row < to.Rows; row++)
        {
            for (int column = 0; column < to.Columns; column++)
            {
                to[row, column] = double.CreateChecked(from[row, column]);
            }
        }
    }

    /// <summary>Copies a bias.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or an entry is not finite.</exception>
    public static void Copy<T>(BiasSpan<T> from, BiasSpan<double> to, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Copy(from.First, to.First, name);
        if (!from.Second.IsEmpty)
        {
            double[] second = new double[from.Length];
            Copy(from.Second, second.AsSpan(), name);
            for (int k = 0; k < second.Length; k++)
            {
                to.First[k] += second[k];
                ShapeCheck.RequireFinite(to.First[k], name, isMatrix: false, k, 0);
            }
        }
    }

    /// <summary>Copies a diagonal or a scalar.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or an entry is not finite.</exception>
    public static void Copy<T>(Span<T> from, Span<double> to, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ElementType.Require<T>();
        ShapeCheck.Require(from.Length, to.Length, "weight", name);
        for (int k = 0; k < to.Length; k++)
        {
            to[k] = double.CreateChecked(from[k]);
            ShapeCheck.RequireFinite(to[k], name, isMatrix: false, k, 0);
        }
    }

    /// <summary>A read-out as doubles; empty for none.</summary>
    /// <exception cref="ArgumentException">An entry is not finite.</exception>
    public static MatrixSpan<double> ReadOut<T>(MatrixSpan<T> readOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var copy = new MatrixSpan<double>(new double[readOut.Rows * readOut.Columns], readOut.Rows, readOut.Columns);
        Copy(readOut, copy, "readOut");
        return copy;
    }

    private static void Check<T>(MatrixSpan<T> weight, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < weight.Rows; row++)
        {
            for (int column = 0; column < weight.Columns; column++)
            {
                ShapeCheck.RequireFinite(double.CreateChecked(weight[row, column]), name, isMatrix: true, row, column);
            }
        }
    }
}
