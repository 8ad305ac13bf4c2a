using System;
using System.Linq;
using RegularizerGen.Definitions;
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
                Require(
                    cell.Inputs.Count == 1,
                    $"The cell of layer {number} has {cell.Inputs.Count} inputs; above layer 0 it must have one."
                );
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

    /// <summary>One cell of all layers, or in both directions one of every layer and direction; a single layer keeps its own
    /// names.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static StackUnit[] Units(int directions, CellLayer[] layers, CellCore[] cells)
    {
        if (directions == 1)
        {
            return
            [
                Unit(cells.Length == 1 ? cells[0] : new StackedCore(cells, [.. cells.Select((_, k) => $"layer {k}: ")]), layers, cells),
            ];
        }

        return
        [
            .. cells.Select(
                (cell, k) =>
                    Unit(new StackedCore([cell], [$"layer {k / 2}, {(k % 2 == 0 ? "forward" : "reverse")}: "]), [layers[k]], [cell])
            ),
        ];
    }

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
