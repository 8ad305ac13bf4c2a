using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>A block of a matrix: dense, row by row, or a diagonal where that follows from the step alone.</summary>
internal sealed class Block
{
    public Block(int rows, int columns, bool isDiagonal)
    {
        (Rows, Columns, IsDiagonal) = (rows, columns, isDiagonal);
        Values = isDiagonal ? new double[rows] : Sizes.Allocate<double>("Block of a step [rows, columns]", rows, columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    public bool IsDiagonal { get; }

    /// <summary>[rows, columns], or the diagonal.</summary>
    public double[] Values { get; }

    /// <summary>The adjoint of the values, where it has one.</summary>
    public double[] Adjoint { get; private set; } = [];

    /// <summary>The unit matrix.</summary>
    public static Block Identity(int size)
    {
        var identity = new Block(size, size, isDiagonal: true);
        Array.Fill(identity.Values, 1);
        return identity.WithAdjoint();
    }

    /// <summary>The same block, with an adjoint.</summary>
    public Block WithAdjoint()
    {
        Adjoint = new double[Values.Length];
        return this;
    }

    /// <summary>y [rows, width] += factor · B x [columns, width].</summary>
    public void Add(ReadOnlySpan<double> x, double factor, Span<double> y, int width)
    {
        if (IsDiagonal)
        {
            AddScaled(x, factor, y, width);
        }
        else
        {
            Gemm.Add<double>(Values, Columns, 1, x, factor, y, width, Rows, Columns, width);
        }
    }

    /// <summary>y [columns, width] += factor · Bᵀ x [rows, width].</summary>
    public void AddTransposed(ReadOnlySpan<double> x, double factor, Span<double> y, int width)
    {
        if (IsDiagonal)
        {
            AddScaled(x, factor, y, width);
        }
        else
        {
            Gemm.Add<double>(Values, 1, Columns, x, factor, y, width, Columns, Rows, width);
        }
    }

    /// <summary>Adds factor · AᵀB; this is dense unless both are diagonal. Of AᵀA only the upper half counts.</summary>
    public void AddProduct(Block a, Block b, double factor)
    {
        if (!IsDiagonal)
        {
            AddProduct(a, b, factor, Values, Columns);
            return;
        }

        for (int k = 0; k < Rows; k++)
        {
            Values[k] += factor * a.Values[k] * b.Values[k];
        }
    }

    /// <summary>Adds factor · AᵀB to a part of a dense matrix; of AᵀA only the upper half counts.</summary>
    public static void AddProduct(Block a, Block b, double factor, Span<double> target, int stride)
    {
        switch (a.IsDiagonal, b.IsDiagonal)
        {
            case (true, true):
                for (int k = 0; k < a.Rows; k++)
                {
                    target[(k * stride) + k] += factor * a.Values[k] * b.Values[k];
                }

                break;
            case (true, false):
                for (int row = 0; row < a.Rows; row++)
                {
                    AddScaled(b.Values.AsSpan(row * b.Columns, b.Columns), factor * a.Values[row], target.Slice(row * stride, b.Columns));
                }

                break;
            case (false, true):
                for (int row = 0; row < a.Columns; row++)
                {
                    for (int column = 0; column < b.Columns; column++)
                    {
                        target[(row * stride) + column] += factor * a.Values[(column * a.Columns) + row] * b.Values[column];
                    }
                }

                break;
            case (false, false) when ReferenceEquals(a, b):
                Symmetric.AddUpper(a.Values, 1, a.Columns, b.Values, b.Columns, factor, target, stride, a.Rows, a.Columns);
                break;
            default:
                Gemm.Add<double>(a.Values, 1, a.Columns, b.Values, factor, target, stride, a.Columns, a.Rows, b.Columns);
                break;
        }
    }

    /// <summary>Becomes the transpose of another block.</summary>
    public void SetTransposed(Block other)
    {
        if (IsDiagonal)
        {
            other.Values.CopyTo(Values, 0);
        }
        else if (other.IsDiagonal)
        {
            Array.Clear(Values);
            other.CopyTo(Values, Columns, 0, 0);
        }
        else
        {
            Symmetric.Transpose(other.Values, other.Columns, Values, Columns, other.Rows, other.Columns);
        }
    }

    /// <summary>Becomes another block with its rows scaled.</summary>
    public void SetScaled(Block other, ReadOnlySpan<double> scales)
    {
        if (IsDiagonal)
        {
            TensorPrimitives.Multiply<double>(other.Values, scales, Values);
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            TensorPrimitives.Multiply<double>(
                other.Values.AsSpan(row * Columns, Columns),
                scales[row],
                Values.AsSpan(row * Columns, Columns)
            );
        }
    }

    /// <summary>Copies the values to where they are in a dense matrix.</summary>
    public void CopyTo(Span<double> matrix, int stride, int row, int column)
    {
        for (int k = 0; k < Rows; k++)
        {
            int start = ((row + k) * stride) + column;
            if (IsDiagonal)
            {
                matrix[start + k] = Values[k];
            }
            else
            {
                Values.AsSpan(k * Columns, Columns).CopyTo(matrix[start..]);
            }
        }
    }

    private void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> y, int width)
    {
        for (int row = 0; row < Rows; row++)
        {
            AddScaled(x.Slice(row * width, width), factor * Values[row], y.Slice(row * width, width));
        }
    }

    private static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> y) =>
        TensorPrimitives.MultiplyAdd<double>(x, factor, y, y);
}
