using System;
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
    /// <summary>Reads it for an input of a width.</summary>
    /// <exception cref="UnusableInputException">It cannot be read, has no steps, or not as many channels.</exception>
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

        return values.Values.All(double.IsFinite)
            ? new Sequence(width, values.Values)
            : throw new UnusableInputException($"Sequence '{Name}' holds a number that is not finite.");
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
