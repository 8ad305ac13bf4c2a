using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// Looks for the largest value of each of many numbers read off a Jacobian, each over input sequences of its own: a sum of suprema can only
/// be attacked so, never at one point. Random sequences first, then gradient ascent. The gradient of w·J d with respect to the inputs is
/// the derivative of Jᵀw along d, second derivatives being symmetric: two backward passes of the cell, whatever the length of the sequence.
/// </summary>
internal sealed class SupremumSearch
{
    private const double Difference = 1e-4;

    // Where inputs are unbounded they are drawn and clamped up to this.
    private const double Far = 1e3;

    private readonly CompiledCell cell;
    private readonly int[] sizes;
    private readonly double[] weights;
    private readonly double[]? readOut;
    private readonly int steps;
    private readonly int width;
    private readonly int outputs;
    private readonly int rows;
    private readonly double bound;
    private readonly Target[] targets;
    private readonly double[] scales; // by step and channel
    private readonly double[][] sequences; // per target, the best so far
    private readonly Dictionary<Target, double> found = [];

    public SupremumSearch(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        int steps,
        double bound,
        IEnumerable<Target> targets,
        double[]? readOut = null
    )
    {
        this.cell = cell;
        this.sizes = sizes;
        this.weights = weights;
        this.readOut = readOut;
        this.steps = steps;
        this.bound = double.IsFinite(bound) ? bound : Far;
        this.targets = [.. targets];
        width = cell.InputWidth(sizes);
        scales = [.. Enumerable.Repeat(Sampling.Scales(cell.Runner, sizes), steps).SelectMany(s => s)];
        outputs = cell.OutputWidth(sizes);
        rows = readOut is null ? outputs : readOut.Length / outputs;
        sequences = [.. this.targets.Select(_ => new double[steps * width])];
        foreach (Target target in this.targets)
        {
            found[target] = 0;
        }
    }

    /// <summary>The root of the sum of squares of the suprema of those targets.</summary>
    public double Root(IEnumerable<Target> of) => Blocks.Norm([.. of.Select(t => found[t])]);

    /// <summary>The sum of the suprema of those targets.</summary>
    public double Sum(IEnumerable<Target> of) => of.Sum(t => found[t]);

    /// <summary>Random sequences for all targets, then ascent for each by itself.</summary>
    public SupremumSearch Run(Random random, int samples, int climbs)
    {
        double[][] drawn = [.. Enumerable.Range(0, samples).Select(k => Draw(random, k))];
        foreach ((double[] sequence, Blocks jacobian) in drawn.Zip(Jacobians(drawn)))
        {
            for (int k = 0; k < targets.Length; k++)
            {
                Offer(k, sequence, jacobian);
            }
        }

        double[] reach = [.. targets.Select(_ => 0.5)];
        for (int climb = 0; climb < climbs; climb++)
        {
            Climb(reach);
        }

        return this;
    }

    private double[] Draw(Random random, int k)
    {
        double fraction = k % 3 == 2 ? random.NextDouble() : 1;
        double scale = bound == Far ? Math.Pow(10, (5 * random.NextDouble()) - 2) : bound * fraction;
        return
        [
            .. TestCells
                .RandomArray(random, steps * width, 1)
                .Select(v =>
                    k == 0 ? 0
                    : k % 2 == 1 ? scale * Math.Sign(v)
                    : scale * v
                ),
        ];
    }

    /// <summary>
    /// For every target a step along its gradient, and one to the corner that the gradient points to; what is better is kept, else the next
    /// step is shorter.
    /// </summary>
    private void Climb(double[] reach)
    {
        double[][] gradients = Gradients();
        double[][] along = [.. Enumerable.Range(0, targets.Length).Select(k => Moved(sequences[k], gradients[k], reach[k]))];
        double[][] corners = [.. Enumerable.Range(0, targets.Length).Select(k => Corner(sequences[k], gradients[k]))];
        Blocks[] jacobians = Jacobians([.. along, .. corners]);
        for (int k = 0; k < targets.Length; k++)
        {
            bool better = Offer(k, along[k], jacobians[k]) | Offer(k, corners[k], jacobians[targets.Length + k]);
            reach[k] *= better ? 1 : 0.3;
        }
    }

    private double[] Moved(double[] sequence, double[] gradient, double reach)
    {
        double largest = gradient.Max(Math.Abs);
        double size = bound == Far ? Math.Max(1, sequence.Max(Math.Abs)) : bound;
        return [.. sequence.Zip(gradient, (x, g) => g == 0 ? x : Math.Clamp(x + (reach * size * g / largest), -bound, bound))];
    }

    private double[] Corner(double[] sequence, double[] gradient)
    {
        double size = bound == Far ? Math.Min(bound, 2 * Math.Max(1, sequence.Max(Math.Abs))) : bound;
        return [.. sequence.Zip(gradient, (x, g) => g == 0 ? x : Math.Sign(g) * size)];
    }

    private bool Offer(int k, double[] sequence, Blocks jacobian)
    {
        double value = jacobian.IsFinite ? targets[k].Read(jacobian, new double[rows], new double[steps * width]) : 0;
        if (!(value > found[targets[k]]) || !double.IsFinite(value))
        {
            return false;
        }

        found[targets[k]] = value;
        sequences[k] = sequence;
        return true;
    }

    private double[][] Gradients()
    {
        Blocks[] jacobians = Jacobians(sequences);
        var moved = new List<double[]>();
        var directions = new List<double[]>();
        for (int k = 0; k < targets.Length; k++)
        {
            double[] w = new double[rows];
            double[] d = new double[steps * width];
            if (jacobians[k].IsFinite)
            {
                targets[k].Read(jacobians[k], w, d);
            }

            moved.Add([.. sequences[k].Select((x, i) => x + (Difference * scales[i] * d[i]))]);
            moved.Add([.. sequences[k].Select((x, i) => x - (Difference * scales[i] * d[i]))]);
            directions.AddRange([OfOutputs(w), OfOutputs(w)]);
        }

        double[][] derivatives = Backward(moved, directions);
        static double Change(double above, double below) => double.IsFinite(above - below) ? above - below : 0;
        return [.. derivatives.Chunk(2).Select(pair => pair[0].Zip(pair[1], Change).ToArray())];
    }

    private Blocks[] Jacobians(double[][] inputs)
    {
        double[] Unit(int row) => [.. Enumerable.Range(0, rows).Select(r => r == row ? 1.0 : 0)];
        double[][] directions = [.. Enumerable.Range(0, rows).Select(row => OfOutputs(Unit(row)))];
        double[][] derivatives = Backward([.. inputs.SelectMany(x => Enumerable.Repeat(x, rows))], [.. inputs.SelectMany(_ => directions)]);
        double[] ByStep(double[][] byRow) =>
            [
                .. Enumerable
                    .Range(0, steps)
                    .SelectMany(t => byRow.SelectMany(d => d.Select((v, i) => scales[i] * v).Skip(t * width).Take(width))),
            ];
        return [.. derivatives.Chunk(rows).Select(byRow => new Blocks(ByStep(byRow), rows, width))];
    }

    /// <summary>A direction of the rows as one of the outputs.</summary>
    private double[] OfOutputs(double[] w) =>
        readOut is null
            ? w
            : [.. Enumerable.Range(0, outputs).Select(k => Enumerable.Range(0, rows).Sum(row => readOut[(row * outputs) + k] * w[row]))];

    /// <summary>For each sequence, the derivative of its direction's product with the last output with respect to all inputs.</summary>
    private double[][] Backward(IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> directions)
    {
        int batch = inputs.Count;
        double[] packed = new double[steps * batch * width];
        double[] gradient = new double[steps * batch * outputs];
        for (int k = 0; k < batch; k++)
        {
            for (int t = 0; t < steps; t++)
            {
                Array.Copy(inputs[k], t * width, packed, ((t * batch) + k) * width, width);
            }

            directions[k].CopyTo(gradient, (((steps - 1) * batch) + k) * outputs);
        }

        double[] result = cell.Runner.Backward(sizes, steps, batch, weights, packed, gradient).Inputs;
        double[][] unpacked = new double[batch][];
        for (int k = 0; k < batch; k++)
        {
            unpacked[k] = new double[steps * width];
            for (int t = 0; t < steps; t++)
            {
                Array.Copy(result, ((t * batch) + k) * width, unpacked[k], t * width, width);
            }
        }

        return unpacked;
    }
}
