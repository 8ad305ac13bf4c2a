using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;

namespace RegularizerGen.Stacks;

/// <summary>What stacks are put together from, as users hand it in.</summary>
internal static class StackParts
{
    /// <summary>The cells of all layers, direction by direction.</summary>
    /// <exception cref="ArgumentException">There is no layer, or one does not fit on the one below.</exception>
    public static CellCore[] Cells(int directions, CellLayer[] layers)
    {
        if (layers.Length == 0)
        {
            throw new ArgumentException("A stack has at least one layer.", nameof(layers));
        }

        var cells = new CellCore[layers.Length];
        for (int unit = 0; unit < cells.Length; unit++)
        {
            CellLayer layer = layers[unit];
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
            CellCore cell = cells[unit] = layer.Cell.Core([.. layer.Sizes], [.. layer.Parameters]);
            int number = unit / directions;
            if (number > 0)
            {
                int below = cells.Skip((number - 1) * directions).Take(directions).Sum(c => c.OutputWidth);
                Require(cell.Inputs.Count == 1, $"The cell of layer {number} has {cell.Inputs.Count} inputs; above layer 0 it must have one.");
                Require(cell.InputWidth == below, $"Layer {number} takes {cell.InputWidth} inputs; the outputs below are {below}.");
            }
            else if (unit > 0)
            {
                int width = cells[0].InputWidth;
                Require(cell.InputWidth == width, $"The directions of layer 0 take {width} and {cell.InputWidth} inputs.");
            }
        }

        return cells;

        static void Require(bool fits, string message)
        {
            if (!fits)
            {
                throw new ArgumentException(message, nameof(layers));
            }
        }
    }

    /// <summary>One cell of all layers, or in both directions one of every layer and direction; a single layer keeps its own names.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static StackUnit[] Units(int directions, CellLayer[] layers, CellCore[] cells)
    {
        if (directions == 1)
        {
            return [Unit(cells.Length == 1 ? cells[0] : new StackedCore(cells, [.. cells.Select((_, k) => $"layer {k}: ")]), layers, cells)];
        }

        return
        [
            .. cells.Select(
                (cell, k) =>
                    Unit(new StackedCore([cell], [$"layer {k / 2}, {(k % 2 == 0 ? "forward" : "reverse")}: "]), [layers[k]], [cell])
            ),
        ];
    }

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
                (width, d) =>
                    new OutputRows(Columns(whole, columns, d == 0 ? 0 : widths[0], width), width, null, d == 0 ? constants : null)
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

    private static StackUnit Unit(CellCore whole, CellLayer[] layers, CellCore[] cells)
    {
        var weights = new SetWeights(whole);
        int next = 0;
        for (int layer = 0; layer < layers.Length; layer++)
        {
            double[] parameters = [.. layers[layer].Parameters];
            for (int weight = 0; weight < cells[layer].OwnWeights; weight++)
            {
                weights.Take(next++, CellDescription.Slice<double>(cells[layer], parameters, weight));
            }
        }

        weights.Complete();
        return new StackUnit(whole, weights);
    }
}
