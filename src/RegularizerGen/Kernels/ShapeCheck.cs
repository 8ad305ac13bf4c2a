using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Checks of weights and gradients that a pass makes before it touches any memory.</summary>
internal static class ShapeCheck
{
    /// <summary>Checks a matrix.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's; the message names it and both shapes.</exception>
    public static void Require<T>(MatrixSpan<T> values, int rows, int columns, string role, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.Rows != rows || values.Columns != columns)
        {
            throw new ArgumentException($"The {role} '{name}' is {values.Rows} x {values.Columns}; it must be {rows} x {columns}.", name);
        }
    }

    /// <summary>Checks that an entry of a weight is finite.</summary>
    /// <exception cref="ArgumentException">It is NaN or infinite; the message names the weight and the entry.</exception>
    internal static void RequireFinite(double value, string name, bool isMatrix, int row, int column)
    {
        if (!double.IsFinite(value))
        {
            string where = isMatrix ? $"[{row}, {column}]" : $"[{row}]";
            throw new ArgumentException(
                $"Weight '{name}' is {(double.IsNaN(value) ? "NaN" : "infinite")} at {where}; the bound needs finite weights.",
                name
            );
        }
    }

    /// <summary>Checks the strength λ of a penalty.</summary>
    /// <exception cref="ArgumentException">It is negative, NaN or infinite.</exception>
    internal static void RequireStrength(double strength)
    {
        if (!(strength >= 0) || double.IsInfinity(strength))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The strength is {strength}; it must be finite and at least 0."),
                nameof(strength)
            );
        }
    }

    /// <summary>Checks the length of a vector or scalar.</summary>
    /// <exception cref="ArgumentException">Its length is not the cell's; the message names it and both lengths.</exception>
    public static void Require(int length, int expected, string role, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"The {role} '{name}' has {length} elements; it must have {expected}.", name);
        }
    }
}
