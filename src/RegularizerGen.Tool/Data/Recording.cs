using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Data;

/// <summary>A recorded sequence of inputs that is read where it is asked for, and no later than the next one is.</summary>
/// <param name="Name">What it is called: of its file, of its array, or its number.</param>
/// <param name="Share">How much of the data lies before it, from 0 to 1.</param>
/// <param name="Content">Reads it, [steps, channels] or, of one channel, [steps].</param>
internal sealed record Recording(string Name, double Share, Func<Tensor> Content)
{
    /// <summary>No absolute value may be larger than this, by channel, or one for all; null where nothing was assumed of them.</summary>
    public IReadOnlyList<double>? Bounds { get; init; }

    /// <summary>Reads it for an input of a width.</summary>
    /// <exception cref="UnusableInputException">It cannot be read, has no steps, not as many channels, or a value beyond the
    /// bound.</exception>
    public Sequence Read(int width)
    {
        Tensor values = Unusable.Unless(Content);
        int steps = values.Shape.Count is 1 or 2 ? values.Shape[0] : 0;
        int channels = values.Shape.Count == 2 ? values.Shape[1] : 1;
        if (steps == 0 || channels != width)
        {
            throw new UnusableInputException(
                $"Sequence '{Name}' is {values.ShapeText}; it must be [steps, {width}], with a step at least."
            );
        }

        if (!values.Values.All(double.IsFinite))
        {
            throw new UnusableInputException($"Sequence '{Name}' holds a number that is not finite.");
        }

        double Bound(int k) => Bounds is null ? double.PositiveInfinity : Bounds[Bounds.Count == 1 ? 0 : k % width];
        int beyond = Enumerable.Range(0, values.Values.Length).FirstOrDefault(k => Math.Abs(values.Values[k]) > Bound(k), -1);
        return beyond < 0
            ? new Sequence(width, values.Values)
            : throw new UnusableInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Sequence '{Name}' is {values.Values[beyond]} in channel {beyond % width} at step {beyond / width}: "
                        + $"inputs are assumed to be within ±{Bound(beyond)} (--input-bound)."
                )
            );
    }

    /// <summary>A sequence from its rows.</summary>
    /// <exception cref="UnusableInputException">Rows are of different lengths.</exception>
    public static Tensor Of(string name, double[][] rows)
    {
        int width = rows.Length == 0 ? 0 : rows[0].Length;
        return rows.All(row => row.Length == width)
            ? new Tensor(name, [rows.Length, width], [.. rows.SelectMany(row => row)])
            : throw new UnusableInputException($"Sequence '{name}' has steps of different lengths.");
    }
}
