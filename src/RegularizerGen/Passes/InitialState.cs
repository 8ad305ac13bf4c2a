using System;
using System.Numerics;

namespace RegularizerGen.Passes;

/// <summary>
/// Where a pass starts. Every gain holds for initial states within the range that the cell declares ([0, 0] unless it says otherwise), so a
/// start outside is refused:
/// no figure may be exceeded by what the passes do.
/// </summary>
internal static class InitialState
{
    /// <summary>Checks a state before the first step.</summary>
    /// <param name="values">The state, [batch, size]; empty for 0.</param>
    /// <param name="length">The number of elements that it must have.</param>
    /// <param name="lo">Lower end of the declared range.</param>
    /// <param name="hi">Upper end.</param>
    /// <param name="state">Name of the state.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">It has another length, or an element (the default 0 included) lies outside of the declared range
    /// or is NaN; the message names state, element and range.</exception>
    public static void Require<T>(ReadOnlySpan<T> values, int length, double lo, double hi, string state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
        {
            if (!(lo <= 0 && 0 <= hi))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"State '{state}' would start at 0, outside of its declared range [{lo}, {hi}] that every figure rests on: give initial states, or declare another range by [State(InitialMin, InitialMax)]."
                    ),
                    state
                );
            }

            return;
        }

        if (values.Length != length)
        {
            throw new ArgumentException(
                $"The initial state '{state}' has {values.Length} elements; for these sizes it must have {length}.",
                state
            );
        }

        for (int k = 0; k < values.Length; k++)
        {
            double value = double.CreateTruncating(values[k]);
            if (!(lo <= value && value <= hi))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The initial state '{state}' is {value:R} at position {k}, outside of its declared range [{lo}, {hi}] that every figure rests on: declare a wider one by [State(InitialMin, InitialMax)]."
                    ),
                    state
                );
            }
        }
    }

    /// <summary>Copies a state that was checked; 0 where none is given.</summary>
    public static void Set<T>(ReadOnlySpan<T> values, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
        {
            target.Clear();
        }
        else
        {
            values.CopyTo(target);
        }
    }
}
