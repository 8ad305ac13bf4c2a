using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;

namespace RegularizerGen.Kernels;

/// <summary>Measure on the CPU: reads each weight and fills its slot with norms and row sums. The arithmetic is double whatever the weights' type.</summary>
internal sealed class WeightMeasure
{
    // Outside of this, squares and sums of entries could leave the range of double.
    private const double Huge = 1e120;
    private const double Tiny = 1e-120;

    private readonly SpectralNorm? spectral;
    private readonly double[] values;
    private readonly double[] next;
    private readonly bool tracking;

    /// <summary>Reserves scratch for weights of at most the given size.</summary>
    public WeightMeasure(int rows, int columns, SpectralMode mode)
    {
        tracking = mode == SpectralMode.Tracking;
        spectral = tracking ? null : new SpectralNorm(rows, columns);
        values = new double[tracking ? Math.Max(rows, columns) : rows * Math.Max(columns, 1)];
        next = new double[columns];
    }

    /// <summary>Measures a matrix.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public void Matrix<T>(WeightSlot slot, MatrixSpan<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slot.Exponent = 0;
        double largest = Pass(slot, weight, scale: 1);
        if (!double.IsFinite(largest))
        {
            CheckFinite(slot.Spec, weight);
        }

        if (largest > Huge || (largest < Tiny && largest > 0))
        {
            slot.Exponent = Math.ILogB(largest);
            Pass(slot, weight, Math.ScaleB(1, -slot.Exponent));
        }
    }

    /// <summary>Measures a diagonal.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static void Diagonal<T>(WeightSlot slot, ReadOnlySpan<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0;
        int position = 0;
        for (int k = 0; k < weight.Length; k++)
        {
            double magnitude = Math.Abs(double.CreateChecked(weight[k]));
            ThrowUnlessFinite(slot.Spec, magnitude, k, 0);
            if (magnitude > largest)
            {
                largest = magnitude;
                position = k;
            }
        }

        slot.Exponent = largest > Huge || (largest < Tiny && largest > 0) ? Math.ILogB(largest) : 0;
        double scale = Math.ScaleB(1, -slot.Exponent);
        double squares = 0;
        for (int k = 0; k < weight.Length; k++)
        {
            double value = double.CreateChecked(weight[k]) * scale;
            squares += value * value;
            if (slot.NeedsRowSums)
            {
                slot.Positive[k] = Math.Max(value, 0);
                slot.Negative[k] = Math.Max(-value, 0);
            }
        }

        slot.SetNorm(NormKind.LargestEntry, largest * scale, position);
        slot.SetNorm(NormKind.Frobenius, Math.Sqrt(squares));
    }

    /// <summary>Reads a bias.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static void Bias<T>(WeightSlot slot, BiasSpan<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < weight.Length; k++)
        {
            double value = double.CreateChecked(weight[k]);
            ThrowUnlessFinite(slot.Spec, value, k, 0);
            if (slot.NeedsRowSums)
            {
                slot.Positive[k] = value;
            }
        }
    }

    /// <summary>One read of the matrix, row by row: row sums, squares, and the product with the right vector and back. Returns the largest magnitude (not finite where a sum is not).</summary>
    private double Pass<T>(WeightSlot slot, MatrixSpan<T> weight, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool wantsSpectral = slot.Needs(NormKind.Spectral);
        bool wantsTracking = wantsSpectral && tracking;
        Span<double> nextRight = next.AsSpan(0, weight.Columns);
        if (wantsTracking)
        {
            nextRight.Clear();
            StartTracking(slot.Right);
        }

        double largest = 0;
        double squares = 0;
        for (int row = 0; row < weight.Rows; row++)
        {
            Span<double> entries = values.AsSpan(tracking ? 0 : row * weight.Columns, weight.Columns);
            Load(weight, row, scale, entries);
            largest = double.IsFinite(largest) ? Math.Max(largest, weight.Columns > 0 ? TensorPrimitives.MaxMagnitude<double>(entries) is var m && double.IsFinite(m) ? m : double.NaN : 0) : largest;
            squares += TensorPrimitives.SumOfSquares<double>(entries);
            if (slot.NeedsRowSums)
            {
                (slot.Positive[row], slot.Negative[row]) = SignedSums(entries);
            }

            if (wantsTracking)
            {
                double product = TensorPrimitives.Dot<double>(entries, slot.Right);
                slot.Left[row] = product;
                TensorPrimitives.MultiplyAdd(entries, product, nextRight, nextRight);
            }
        }

        slot.SetNorm(NormKind.Frobenius, Math.Sqrt(squares));
        if (wantsTracking)
        {
            slot.SetNorm(NormKind.Spectral, FinishTracking(slot, nextRight));
        }
        else if (wantsSpectral && double.IsFinite(squares) && largest is <= Huge and (>= Tiny or 0))
        {
            slot.SetNorm(NormKind.Spectral, spectral!.Compute(values.AsSpan(0, weight.Rows * weight.Columns), weight.Rows, weight.Columns, slot.Left, slot.Right));
        }

        return double.IsFinite(squares) || !double.IsFinite(largest) ? largest : Math.Max(largest, 2 * Huge);
    }

    private static void StartTracking(double[] right)
    {
        if (!Array.Exists(right, v => v != 0))
        {
            for (int k = 0; k < right.Length; k++)
            {
                right[k] = 1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k)));
            }

            TensorPrimitives.Multiply(right, 1 / TensorPrimitives.Norm<double>(right), right);
        }
    }

    /// <summary>From W v and Wᵀ W v: the estimate ‖Wᵀu‖ with u = W v / ‖W v‖, its left vector u and the new right vector.</summary>
    private static double FinishTracking(WeightSlot slot, Span<double> nextRight)
    {
        double leftNorm = TensorPrimitives.Norm<double>(slot.Left);
        if (leftNorm == 0)
        {
            Array.Clear(slot.Right);
            return 0;
        }

        TensorPrimitives.Multiply(slot.Left, 1 / leftNorm, slot.Left);
        double estimate = TensorPrimitives.Norm<double>(nextRight) / leftNorm;
        TensorPrimitives.Multiply(nextRight, 1 / (estimate * leftNorm), slot.Right);
        return estimate;
    }

    private static void Load<T>(MatrixSpan<T> weight, int row, double scale, Span<double> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (weight.HasContiguousRows)
        {
            TensorPrimitives.ConvertTruncating<T, double>(weight.Row(row), entries);
        }
        else
        {
            for (int column = 0; column < entries.Length; column++)
            {
                entries[column] = double.CreateTruncating(weight[row, column]);
            }
        }

        if (scale != 1)
        {
            TensorPrimitives.Multiply(entries, scale, entries);
        }
    }

    private static (double Positive, double Negative) SignedSums(ReadOnlySpan<double> entries)
    {
        Vector<double> positive = Vector<double>.Zero;
        Vector<double> negative = Vector<double>.Zero;
        int k = 0;
        for (; k <= entries.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var v = new Vector<double>(entries[k..]);
            positive += Vector.Max(v, Vector<double>.Zero);
            negative -= Vector.Min(v, Vector<double>.Zero);
        }

        double p = Vector.Sum(positive);
        double n = Vector.Sum(negative);
        for (; k < entries.Length; k++)
        {
            p += Math.Max(entries[k], 0);
            n += Math.Max(-entries[k], 0);
        }

        return (p, n);
    }

    private static void CheckFinite<T>(WeightSpec spec, MatrixSpan<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < weight.Rows; row++)
        {
            for (int column = 0; column < weight.Columns; column++)
            {
                ThrowUnlessFinite(spec, double.CreateTruncating(weight[row, column]), row, column);
            }
        }
    }

    private static void ThrowUnlessFinite(WeightSpec spec, double value, int row, int column)
    {
        if (!double.IsFinite(value))
        {
            string where = spec.Kind == WeightKind.Matrix ? $"[{row}, {column}]" : $"[{row}]";
            throw new ArgumentException($"Weight '{spec.Name}' is {(double.IsNaN(value) ? "NaN" : "infinite")} at {where}; the bound needs finite weights.", spec.Name);
        }
    }
}
