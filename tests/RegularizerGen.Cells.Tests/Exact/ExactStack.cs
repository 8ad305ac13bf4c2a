using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>Layers of one direction or two in rational arithmetic, with the derivatives by all inputs, as <see cref="ExactRun"/> has
/// them.</summary>
/// <param name="layers">From the first layer up, direction by direction.</param>
internal sealed class ExactStack((CompiledCell Cell, int[] Sizes, double[] Weights)[][] layers)
{
    private readonly ExactRun[][] runs = [.. layers.Select(layer => layer.Select(d => new ExactRun(d.Cell, d.Sizes, d.Weights)).ToArray())];

    /// <summary>The output after every step, the second direction's beside that of the first.</summary>
    public List<Rational[][]> Run(Rational[][] inputs)
    {
        List<Rational[][]> signals = ExactRun.Signals(inputs);
        foreach (ExactRun[] layer in runs)
        {
            List<Rational[][]> forward = layer[0].Run(signals);
            signals.Reverse();
            IEnumerable<Rational[][]> back = layer.Skip(1).SelectMany(run => run.Run(signals)).Reverse();
            signals = layer.Length == 1 ? forward : [.. forward.Zip(back, (a, b) => a.Concat(b).ToArray())];
        }

        return signals;
    }
}
