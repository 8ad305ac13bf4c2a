using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Checks of weights and gradients that a pass makes before it touches any memory.</summary>
public static class ShapeCheck
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
