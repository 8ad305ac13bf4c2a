using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>The weights of a cell by name.</summary>
internal static class CellWeights
{
    /// <summary>The number of a weight.</summary>
    /// <exception cref="ArgumentException">The cell has none of that name; the message lists those that it has.</exception>
    public static int Find<T>(this CellParameters<T> parameters, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] names = [.. parameters.Weights.Select(w => w.Name)];
        int weight = Array.IndexOf(names, name);
        return weight >= 0
            ? weight
            : throw new ArgumentException(
                $"The cell '{parameters.Definition.Name}' has no weight '{name}'; it has {string.Join(", ", names)}.",
                nameof(name)
            );
    }

    /// <summary>The memory of a weight, row by row.</summary>
    public static Memory<T> SliceOf<T>(this CellParameters<T> parameters, int weight)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        parameters.Memory.Slice(
            parameters.Weights.Take(weight).Sum(w => w.Rows * w.Columns),
            parameters.Weights[weight].Rows * parameters.Weights[weight].Columns
        );
}
