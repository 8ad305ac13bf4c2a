using System;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Pairs of input sequences and what they make of the output: what is found is a fact, whatever it was found by.</summary>
internal static class Trials
{
    /// <summary>Two sequences and the output at which they differ most, among rows that are asked for.</summary>
    public static Counterexample Compare(ISequenceMap map, Sequence input, Sequence other, Func<int, bool>? rows = null)
    {
        Sequence first = map.Forward(input);
        Sequence second = map.Forward(other);
        double distance = input.Values.Zip(other.Values, (a, b) => Math.Abs(a - b)).Max();
        int best = -1;
        double movement = -1;
        for (int k = 0; k < first.Values.Length; k++)
        {
            double moved = Math.Abs(first.Values[k] - second.Values[k]);
            if (moved > movement && rows?.Invoke(k / first.Width) != false)
            {
                (best, movement) = (k, moved);
            }
        }

        return new Counterexample(Rows(input), Rows(other), distance, best / first.Width, best % first.Width, movement);
    }

    /// <summary>The gradient of one output with respect to all inputs.</summary>
    public static Sequence Gradient(ISequenceMap map, Sequence input, int rows, int width, int row, int output)
    {
        double[] unit = new double[rows * width];
        unit[(row * width) + output] = 1;
        return map.Backward(input, new Sequence(width, unit));
    }

    private static double[][] Rows(Sequence sequence) => [.. sequence.Values.Chunk(sequence.Width)];
}
