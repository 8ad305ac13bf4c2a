using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;

namespace RegularizerGen.Stacks;

/// <summary>Read-outs of stacks, as users hand them in.</summary>
internal static class StackReadOut
{
    /// <summary>By direction, what a read-out makes of the outputs; without one, in one direction nothing, in two the outputs
    /// themselves.</summary>
    /// <exception cref="ArgumentException">The read-out has the wrong shape or an entry that is not finite.</exception>
    public static OutputRows?[] Rows<T>(StackUnit[] units, int directions, MatrixSpan<T> readOut, ReadOnlySpan<T> bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] widths = [.. units.TakeLast(directions).Select(u => u.Cell.OutputWidth)];
        (int count, int columns) = (readOut.Rows, widths.Sum());
        double[] whole;
        if (count == 0)
        {
            if (bias.Length > 0)
            {
                throw new ArgumentException("A bias was given without a read-out.", nameof(bias));
            }

            if (directions == 1)
            {
                return [null];
            }

            count = columns;
            whole = [.. Enumerable.Range(0, columns * columns).Select(k => k / columns == k % columns ? 1.0 : 0)];
        }
        else
        {
            Kernels.ElementType.Require<T>();
            whole = new double[count * columns];
            var spec = new WeightSpec("readOut", WeightKind.Matrix, count, columns, WeightUses.OperatorNorm);
            WeightSpan<T> matrix = readOut;
            matrix.Require(spec, "weight");
            matrix.RequireFinite(spec);
            matrix.CopyTo(spec, whole);
        }

        Enclosure[]? constants = bias.Length == 0 ? null : Constants(bias, count);
        return
        [
            .. widths.Select(
                (width, d) => new OutputRows(Columns(whole, columns, d == 0 ? 0 : widths[0], width), width, null, d == 0 ? constants : null)
            ),
        ];
    }

    private static Enclosure[] Constants<T>(ReadOnlySpan<T> bias, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (bias.Length != count)
        {
            throw new ArgumentException($"The bias of the read-out has {bias.Length} entries; it must have {count}.", nameof(bias));
        }

        var constants = new Enclosure[count];
        for (int k = 0; k < count; k++)
        {
            constants[k] = T.IsFinite(bias[k])
                ? double.CreateChecked(bias[k])
                : throw new ArgumentException($"The bias of the read-out is {bias[k]} at {k}.", nameof(bias));
        }

        return constants;
    }

    private static double[] Columns(double[] matrix, int columns, int start, int count) =>
        [.. matrix.Where((_, k) => k % columns >= start && k % columns < start + count)];
}
