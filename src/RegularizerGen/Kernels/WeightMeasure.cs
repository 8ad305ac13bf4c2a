using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;

namespace RegularizerGen.Kernels;

/// <summary>Measure on the CPU: reads each weight and fills its slot with norms and row sums. The arithmetic is double whatever the
/// weights' type, except in tracking mode.</summary>
internal sealed class WeightMeasure<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Outside of this, squares and sums of entries could leave the range of double.
    private const double Huge = 1e120;
    private const double Tiny = 1e-120;

    private readonly SpectralNorm spectral;
    private readonly double[] values;
    private readonly RowBlocks<T> blocks;
    private readonly TrackingPass<T>? tracking;

    /// <summary>Reserves scratch for weights of at most the given size.</summary>
    public WeightMeasure(int rows, int columns, SpectralMode mode)
    {
        blocks = new RowBlocks<T>(columns);
        tracking = mode == SpectralMode.Tracking ? new TrackingPass<T>(columns) : null;
        spectral = new SpectralNorm(rows, columns);
        values = Sizes.Allocate<double>("Scratch for the largest weight [rows, columns]", rows, columns);
    }

    /// <summary>Measures a matrix.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public void Matrix(WeightSlot slot, MatrixSpan<T> weight)
    {
        slot.Exponent = 0;
        if (tracking is null || !tracking.TryRun(slot, weight))
        {
            InDouble(slot, weight);
        }

        slot.SetLargestRowSum();
    }

    private void InDouble(WeightSlot slot, MatrixSpan<T> weight)
    {
        if (!slot.Needs(NormKind.Spectral) && TryRead(slot, weight))
        {
            return;
        }

        double largest = Pass(slot, weight, scale: 1);
        if (!double.IsFinite(largest))
        {
            CheckFinite(slot.Spec, weight);
        }

        if (largest > Huge || (largest < Tiny && largest > 0))
        {
            slot.Exponent = ExponentOf(largest);
            Pass(slot, weight, Math.ScaleB(1, -slot.Exponent));
        }
    }

    /// <summary>One read without a copy; false where the matrix is zero, not finite, or may be of extreme size.</summary>
    private bool TryRead(WeightSlot slot, MatrixSpan<T> weight)
    {
        RowKernel<T> kernel = RowKernel<T>.InDouble(weight.Columns);
        var sums = new RowSums(slot.Positive, slot.Negative, []);
        int count = RowBlocks<T>.Rows(weight);
        double squares = 0;
        for (int row = 0; row < weight.Rows; row += count)
        {
            squares += kernel.Measure(blocks.Read(weight, row, count), sums.From(row));
        }

        double frobenius = Math.Sqrt(squares);
        slot.SetNorm(NormKind.Frobenius, frobenius);

        // The largest entry lies between the root mean square and the norm.
        return frobenius <= Huge && frobenius >= Tiny * Math.Sqrt((double)weight.Rows * weight.Columns);
    }

    /// <summary>Measures a diagonal.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static void Diagonal(WeightSlot slot, ReadOnlySpan<T> weight)
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

        slot.Exponent = largest > Huge || (largest < Tiny && largest > 0) ? ExponentOf(largest) : 0;
        double scale = Math.ScaleB(1, -slot.Exponent);
        double squares = 0;
        for (int k = 0; k < weight.Length; k++)
        {
            double value = Scaled(double.CreateChecked(weight[k]), scale);
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
    public static void Bias(WeightSlot slot, BiasSpan<T> weight)
    {
        if (slot.NeedsRowSums && weight.Second.IsEmpty)
        {
            TensorPrimitives.ConvertTruncating<T, double>(weight.First, slot.Positive);
            if (GradientStage.IsFinite<double>(slot.Positive))
            {
                return;
            }
        }

        for (int k = 0; k < weight.Length; k++)
        {
            double value = double.CreateTruncating(weight[k]);
            ThrowUnlessFinite(slot.Spec, value, k, 0);
            if (slot.NeedsRowSums)
            {
                slot.Positive[k] = value;
            }
        }
    }

    /// <summary>The matrix in double: row sums, squares, spectral norm. Returns the largest magnitude (not finite where an entry is
    /// not).</summary>
    private double Pass(WeightSlot slot, MatrixSpan<T> weight, double scale)
    {
        Span<double> entries = values.AsSpan(0, weight.Rows * weight.Columns);
        for (int row = 0; row < weight.Rows; row++)
        {
            Load(weight, row, scale, entries.Slice(row * weight.Columns, weight.Columns));
        }

        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(entries));
        var sums = new RowSums(slot.Positive, slot.Negative, []);
        double squares = RowKernel<double>.Own(weight.Columns).Measure(new(entries, weight.Rows, weight.Columns), sums);
        slot.SetNorm(NormKind.Frobenius, Math.Sqrt(squares));
        bool inRange = largest is <= Huge and (>= Tiny or 0);
        if (slot.Needs(NormKind.Spectral) && inRange)
        {
            slot.SetNorm(NormKind.Spectral, spectral.Compute(entries, weight.Rows, weight.Columns, slot.Left, slot.Right));
        }

        return largest;
    }

    /// <summary>The power of two that weights are divided by; that of the smallest would divide by 0, and need not be taken
    /// whole.</summary>
    private static int ExponentOf(double largest) => Math.Max(Math.ILogB(largest), -1000);

    private static void Load(MatrixSpan<T> weight, int row, double scale, Span<double> entries)
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

        for (int column = 0; scale != 1 && column < entries.Length; column++)
        {
            entries[column] = Scaled(entries[column], scale);
        }
    }

    /// <summary>The product, the smallest number where it underflows: what is not zero counts where a range is infinite.</summary>
    private static double Scaled(double value, double scale)
    {
        double result = value * scale;
        return result == 0 && value != 0 ? Math.CopySign(double.Epsilon, value) : result;
    }

    private static void CheckFinite(WeightSpec spec, MatrixSpan<T> weight)
    {
        for (int row = 0; row < weight.Rows; row++)
        {
            for (int column = 0; column < weight.Columns; column++)
            {
                ThrowUnlessFinite(spec, double.CreateTruncating(weight[row, column]), row, column);
            }
        }
    }

    private static void ThrowUnlessFinite(WeightSpec spec, double value, int row, int column) =>
        ShapeCheck.RequireFinite(value, spec.Name, spec.Kind == WeightKind.Matrix, row, column);
}
