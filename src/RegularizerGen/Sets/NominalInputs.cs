using System;
using System.Numerics;

namespace RegularizerGen.Sets;

/// <summary>Nominal input sequences as users hand them in.</summary>
internal static class NominalInputs
{
    /// <summary>The sequences [steps, width] of a batch [steps, batch, width], in double.</summary>
    /// <exception cref="ArgumentException">They are no whole number of steps, none, or not finite.</exception>
    public static double[][] Split<T>(ReadOnlySpan<T> inputs, int batch, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (batch < 1 || inputs.Length == 0 || inputs.Length % ((long)batch * width) != 0)
        {
            throw new ArgumentException(
                $"Inputs [steps, batch, width] are {inputs.Length} numbers, no multiple of batch · width = {batch} · {width}.",
                nameof(inputs)
            );
        }

        int steps = inputs.Length / batch / width;
        double[][] sequences = new double[batch][];
        for (int k = 0; k < batch; k++)
        {
            sequences[k] = new double[steps * width];
            for (int i = 0; i < sequences[k].Length; i++)
            {
                double value = double.CreateChecked(inputs[((((i / width) * batch) + k) * width) + (i % width)]);
                sequences[k][i] = double.IsFinite(value)
                    ? value
                    : throw new ArgumentException($"The input of step {i / width}, channel {i % width} is {value}.", nameof(inputs));
            }
        }

        return sequences;
    }
}
