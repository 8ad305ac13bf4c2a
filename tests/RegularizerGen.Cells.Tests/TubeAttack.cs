using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell with weights, a nominal sequence and the box around it, and the search for what may exceed a certificate of
/// it.</summary>
internal sealed class TubeAttack
{
    private const double Difference = 1e-4;

    private readonly CompiledCell cell;
    private readonly Random random;
    private readonly double[][] initial;

    public TubeAttack(CompiledCell cell, Random random, double radius, double scale, int steps)
        : this(cell, random, radius, scale, steps, [.. cell.Runner.SizeNames.Select(_ => random.Next(2, 5))]) { }

    public TubeAttack(CompiledCell cell, Random random, double radius, int steps, int[] sizes, double[] weights)
    {
        (this.cell, this.random, Radius, Steps) = (cell, random, radius, steps);
        (Sizes, Weights) = (sizes, weights);
        Core = (Definitions.CellCore)cell.Runner.Step(Sizes);
        Nominal = TestCells.RandomArray(random, steps * Width, 1);
        Scales = [.. Core.Inputs.SelectMany(i => Enumerable.Repeat(i.Scale, Core.Widths[i.Node]))];
        initial = [.. Core.States.Select(s => Start(s, Core.Widths[s.Node]))];
    }

    private TubeAttack(CompiledCell cell, Random random, double radius, double scale, int steps, int[] sizes)
        : this(cell, random, radius, steps, sizes, TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), scale)) { }

    public Definitions.CellCore Core { get; }

    public int[] Sizes { get; }

    public double[] Weights { get; }

    public double[] Nominal { get; }

    public double Radius { get; }

    /// <summary>By channel, the scale that the cell declares for its input: the radius counts times it.</summary>
    public double[] Scales { get; }

    public int Steps { get; }

    public int Width => Core.InputWidth;

    public int Outputs => Core.OutputWidth;

    public double[][] Initial => initial;

    /// <summary>The certificate under attack.</summary>
    public TubeCertificate Certify(TubeEffort effort) =>
        cell.Runner.CertifyAround(
            Sizes,
            1,
            new TubeOptions
            {
                Radius = Radius,
                InitialStates = initial,
                Effort = effort,
            },
            Weights,
            Nominal
        )[0];

    /// <summary>Sequences that gradient ascent on every output, upwards and downwards, at the middle and at the last step goes through:
    /// from the nominal sequence, from a random one and from random corners, by steps along the signs of the exact gradient, and to the
    /// corner that these point to.</summary>
    public List<double[]> Climb(int climbs)
    {
        (int Step, int Output, int Sign)[] targets =
        [
            .. from step in new[] { Steps / 2, Steps - 1 }
            from output in Enumerable.Range(0, Outputs)
            from sign in new[] { 1, -1 }
            select (step, output, sign),
        ];
        double[][] best =
        [
            .. targets.Select((_, k) => k % 3 == 0 ? Nominal : Moved(_ => k % 3 == 1 ? (2 * random.NextDouble()) - 1 : Sign())),
        ];
        var seen = new List<double[]> { Nominal };
        double[] values = Values(best, targets);
        double reach = 1;
        for (int climb = 0; climb < climbs; climb++, reach *= 0.5)
        {
            seen.AddRange(best);
            double[][] gradients = Backward(best, [.. targets.Select(t => (t.Step, t.Output, (double)t.Sign))]);
            double[][] corners = [.. gradients.Select((g, k) => Moved(i => Direction(g[i]) == 0 ? Offset(best[k], i) : Direction(g[i])))];
            double[][] along = [.. gradients.Select((g, k) => Moved(i => Offset(best[k], i) + (reach * Direction(g[i]))))];
            foreach (double[][] tried in new[] { corners, along })
            {
                seen.AddRange(tried);
                double[] reached = Values(tried, targets);
                for (int k = 0; k < targets.Length; k++)
                {
                    (best[k], values[k]) = reached[k] > values[k] ? (tried[k], reached[k]) : (best[k], values[k]);
                }
            }
        }

        seen.AddRange(best);
        return seen;
    }

    /// <summary>Sequences that ascent on some single derivatives ∂y_j/∂x_(t,i) ends at. The gradient of a derivative is the derivative of
    /// the gradient along x_(t,i).</summary>
    public List<double[]> ClimbDerivatives(int count, int climbs)
    {
        (int Output, int Input)[] targets =
        [
            .. Enumerable.Range(0, count).Select(_ => (random.Next(Outputs), random.Next(Nominal.Length))),
        ];
        (int, int, double)[] directions = [.. targets.Select(t => (Steps - 1, t.Output, 1.0))];
        double[][] now = [.. targets.Select(_ => Moved(_ => (2 * random.NextDouble()) - 1))];
        for (int climb = 0; climb < climbs; climb++)
        {
            double[] sizes = [.. Backward(now, directions).Select((g, k) => g[targets[k].Input])];
            double[][] above = Backward([.. now.Select((x, k) => Shifted(x, targets[k].Input, Difference))], directions);
            double[][] below = Backward([.. now.Select((x, k) => Shifted(x, targets[k].Input, -Difference))], directions);
            now = [.. now.Select((x, k) => Moved(i => Offset(x, i) + (Direction(sizes[k]) * Direction(above[k][i] - below[k][i]))))];
        }

        return [.. now];
    }

    /// <summary>Outputs of every sequence at every step.</summary>
    public double[][] Forward(IReadOnlyList<double[]> sequences)
    {
        int batch = sequences.Count;
        double[] output = cell.Runner.Forward(Sizes, Steps, batch, Weights, Packed(sequences), Starts(batch));
        return [.. Enumerable.Range(0, batch).Select(k => Unpacked(output, batch, k, Outputs))];
    }

    /// <summary>∂y_T/∂x of a sequence, by output, as certificates have it: [steps][outputs · inputs].</summary>
    public double[][][] Jacobians(IReadOnlyList<double[]> sequences)
    {
        double[][] rows = Backward(
            [.. sequences.SelectMany(s => Enumerable.Repeat(s, Outputs))],
            [.. sequences.SelectMany(_ => Enumerable.Range(0, Outputs).Select(j => (Steps - 1, j, 1.0)))]
        );
        return
        [
            .. rows.Chunk(Outputs)
                .Select(byOutput =>
                    Enumerable.Range(0, Steps).Select(t => byOutput.SelectMany(r => r.Skip(t * Width).Take(Width)).ToArray()).ToArray()
                ),
        ];
    }

    public SensitivityReport Sensitivity(IReadOnlyList<double[]> sequences) =>
        cell.Runner.Sensitivity(Sizes, Steps, Weights, Packed(sequences), Starts(sequences.Count));

    /// <summary>A sequence of the box: nominal + radius · what is given, cut to [-1, 1].</summary>
    public double[] Moved(Func<int, double> by) =>
        [.. Nominal.Select((u, i) => u + (Radius * Scales[i % Width] * Math.Clamp(by(i), -1, 1)))];

    public override string ToString() => $"{cell.Name} [{string.Join(", ", Sizes)}], radius {Radius}, T = {Steps}";

    /// <summary>The state that a cell starts from: somewhere in its declared range, 0 where none is declared.</summary>
    private double[] Start(Domains.StateFacts state, int width) =>
        [
            .. Enumerable
                .Range(0, width)
                .Select(_ => state.Min.Value + ((Math.Min(state.Max.Value, state.Min.Value + 10) - state.Min.Value) * random.NextDouble())),
        ];

    private double[] Values(double[][] sequences, (int Step, int Output, int Sign)[] targets) =>
        [.. Forward(sequences).Select((y, k) => targets[k].Sign * y[(targets[k].Step * Outputs) + targets[k].Output])];

    private double[][] Backward(double[][] sequences, (int Step, int Output, double Factor)[] directions)
    {
        int batch = sequences.Length;
        double[] gradient = new double[Steps * batch * Outputs];
        for (int k = 0; k < batch; k++)
        {
            gradient[(((directions[k].Step * batch) + k) * Outputs) + directions[k].Output] = directions[k].Factor;
        }

        double[] result = cell.Runner.Backward(Sizes, Steps, batch, Weights, Packed(sequences), gradient, Starts(batch)).Inputs;
        return [.. Enumerable.Range(0, batch).Select(k => Unpacked(result, batch, k, Width))];
    }

    private double[][] Starts(int batch) => [.. initial.Select(s => Enumerable.Repeat(s, batch).SelectMany(v => v).ToArray())];

    private double[] Packed(IReadOnlyList<double[]> sequences) =>
        [.. Enumerable.Range(0, Steps).SelectMany(t => sequences.SelectMany(s => s.Skip(t * Width).Take(Width)))];

    private double[] Unpacked(double[] values, int batch, int k, int width) =>
        [.. Enumerable.Range(0, Steps).SelectMany(t => values.Skip(((t * batch) + k) * width).Take(width))];

    private double Offset(double[] sequence, int i) =>
        Scales[i % Width] == 0 ? 0 : (sequence[i] - Nominal[i]) / (Radius * Scales[i % Width]);

    private static double[] Shifted(double[] sequence, int at, double by) => [.. sequence.Select((x, i) => i == at ? x + by : x)];

    /// <summary>Nowhere where an execution left the range of double.</summary>
    private static int Direction(double gradient) => double.IsNaN(gradient) ? 0 : Math.Sign(gradient);

    private int Sign() => (2 * random.Next(2)) - 1;
}
