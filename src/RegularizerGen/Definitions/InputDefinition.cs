using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;

namespace RegularizerGen.Definitions;

/// <summary>An input.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Signal">The signal that it is.</param>
/// <param name="Bound">The declared bound of |x|; infinite where none is declared.</param>
/// <param name="Scale">Size of its disturbance relative to the common one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record InputDefinition(string Name, int Signal, double Bound, double Scale = 1);

/// <summary>An input as a bound sees it.</summary>
/// <param name="Bound">The bound of |x| that holds.</param>
/// <param name="Width">Number of its channels.</param>
/// <param name="Scale">Size of its disturbance relative to the common one.</param>
internal readonly record struct BoundedInput(double Bound, int Width, double Scale);

/// <summary>Bounds of inputs as options give them: one for all, or by name.</summary>
internal static class InputBounds
{
    /// <summary>The bound of every input: its own by name, else that for all, else the one given.</summary>
    /// <exception cref="ArgumentException">A name is that of no input.</exception>
    public static double[] Of(
        CellDefinition cell,
        double? all,
        IReadOnlyDictionary<string, double>? named,
        Func<InputDefinition, double> otherwise
    )
    {
        foreach (string name in named?.Keys ?? [])
        {
            if (!cell.Inputs.Any(i => i.Name == name))
            {
                throw new ArgumentException(
                    $"{nameof(InputBounds)} names '{name}', which is no input of {cell.Name}; its inputs are {string.Join(", ", cell.Inputs.Select(i => i.Name))}.",
                    nameof(InputBounds)
                );
            }
        }

        double bound = 0;
        return [.. cell.Inputs.Select(i => named?.TryGetValue(i.Name, out bound) == true ? bound : all ?? otherwise(i))];
    }

    /// <summary>Checks the bounds by name.</summary>
    /// <param name="owner">The options that they belong to.</param>
    /// <param name="named">The bounds.</param>
    /// <exception cref="ArgumentException">One is negative or NaN; the message names the input.</exception>
    public static void Require(string owner, IReadOnlyDictionary<string, double>? named)
    {
        foreach ((string name, double bound) in named ?? new Dictionary<string, double>())
        {
            if (!(bound >= 0))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{owner}.{nameof(InputBounds)} is {bound} for '{name}'; it must be at least 0 (infinity is allowed)."
                    ),
                    nameof(InputBounds)
                );
            }
        }
    }
}
