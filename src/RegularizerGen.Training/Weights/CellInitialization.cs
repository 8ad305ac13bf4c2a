using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;

namespace RegularizerGen.Training;

/// <summary>Starts of all weights of a cell, by their names.</summary>
public static class CellInitialization
{
    /// <summary>Fills every weight, in the order of the cell's fields.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="random">Draws.</param>
    /// <param name="all">The start of all weights that are not named.</param>
    /// <param name="named">Weights by name, such as <c>("bf", Initializer.Constant(1))</c>; <c>nameof(view.bf)</c> is checked by the
    /// compiler.</param>
    /// <exception cref="ArgumentException">The cell has no weight of a name, or a start is for matrices and the weight is none; nothing is
    /// written then.</exception>
    public static void Initialize<T>(
        this CellParameters<T> parameters,
        Random random,
        Initializer all,
        params (string Weight, Initializer Start)[] named
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(named);
        foreach ((string name, _) in named)
        {
            parameters.Find(name);
        }

        parameters.Initialize(random, weight => Array.FindLast(named, n => n.Weight == weight.Name).Start ?? all);
    }

    /// <summary>Fills every weight as told by its name, kind and shape, in the order of the cell's fields.</summary>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="random">Draws.</param>
    /// <param name="start">The start of a weight.</param>
    /// <exception cref="ArgumentException">A start is for matrices and the weight is none; nothing is written then.</exception>
    public static void Initialize<T>(this CellParameters<T> parameters, Random random, Func<WeightSpec, Initializer> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(start);
        Initializer[] starts = [.. parameters.Weights.Select(start)];
        for (int k = 0; k < starts.Length; k++)
        {
            WeightSpec weight = parameters.Weights[k];
            if (starts[k].MatricesOnly is { Length: > 0 } name && weight.Kind != WeightKind.Matrix)
            {
                string kind = weight.Kind.ToString().ToLowerInvariant();
                throw new ArgumentException(
                    $"{name} is for matrices, and '{weight.Name}' is a {kind}: give it a start of its own.",
                    weight.Name
                );
            }
        }

        for (int k = 0; k < starts.Length; k++)
        {
            WeightSpec weight = parameters.Weights[k];
            Span<T> values = parameters.SliceOf(k).Span;
            if (weight.Kind == WeightKind.Matrix)
            {
                starts[k].Fill(new MatrixSpan<T>(values, weight.Rows, weight.Columns), random);
            }
            else
            {
                starts[k].Fill(values, random);
            }
        }
    }
}
