using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Nodes;

/// <summary>Takes packed weights of one direction apart: blocks of rows, gate by gate.</summary>
internal sealed class GateWeights(GateLayout layout, int units, int inputs, bool isLinearBeforeReset, bool couplesForget)
{
    /// <summary>The weights in the order of the fields of the cell.</summary>
    /// <param name="input">W [gates · units, inputs].</param>
    /// <param name="recurrent">R [gates · units, units].</param>
    /// <param name="bias">Wb and Rb, [2 · gates · units]; null for none.</param>
    /// <param name="peepholes">[3 · units]; null for none.</param>
    public IReadOnlyList<NodeWeight> Of(double[] input, double[] recurrent, double[]? bias, double[]? peepholes)
    {
        var weights = new List<NodeWeight>();
        for (int gate = 0; gate < layout.Gates.Count; gate++)
        {
            string name = layout.Gates[gate];
            if (name == "f" && couplesForget)
            {
                continue; // 1 - i: its weights are not read
            }

            weights.Add(new NodeWeight(FieldKind.Matrix, "W" + name, Block(input, gate, inputs)));
            weights.Add(new NodeWeight(FieldKind.Matrix, "R" + name, Block(recurrent, gate, units)));
            if (bias is not null)
            {
                double[] onInput = Block(bias, gate, 1);
                double[] onState = Block(bias, layout.Gates.Count + gate, 1);
                weights.AddRange(
                    IsBiasSplit(name)
                        ? [new NodeWeight(FieldKind.Bias, "Wb" + name, onInput), new NodeWeight(FieldKind.Bias, "Rb" + name, onState)]
                        : [new NodeWeight(FieldKind.Bias, "b" + name, [.. onInput.Zip(onState, (a, b) => a + b)])]
                );
            }

            int peephole = layout.Peepholes.ToList().IndexOf(name);
            if (peepholes is not null && peephole >= 0)
            {
                weights.Add(new NodeWeight(FieldKind.Diagonal, "P" + name, Block(peepholes, peephole, 1)));
            }
        }

        return weights;
    }

    /// <summary>The candidate of a GRU whose reset gate acts after the product has one bias inside and one outside.</summary>
    private bool IsBiasSplit(string gate) => isLinearBeforeReset && gate == "n";

    private double[] Block(double[] packed, int number, int columns) =>
        packed[(number * units * columns)..((number + 1) * units * columns)];
}
