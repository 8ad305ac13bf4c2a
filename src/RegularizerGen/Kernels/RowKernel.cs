using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>What is done to the rows of weights and gradients, by the widest vectors that the processor has and a row fills. Matrices have
/// a row at least, contiguous rows of the length that the kernel was chosen for, and gradients the shape of their weights: nothing is
/// checked here.</summary>
/// <typeparam name="T">float or double: elements in memory.</typeparam>
internal abstract class RowKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly RowKernel<T> Single = new RowKernel<SingleLane, double, T>();
    private static readonly RowKernel<T> Own128 = new RowKernel<Lane128<T>, T, T>();
    private static readonly RowKernel<T> Own256 = new RowKernel<Lane256<T>, T, T>();
    private static readonly RowKernel<T> Own512 = new RowKernel<Lane512<T>, T, T>();
    private static readonly RowKernel<T> Double128 = new RowKernel<Lane128<double>, double, T>();
    private static readonly RowKernel<T> Double256 = new RowKernel<Lane256<double>, double, T>();
    private static readonly RowKernel<T> Double512 = new RowKernel<Lane512<double>, double, T>();

    /// <summary>Arithmetic in the elements' own type, for rows of the given length.</summary>
    public static RowKernel<T> Own(int length) =>
        Vector512.IsHardwareAccelerated && length >= Vector512<T>.Count ? Own512
        : Vector256.IsHardwareAccelerated && length >= Vector256<T>.Count ? Own256
        : Vector128.IsHardwareAccelerated && length >= Vector128<T>.Count ? Own128
        : Single;

    /// <summary>Arithmetic in double, for rows of the given length.</summary>
    public static RowKernel<T> InDouble(int length) =>
        Vector512.IsHardwareAccelerated && length >= Vector512<double>.Count ? Double512
        : Vector256.IsHardwareAccelerated && length >= Vector256<double>.Count ? Double256
        : Vector128.IsHardwareAccelerated && length >= Vector128<double>.Count ? Double128
        : Single;

    /// <summary>Reads every row once: its sums. Returns the sum of all squares, which is not finite where an entry is not.</summary>
    public abstract double Measure(MatrixSpan<T> matrix, RowSums sums);

    /// <summary>The same with the product p = W v, and adds Wᵀp to another vector, from one read of every row.</summary>
    public abstract double Track(MatrixSpan<T> matrix, ReadOnlySpan<T> v, Span<T> transposed, RowSums sums);

    /// <summary>target += factor · values.</summary>
    public abstract void AddMultiple(double factor, ReadOnlySpan<T> values, Span<T> target);

    /// <summary>target += factor · left rightᵀ.</summary>
    public abstract void AddOuter(double factor, ReadOnlySpan<double> left, ReadOnlySpan<T> right, MatrixSpan<T> target);

    /// <summary>Adds to a row of a gradient all that it is made of.</summary>
    public abstract void AddTerms(in RowTerms terms, ReadOnlySpan<T> weight, ReadOnlySpan<T> right, Span<T> gradient);
}

/// <summary>What the gradient of one row is made of.</summary>
/// <param name="Scale">Factor of the weights.</param>
/// <param name="Multiple">Factor of the scaled weights.</param>
/// <param name="Positive">What positive weights get.</param>
/// <param name="Negative">What negative weights get.</param>
/// <param name="Left">Factor of the right singular vector.</param>
internal readonly record struct RowTerms(double Scale, double Multiple, double Positive, double Negative, double Left);
