using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>A recurrent layer in training: a cell, its weights, and their gradient. All stay the user's own.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StackLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Puts them together.</summary>
    /// <param name="cell">The generated <c>Description</c> of the cell.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="gradient">Their gradient, of the same shape.</param>
    /// <exception cref="ArgumentException">Parameters or gradient are of another cell, or not of the same shape.</exception>
    public StackLayer(CellDescription cell, CellParameters<T> parameters, CellParameters<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        foreach (CellParameters<T> values in new[] { parameters, gradient })
        {
            if (!cell.Describes(values.Definition) || !values.Sizes.SequenceEqual(parameters.Sizes))
            {
                throw new ArgumentException(
                    $"The layer of '{cell.Name}' has parameters of '{parameters.Definition.Name}' with {Text(parameters)} and a gradient of "
                        + $"'{gradient.Definition.Name}' with {Text(gradient)}.",
                    ReferenceEquals(values, parameters) ? nameof(parameters) : nameof(gradient)
                );
            }
        }

        (Cell, Parameters, Gradient) = (cell, parameters, gradient);
        Trainable = new Trainable<T>(parameters, gradient, cell.Name);

        static string Text(CellParameters<T> values) => values.Definition.Text(values.Sizes);
    }

    /// <summary>The cell.</summary>
    public CellDescription Cell { get; }

    /// <summary>Its parameters.</summary>
    public CellParameters<T> Parameters { get; }

    /// <summary>Their gradient.</summary>
    public CellParameters<T> Gradient { get; }

    /// <summary>Both, for an optimizer.</summary>
    public Trainable<T> Trainable { get; }

    /// <summary>The layer as it is now, for certificates: the weights are copied.</summary>
    public CellLayer Copy() => new(Cell, Parameters.Sizes, Array.ConvertAll(Parameters.Span.ToArray(), double.CreateTruncating));
}
