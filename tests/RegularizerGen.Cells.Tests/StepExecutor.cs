using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;

namespace RegularizerGen.Cells.Tests;

/// <summary>The step in doubles, signal by signal: what a certificate's reach is about. Written from the definitions, so that derived
/// matrices, sums and blends of the runtime are not trusted here; only the activations are its own.</summary>
internal sealed class StepExecutor : IStepDomain<double[]>
{
    private const double Rounding = 1.0 / (1L << 52);

    private readonly CellCore cell;
    private readonly double[][] weights;
    private readonly Dictionary<int, double[]> signals = [];

    public StepExecutor(CellCore cell, double[] parameters)
    {
        this.cell = cell;
        weights = new double[cell.Weights.Count][];
        int start = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            WeightSpec spec = cell.Weights[k];
            int count = spec.Rows * spec.Columns;
            weights[k] = k < cell.OwnWeights ? parameters[start..(start + count)] : Derived(k);
            start += count;
        }
    }

    /// <summary>Where it is given, every result is changed by up to a rounding or two, at random: what comes out differs by
    /// what execution may have rounded (Monte Carlo arithmetic, Parker 1997).</summary>
    public Random? Roundings { get; init; }

    /// <summary>Runs a sequence [steps, inputs]; returns by step the values of all signals that the step computes, and of the
    /// output.</summary>
    public List<(Dictionary<int, double[]> Signals, double[] Output)> Run(double[] inputs, double[][]? initial = null)
    {
        double[][] states = [.. cell.States.Select((s, k) => initial?[k] ?? new double[cell.Widths[s.Node]])];
        var steps = new List<(Dictionary<int, double[]>, double[])>();
        for (int t = 0; t < inputs.Length / cell.InputWidth; t++)
        {
            var sources = new List<double[]>();
            int start = t * cell.InputWidth;
            foreach (int width in cell.InputWidths)
            {
                sources.Add(inputs[start..(start + width)]);
                start += width;
            }

            double[][] results = new double[states.Length + 1][];
            signals.Clear();
            cell.Run<StepExecutor, double[]>(this, [.. sources, .. states], results);
            steps.Add((new(signals), results[^1]));
            states = results[..^1];
        }

        return steps;
    }

    public double[] Sum(int node, ReadOnlySpan<Term<double[]>> terms)
    {
        double[] sum = new double[cell.Widths[node]];
        foreach (Term<double[]> term in terms)
        {
            for (int unit = 0; unit < sum.Length; unit++)
            {
                sum[unit] += Rounded(term.Coefficient.Value * Value(term, unit));
            }
        }

        return Keep(node, sum);
    }

    public double[] Product(int node, double[] u, double[] v) => Keep(node, [.. u.Zip(v, (a, b) => a * b)]);

    /// <summary>With roundings as the kernel has them, which are those of the larger argument, even where the gate is shut to
    /// it.</summary>
    public double[] Blend(int node, double[] z, double[] a, double[] b, bool isGate) =>
        Keep(
            node,
            [
                .. z.Select(
                    (gate, k) => Roundings is null ? (gate * a[k]) + ((1 - gate) * b[k]) : b[k] + Rounded(gate * Rounded(a[k] - b[k]))
                ),
            ]
        );

    public double[] Apply<TActivation>(int node, double[] v)
        where TActivation : IActivation
    {
        double[] value = new double[v.Length];
        TActivation.Kernel<double>().Forward(v, value, new double[v.Length]);
        return Keep(node, value);
    }

    private double[] Keep(int node, double[] value) => signals[node] = [.. value.Select(Rounded)];

    private double Rounded(double value) => Roundings is null ? value : value * (1 + (Rounding * ((2 * Roundings.NextDouble()) - 1)));

    private double Value(Term<double[]> term, int unit)
    {
        if (term.Weight < 0)
        {
            return term.HasSignal ? term.Signal[unit] : 1;
        }

        (double[] own, WeightSpec spec) = (weights[term.Weight], cell.Weights[term.Weight]);
        return !term.HasSignal ? own[own.Length == 1 ? 0 : unit]
            : spec.Kind == WeightKind.Scalar ? own[0] * term.Signal[unit]
            : spec.Kind == WeightKind.Diagonal ? own[unit] * term.Signal[unit]
            : term.Signal.Select((s, k) => Rounded(own[(unit * spec.Columns) + k] * s)).Sum();
    }

    private double[] Derived(int weight)
    {
        WeightSpec spec = cell.Weights[weight];
        double[] sum = new double[spec.Rows * spec.Columns];
        foreach (DerivedTerm term in cell.Definition.Weights[weight].Terms)
        {
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += term.Coefficient.Value * Entry(term, k / spec.Columns, k % spec.Columns);
            }
        }

        return sum;
    }

    private double Entry(DerivedTerm term, int row, int column)
    {
        if (term.Kind == DerivedKind.Identity)
        {
            return row == column ? 1 : 0;
        }

        (double[] a, int columns) = (weights[term.A], cell.Weights[term.A].Columns);
        return term.Kind switch
        {
            DerivedKind.Plain => a[(row * columns) + column],
            DerivedKind.Transpose => a[(column * columns) + row],
            DerivedKind.Diagonal => row == column ? a[row] : 0,
            DerivedKind.Scaled => weights[term.B][0] * a[(row * columns) + column],
            DerivedKind.Block => a[(row * columns) + (term.B < 0 ? 0 : cell.Sizes[term.B]) + column],
            _ => Enumerable
                .Range(0, columns)
                .Sum(k => a[(row * columns) + k] * weights[term.B][(k * cell.Weights[term.B].Columns) + column]),
        };
    }
}
