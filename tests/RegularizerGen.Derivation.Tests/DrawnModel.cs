using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>A step that is drawn operation by operation, as a reader hands it to the builder, and computed beside that in doubles as it was
/// written.</summary>
internal sealed partial class DrawnModel
{
    private const int Units = 2;
    private const int Width = 3;

    private static readonly Rational[] Coefficients = [1, -1, 2, new(1, 2), new(-1, 2), new(3, 4), -3];

    private readonly Random random;
    private readonly ModelBuilder builder = new();
    private readonly Dictionary<int, double[][]> weights = [];
    private readonly Dictionary<int, double[][]> derived = [];
    private readonly List<(int Node, double[] Value)> signals = [];
    private readonly (int Node, double[] Value) input;
    private readonly int[] squares;
    private readonly int[] wides;
    private readonly int[] joint;
    private readonly int[] diagonals;
    private readonly int[] biases;
    private readonly int[] scalars;

    public DrawnModel(int seed)
    {
        random = new Random(seed);
        squares = Declare("W", WeightKind.Matrix, Units, Units);
        wides = Declare("V", WeightKind.Matrix, Units, Width);
        joint = Declare("J", WeightKind.Matrix, Units, Units + Width);
        diagonals = Declare("d", WeightKind.Diagonal, Units, 1);
        biases = Declare("b", WeightKind.Bias, Units, 1);
        scalars = Declare("s", WeightKind.Scalar, 1, 1);
        input = (builder.Input("x", 1, 1), Draw(Width));
        (int Node, double[] Value)[] states = [.. new[] { "h", "c" }.Select(name => (builder.State(name), Draw(Units)))];
        signals.AddRange(states);
        for (int count = random.Next(4, 16); count > 0; count--)
        {
            signals.Add(Operation());
        }

        (int Node, double[] Value)[] results = [.. Enumerable.Range(0, 3).Select(k => signals[^(1 + random.Next(3))])];
        Written = [.. results.Select(r => r.Value)];
        Model = builder.Build([results[0].Node, results[1].Node], results[2].Node);
        Execution = Execute(input.Value, [.. states.Select(s => s.Value)]);
    }

    /// <summary>The model that was built.</summary>
    public CellModel Model { get; }

    /// <summary>The model as it computes.</summary>
    public ModelExecution Execution { get; }

    /// <summary>The model as it computes elsewhere.</summary>
    public ModelExecution Execute(double[] x, double[][] states) =>
        new(Model, [.. weights.OrderBy(w => w.Key).Select(w => w.Value)], x, states);

    /// <summary>The new states and the output as they were written.</summary>
    public double[][] Written { get; }

    /// <summary>Signals whose values leave what is known of them without weights.</summary>
    public IEnumerable<int> Outside =>
        signals
            .Where(s =>
                builder.StaticRangeOf(s.Node) is var (lo, hi) && s.Value.Any(v => v < lo.ToDouble() - 1e-9 || v > hi.ToDouble() + 1e-9)
            )
            .Select(s => s.Node);

    private int[] Declare(string name, WeightKind kind, int rows, int columns)
    {
        int[] numbers = [.. Enumerable.Range(0, 2).Select(k => builder.Weight(name + k, kind))];
        foreach (int number in numbers)
        {
            weights.Add(number, [.. Enumerable.Range(0, rows).Select(_ => Draw(columns))]);
        }

        return numbers;
    }

    private double[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (3 * random.NextDouble()) - 1.5)];

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private Rational Coefficient() => Pick(Coefficients);

    private (int Node, double[] Value) Signal() => signals[random.Next(3) == 0 ? random.Next(signals.Count) : ^(1 + random.Next(2))];

    private (int Node, double[] Value) Operation() =>
        random.Next(15) switch
        {
            0 => Times(Pick(squares), Signal()),
            1 => Times(Pick(wides), input),
            2 => Concatenated(),
            3 => Elementwise(Pick(diagonals), Signal()),
            4 => (Pick(biases) is var bias ? builder.Bias(bias) : 0, [.. weights[bias].Select(row => row[0])]),
            5 => Shifted(Signal()),
            6 or 7 => Sum(Coefficient(), Signal(), Coefficient(), Signal()),
            8 => Scaled(Coefficient(), Signal(), Coefficient()),
            9 => Product(Signal(), Signal()),
            10 => Times(Derived(), Signal()),
            11 => Quotient(),
            12 or 13 => Blended(Gate(), Signal(), Signal()),
            _ => Applied(Pick(OperatorTable.Activations), Signal()),
        };
}
