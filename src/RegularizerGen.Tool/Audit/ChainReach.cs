using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>How far disturbances of a recorded sequence reach, layer by layer.</summary>
/// <param name="chain">The network.</param>
/// <param name="radius">How far any input is off at most.</param>
/// <param name="settings">How much is asked for.</param>
internal sealed class ChainReach(Chain chain, double radius, ProofSettings settings)
{
    /// <summary>Boxes of the input and of every stage's output: for all disturbed sequences, and for the recorded one alone.</summary>
    public (Box Wide, Box Point)[] Boxes(Sequence sequence)
    {
        var boxes = new List<(Box Wide, Box Point)> { (Box.Around(sequence, radius), Box.Around(sequence, 0)) };
        Sequence nominal = sequence;
        foreach (IStage stage in chain.Stages)
        {
            (Box wide, Box point) = boxes[^1];
            boxes.Add((stage.Around(nominal, wide, settings), stage.Around(nominal, point, settings)));
            nominal = stage.Forward(nominal);
        }

        return [.. boxes];
    }

    /// <summary>How far the output moves.</summary>
    public SequenceFigures Figures(Sequence sequence) => Figures(sequence, Boxes(sequence)[^1]);

    /// <summary>How far the output moves between its boxes.</summary>
    public static SequenceFigures Figures(Sequence sequence, (Box Wide, Box Point) output)
    {
        Sequence movement = Movement(output.Wide, output.Point);
        return new SequenceFigures(sequence.Rows, movement.Values.Max(), movement.Row(movement.Rows - 1).ToArray().Max());
    }

    /// <summary>How far a value of the wide box can be from one of the point's box.</summary>
    public static Sequence Movement(Box wide, Box point)
    {
        double[] values = new double[wide.Lower.Values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            double up = wide.Upper.Values[k] - point.Lower.Values[k];
            double down = point.Upper.Values[k] - wide.Lower.Values[k];
            values[k] = Math.BitIncrement(Math.Max(up, down));
        }

        return new Sequence(wide.Lower.Width, values);
    }
}
