using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>A model as it computes, in doubles, node by node.</summary>
internal sealed class ModelExecution
{
    private static readonly Symbol X = Expr.Symbol("x");

    private readonly CellModel model;
    private readonly int width;
    private readonly int units;
    private readonly List<double[][]> weights;
    private readonly double[][] values;

    /// <param name="own">Weights as rows, in order of declaration.</param>
    public ModelExecution(CellModel model, IReadOnlyList<double[][]> own, double[] input, double[][] states)
    {
        this.model = model;
        weights = [.. own];
        (width, units) = (input.Length, states[0].Length);
        foreach (WeightModel derived in model.Weights.Where(w => w.IsDerived))
        {
            weights.Add(Derived(derived));
        }

        values = new double[model.Nodes.Count][];
        for (int node = 0; node < values.Length; node++)
        {
            values[node] = Value(model.Nodes[node], input, states);
        }
    }

    public double[] this[int node] => values[node];

    /// <summary>The rows of a weight.</summary>
    public double[][] Weight(int number) => weights[number];

    public static double[] Times(double[][] matrix, double[] v) => [.. matrix.Select(row => row.Zip(v, (w, value) => w * value).Sum())];

    public static double Apply(ActivationOperator activation, NodeModel node, double v) => activation.Value(X, node).Evaluate(_ => v);

    private double[] Value(NodeModel node, double[] input, double[][] states)
    {
        double[][] a = [.. node.Arguments.Select(k => values[k])];
        return node.Operator switch
        {
            "Input" => input,
            "State" => states[node.Index],
            "Affine" => Sum(node),
            "Hadamard" => [.. a[0].Zip(a[1], (u, v) => u * v)],
            "Blend" => [.. a[0].Select((z, k) => (z * a[1][k]) + ((1 - z) * a[2][k]))],
            _ => [.. a[0].Select(v => Apply(OperatorTable.ActivationOf(node)!, node, v))],
        };
    }

    private double[] Sum(NodeModel node)
    {
        double[] sum = new double[Size(node.Dimension)];
        foreach (SumTerm term in node.Terms)
        {
            double[] ones = [.. sum.Select(_ => 1.0)];
            double[] v = term.Signal < 0 ? ones : values[term.Signal];
            WeightKind? kind = term.Weight < 0 ? null : model.Weights[term.Weight].Kind;
            double[] product = kind switch
            {
                null => v,
                WeightKind.Matrix => Times(weights[term.Weight], v),
                WeightKind.Scalar => [.. v.Select(value => weights[term.Weight][0][0] * value)],
                _ => [.. v.Select((value, k) => weights[term.Weight][k][0] * value)],
            };
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += term.Coefficient.ToDouble() * product[k];
            }
        }

        return sum;
    }

    private double[][] Derived(WeightModel weight) =>
        [
            .. Enumerable
                .Range(0, Size(weight.Rows))
                .Select(i =>
                    Enumerable
                        .Range(0, Size(weight.Columns))
                        .Select(j => weight.Terms.Sum(t => t.Coefficient.ToDouble() * Entry(t, i, j)))
                        .ToArray()
                ),
        ];

    private double Entry(DerivedTerm term, int i, int j) =>
        term.Kind switch
        {
            DerivedKind.Plain => weights[term.A][i][j],
            DerivedKind.Transpose => weights[term.A][j][i],
            DerivedKind.Identity => i == j ? 1 : 0,
            DerivedKind.Diagonal => i == j ? weights[term.A][i][0] : 0,
            DerivedKind.Scaled => weights[term.B][0][0] * weights[term.A][i][j],
            DerivedKind.Block => weights[term.A][i][(term.B < 0 ? 0 : Size(term.B)) + j],
            _ => weights[term.A][i].Select((w, k) => w * weights[term.B][k][j]).Sum(),
        };

    /// <summary>All sizes but that of the input are that of the states, whether or not something makes them equal.</summary>
    private int Size(int dimension) => model.PartsOf(dimension).Sum(part => part == model.Inputs[0].Dimension ? width : units);
}
