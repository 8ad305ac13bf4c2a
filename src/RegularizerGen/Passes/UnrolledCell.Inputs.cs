using System;
using System.Collections.Generic;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes;

/// <summary>What a forward pass takes as inputs.</summary>
public partial class UnrolledCell<T>
{
    private double? inputBound;
    private IReadOnlyDictionary<string, double>? inputBounds;
    private double[]? bounds; // per input
    private RangeMonitor? monitor;

    /// <summary>
    /// A bound of |x| that forward passes check. Null (the default) for none: every gain holds for inputs within its own bound only, and an
    /// input beyond it may move the output by more.
    /// </summary>
    /// <exception cref="ArgumentException">The value is negative or NaN.</exception>
    public double? InputBound
    {
        get => inputBound;
        set
        {
            if (!(value is null or >= 0))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The input bound is {value}; it must be at least 0."),
                    nameof(value)
                );
            }

            SetBounds(value, inputBounds);
        }
    }

    /// <summary>Bounds of single inputs by name that forward passes check; those that are not named have <see
    /// cref="InputBound"/>.</summary>
    /// <exception cref="ArgumentException">A name is that of no input, or a bound is negative or NaN.</exception>
    public IReadOnlyDictionary<string, double>? InputBounds
    {
        get => inputBounds;
        set
        {
            Definitions.InputBounds.Require("Unrolled", value);
            SetBounds(inputBound, value);
        }
    }

    /// <summary>What watches forward passes, each from its first step on; null for nothing.</summary>
    /// <exception cref="ArgumentException">It is of another cell, or of other sizes.</exception>
    public RangeMonitor? Monitor
    {
        get => monitor;
        set
        {
            Watch = value?.On(Plan);
            monitor?.Detach(value);
            monitor = value;
        }
    }

    /// <summary>Checks the inputs of a forward pass.</summary>
    /// <exception cref="ArgumentException">They have the wrong length, or one is NaN, infinite or beyond <see cref="InputBound"/>; the
    /// message says which.</exception>
    protected internal void CheckInputs(ReadOnlySpan<T> values)
    {
        CheckLength(values.Length, inputs.Length, nameof(inputs));
        FiniteCheck.RequireSequence(values, nameof(inputs));
        for (int k = 0; bounds is not null && k < values.Length; k++)
        {
            int input = PackedInputs.Locate(Cell.InputWidths, k % Cell.InputWidth).Input;
            if (Math.Abs(double.CreateTruncating(values[k])) > bounds[input])
            {
                string of = bounds.Length == 1 ? string.Empty : $" of '{Cell.Definition.Inputs[input].Name}'";
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"'{nameof(inputs)}' is {values[k]} at position {k}, beyond the {nameof(InputBound)} {bounds[input]}{of}."
                    ),
                    nameof(inputs)
                );
            }
        }
    }

    private void SetBounds(double? all, IReadOnlyDictionary<string, double>? named)
    {
        bounds =
            all is null && named is null ? null : Definitions.InputBounds.Of(Cell.Definition, all, named, _ => double.PositiveInfinity);
        (inputBound, inputBounds) = (all, named);
    }
}
