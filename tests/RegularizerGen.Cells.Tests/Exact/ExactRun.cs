using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell of one input and of activations that are piecewise linear, run from states of 0 in rational arithmetic with the
/// derivatives by all inputs: every unit is its value, followed by its derivatives [steps · inputs].</summary>
internal sealed class ExactRun
{
    private static readonly Rational Half = Rational.Half;
    private readonly CellModel model;
    private readonly int[] sizes;
    private readonly Rational[][] weights;

    public ExactRun(CompiledCell cell, int[] sizes, double[] parameters)
    {
        (model, this.sizes) = (cell.Model, sizes);
        int start = 0;
        weights = new Rational[model.Weights.Count][];
        for (int k = 0; k < weights.Length; k++)
        {
            WeightModel weight = model.Weights[k];
            int count = Width(weight.Rows) * (weight.Kind == Derivation.WeightKind.Matrix ? Width(weight.Columns) : 1);
            weights[k] = [.. parameters.Skip(start).Take(count).Select(ExactNumbers.Exact)];
            start += count;
        }
    }

    /// <summary>The output after every step.</summary>
    public List<Rational[][]> Run(Rational[][] inputs) => Run(Signals(inputs));

    /// <summary>The same where the inputs are signals of which derivatives are known.</summary>
    public List<Rational[][]> Run(IReadOnlyList<Rational[][]> inputs)
    {
        int entries = inputs[0][0].Length;
        Rational[][][] states = [.. model.States.Select(s => Signal(Width(s.Dimension), entries))];
        var outputs = new List<Rational[][]>();
        foreach (Rational[][] input in inputs)
        {
            var signals = new Rational[model.Nodes.Count][][];
            for (int k = 0; k < signals.Length; k++)
            {
                NodeModel node = model.Nodes[k];
                signals[k] =
                    node.Operator == OperatorTable.Input.Name ? input
                    : node.Operator == OperatorTable.State.Name ? states[node.Index]
                    : node.Operator == OperatorTable.Affine.Name ? Sum(node, signals, Signal(Width(node.Dimension), entries))
                    : node.Arguments.Count == 1 ? [.. signals[node.Arguments[0]].Select(v => Applied(node, v))]
                    : node.Operator == OperatorTable.Hadamard.Name ? Product(signals[node.Arguments[0]], signals[node.Arguments[1]])
                    : Blend(signals[node.Arguments[0]], signals[node.Arguments[1]], signals[node.Arguments[2]]);
            }

            states = [.. model.States.Select(s => signals[s.Next])];
            outputs.Add(signals[model.Output]);
        }

        return outputs;
    }

    /// <summary>The inputs [steps][channels] as signals.</summary>
    public static List<Rational[][]> Signals(Rational[][] inputs) => [.. inputs.Select((_, t) => Input(inputs, t))];

    private int Width(int dimension) => dimension < 0 ? 1 : sizes[dimension];

    private static Rational[][] Signal(int units, int entries) => [.. Enumerable.Range(0, units).Select(_ => new Rational[entries])];

    private static Rational[][] Input(Rational[][] inputs, int step)
    {
        Rational[][] signal = Signal(inputs[step].Length, 1 + (inputs.Length * inputs[step].Length));
        for (int channel = 0; channel < signal.Length; channel++)
        {
            signal[channel][0] = inputs[step][channel];
            signal[channel][1 + (step * signal.Length) + channel] = 1;
        }

        return signal;
    }

    private Rational[][] Sum(NodeModel node, Rational[][][] signals, Rational[][] sum)
    {
        foreach (SumTerm term in node.Terms)
        {
            bool isMatrix = term.Weight >= 0 && model.Weights[term.Weight].Kind == Derivation.WeightKind.Matrix;
            Rational[][]? signal = term.Signal < 0 ? null : signals[term.Signal];
            for (int unit = 0; unit < sum.Length; unit++)
            {
                for (int k = 0; isMatrix && k < signal!.Length; k++)
                {
                    Add(sum[unit], term.Coefficient * weights[term.Weight][(unit * signal.Length) + k], signal[k]);
                }

                if (!isMatrix)
                {
                    Rational[] own = term.Weight < 0 ? [1] : weights[term.Weight];
                    Add(sum[unit], term.Coefficient * own[own.Length == 1 ? 0 : unit], signal?[unit] ?? [1]);
                }
            }
        }

        return sum;
    }

    private static void Add(Rational[] sum, Rational factor, Rational[] unit)
    {
        for (int k = 0; k < unit.Length; k++)
        {
            sum[k] += unit[k].IsZero ? unit[k] : factor * unit[k];
        }
    }

    private static Rational[][] Product(Rational[][] u, Rational[][] v) =>
        [.. u.Zip(v, (a, b) => a.Select((_, k) => k == 0 ? a[0] * b[0] : (a[0] * b[k]) + (b[0] * a[k])).ToArray())];

    /// <summary>b + z∘(a - b).</summary>
    private static Rational[][] Blend(Rational[][] z, Rational[][] a, Rational[][] b)
    {
        Rational[][] product = Product(z, [.. a.Zip(b, (u, v) => u.Zip(v, (p, q) => p - q).ToArray())]);
        return [.. b.Zip(product, (u, v) => u.Zip(v, (p, q) => p + q).ToArray())];
    }

    private static Rational[] Applied(NodeModel node, Rational[] v)
    {
        (Rational slope, Rational shift, Rational? least, Rational? most) = Facts(node);
        Rational value = (slope * v[0]) + shift;
        bool isInside = (least is null || value > least) && (most is null || value < most);
        Rational end = value <= least ? least.Value : most ?? 0;
        return [isInside ? value : end, .. v.Skip(1).Select(d => isInside ? slope * d : 0)];
    }

    private static (Rational Slope, Rational Shift, Rational? Least, Rational? Most) Facts(NodeModel node) =>
        node.Operator switch
        {
            "Relu" => (1, 0, 0, null),
            "HardTanh" => (1, 0, -1, 1),
            "HardSigmoid" => (node.Parameter, Half, 0, 1),
            _ => throw new NotSupportedException(node.Operator),
        };
}
