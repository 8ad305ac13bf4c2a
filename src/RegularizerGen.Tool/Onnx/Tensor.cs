using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Onnx;

/// <summary>A constant tensor of numbers.</summary>
/// <param name="Name">What the file calls it.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Its elements, the last axis running fastest.</param>
internal sealed record Tensor(string Name, IReadOnlyList<int> Shape, double[] Values)
{
    /// <summary>A tensor of other sizes with the same elements.</summary>
    public Tensor Reshaped(params int[] shape) => this with { Shape = shape };

    /// <summary>Its elements as whole numbers.</summary>
    /// <exception cref="UnusableInputException">One is none, or is beyond those of an int.</exception>
    public int[] Integers() =>
        [
            .. Values.Select(v =>
                v == Math.Truncate(v) && Math.Abs(v) <= int.MaxValue ? (int)v
                // The largest int64 stands for "up to the end".
                : v >= int.MaxValue ? int.MaxValue
                : v <= int.MinValue ? -int.MaxValue
                : throw new UnusableInputException($"Tensor '{Name}' holds {v}, which is no whole number.")
            ),
        ];

    /// <summary>Sizes for people.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Requires sizes.</summary>
    /// <exception cref="UnusableInputException">It has others.</exception>
    public Tensor Require(string role, params int[] shape) =>
        Shape.SequenceEqual(shape)
            ? this
            : throw new UnusableInputException($"{role} '{Name}' is {ShapeText}; it must be [{string.Join(", ", shape)}].");

    /// <summary>Requires that every element is finite.</summary>
    /// <exception cref="UnusableInputException">One is not.</exception>
    public Tensor RequireFinite()
    {
        int wrong = Array.FindIndex(Values, v => !double.IsFinite(v));
        return wrong < 0 ? this : throw new UnusableInputException($"Tensor '{Name}' holds {Values[wrong]} at position {wrong}.");
    }
}
