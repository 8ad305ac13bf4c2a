using System;
using RegularizerGen.Bounds;

namespace RegularizerGen.Certificates;

/// <summary>A weight in double, and its slot filled with upper bounds of norms and with row sums of known error.</summary>
internal sealed class CertifiedWeight
{
    private readonly double[] values;
    private readonly double[] absolute;
    private readonly double entryError;

    private CertifiedWeight(WeightSlot slot, double[] values, double entryError)
    {
        Slot = slot;
        this.values = values;
        absolute = Array.ConvertAll(values, v => Above(Math.Abs(v), entryError));
        this.entryError = entryError;
        slot.RelativeError = RigorousNorms.Gamma(slot.Spec.Columns + 2);
        slot.AbsoluteError = entryError * slot.Spec.Columns * 1.01;
        Measure();
    }

    public WeightSlot Slot { get; }

    /// <summary>The entries, row-major.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Upper bounds of the absolute entries.</summary>
    public ReadOnlySpan<double> Absolute => absolute;

    /// <summary>Whether the weight is a diagonal.</summary>
    public bool IsDiagonal => Slot.Spec.Kind == WeightKind.Diagonal;

    /// <summary>Bound of the absolute error of every entry; 0 except for matrices derived from others.</summary>
    public double EntryError => entryError;

    public static CertifiedWeight Of(WeightSlot slot, ReadOnlySpan<double> weight, double entryError) =>
        new(slot, weight.ToArray(), entryError);

    /// <summary>Number of channels that it acts on.</summary>
    public int Channels => IsDiagonal ? Slot.Spec.Rows : Slot.Spec.Columns;

    /// <summary>The norm of what one input channel sees of the weight.</summary>
    public double ChannelNorm(int channel, NormKind kind)
    {
        if (Slot.Spec.Kind == WeightKind.Diagonal)
        {
            return Math.Abs(values[channel]);
        }

        double[] column = new double[Slot.Spec.Rows];
        for (int row = 0; row < column.Length; row++)
        {
            column[row] = Above(Math.Abs(values[(row * Slot.Spec.Columns) + channel]), entryError);
        }

        return kind == NormKind.LargestRowSum ? RigorousNorms.LargestRowSum(column, column.Length, 1) : RigorousNorms.Euclidean(column);
    }

    private void Measure()
    {
        WeightSpec spec = Slot.Spec;
        bool vector = spec.Kind is WeightKind.Bias or WeightKind.Scalar;
        for (int row = 0; Slot.NeedsRowSums && row < spec.Rows; row++)
        {
            foreach (double value in values.AsSpan(row * spec.Columns, spec.Columns))
            {
                Slot.Positive[row] += vector ? value : Math.Max(value, 0);
                if (!vector)
                {
                    Slot.Negative[row] += Math.Max(-value, 0);
                }
            }
        }

        if (vector)
        {
            return;
        }

        double spread = entryError * Math.Sqrt((double)spec.Rows * spec.Columns) * 1.01;
        if (spec.Kind == WeightKind.Diagonal)
        {
            Slot.SetNorm(
                NormKind.LargestEntry,
                values.Length == 0 ? 0 : Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<double>(values))
            );
        }

        if (Slot.Needs(NormKind.Frobenius))
        {
            Slot.SetNorm(NormKind.Frobenius, Above(RigorousNorms.Euclidean(values), spread));
        }

        if (Slot.Needs(NormKind.Spectral))
        {
            Slot.SetNorm(NormKind.Spectral, Above(RigorousNorms.Spectral(values, spec.Rows, spec.Columns), spread));
        }

        if (Slot.Needs(NormKind.LargestRowSum))
        {
            Slot.SetNorm(
                NormKind.LargestRowSum,
                Above(RigorousNorms.LargestRowSum(values, spec.Rows, spec.Columns), entryError * spec.Columns * 1.01)
            );
        }
    }

    private static double Above(double norm, double error) => error == 0 ? norm : Math.BitIncrement(norm + error);
}
