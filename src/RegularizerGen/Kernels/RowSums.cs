using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels;

/// <summary>Where the sums of the rows of a matrix go.</summary>
/// <param name="positive">Sums of the positive entries; empty where they are not asked for.</param>
/// <param name="negative">Sums of the absolute negative entries; empty where they are not asked for.</param>
/// <param name="products">Products with a vector; empty where they are not asked for.</param>
internal readonly ref struct RowSums(Span<double> positive, Span<double> negative, Span<double> products)
{
    private readonly Span<double> positive = positive;
    private readonly Span<double> negative = negative;
    private readonly Span<double> products = products;

    /// <summary>Those from a row on.</summary>
    public RowSums From(int row) => new(From(positive, row), From(negative, row), From(products, row));

    /// <summary>Keeps those of up to four rows that exist.</summary>
    public void Set(int row, in FourRows sums)
    {
        Set(positive, row, sums.Positive);
        Set(negative, row, sums.Negative);
        Set(products, row, sums.Products);
    }

    private static void Set(Span<double> target, int row, Vector256<double> values)
    {
        if (row <= target.Length - 4)
        {
            values.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)row);
            return;
        }

        for (int k = row; k < target.Length; k++)
        {
            target[k] = values[k - row];
        }
    }

    private static Span<double> From(Span<double> values, int row) => values.IsEmpty ? values : values[row..];
}

/// <summary>The sums of four rows.</summary>
internal struct FourRows
{
    public Vector256<double> Positive;
    public Vector256<double> Negative;
    public Vector256<double> Squares;
    public Vector256<double> Products;

    /// <summary>Clears what would be added up over rows, beyond the given number of rows.</summary>
    public void Keep(int rows)
    {
        Vector256<double> mask = Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)rows));
        Squares &= mask;
        Products &= mask;
    }
}
