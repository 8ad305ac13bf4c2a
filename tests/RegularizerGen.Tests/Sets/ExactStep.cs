using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;

namespace RegularizerGen.Tests.Sets;

/// <summary>A cell without activations, in exact arithmetic, signal by signal.</summary>
internal sealed class ExactStep(CellCore cell, double[][] weights) : IStepDomain<Dyadic[]>
{
    private readonly Dictionary<int, Dyadic[]> signals = [];
    private readonly Dyadic[][] all =
    [
        .. cell.Weights.Select((_, k) => k < weights.Length ? Exact(weights[k]) : Product(cell.OutputWidth, weights)),
    ];

    /// <summary>By step, the values of all signals that the step computes, in its order; from states of zero, or from given ones.</summary>
    public List<Dyadic[][]> Run(double[] inputs, double[][]? states = null)
    {
        Dyadic[][] sources =
        [
            [],
            .. cell.States.Select((s, k) => Exact(states?[k] ?? new double[cell.Widths[s.Node]])),
        ];
        var steps = new List<Dyadic[][]>();
        for (int t = 0; t < inputs.Length / cell.InputWidth; t++)
        {
            sources[0] = Exact(inputs[(t * cell.InputWidth)..((t + 1) * cell.InputWidth)]);
            var results = new Dyadic[sources.Length][];
            signals.Clear();
            cell.Run<ExactStep, Dyadic[]>(this, sources, results);
            results[..^1].CopyTo(sources, 1);
            steps.Add([.. signals.Values]);
        }

        return steps;
    }

    /// <summary>The states after one step, one after the other.</summary>
    public Dyadic[] Next(double[] inputs, double[][] states)
    {
        var results = new Dyadic[states.Length + 1][];
        cell.Run<ExactStep, Dyadic[]>(this, [Exact(inputs), .. states.Select(Exact)], results);
        return [.. results[..^1].SelectMany(s => s)];
    }

    public Dyadic[] Sum(int node, ReadOnlySpan<Term<Dyadic[]>> terms)
    {
        Dyadic[] sum = Exact(new double[cell.Widths[node]]);
        foreach (Term<Dyadic[]> term in terms)
        {
            for (int unit = 0; unit < sum.Length; unit++)
            {
                sum[unit] += term.Coefficient.Value * Value(term, unit);
            }
        }

        return signals[node] = sum;
    }

    public Dyadic[] Product(int node, Dyadic[] u, Dyadic[] v) => signals[node] = [.. u.Zip(v, (a, b) => a * b)];

    public Dyadic[] Blend(int node, Dyadic[] z, Dyadic[] a, Dyadic[] b, bool isGate) =>
        signals[node] = [.. z.Select((gate, k) => (gate * a[k]) + ((1.0 - gate) * b[k]))];

    public Dyadic[] Apply<TActivation>(int node, Dyadic[] v)
        where TActivation : IActivation => throw new NotSupportedException();

    private Dyadic Value(Term<Dyadic[]> term, int unit)
    {
        if (term.Weight < 0)
        {
            return term.HasSignal ? term.Signal[unit] : 1.0;
        }

        (Dyadic[] own, WeightSpec spec) = (all[term.Weight], cell.Weights[term.Weight]);
        return !term.HasSignal ? own[own.Length == 1 ? 0 : unit]
            : spec.Kind == WeightKind.Matrix ? Row(own.AsSpan(unit * spec.Columns, spec.Columns), term.Signal)
            : own[own.Length == 1 ? 0 : unit] * term.Signal[unit];
    }

    private static Dyadic Row(ReadOnlySpan<Dyadic> row, Dyadic[] signal)
    {
        Dyadic sum = 0.0;
        for (int k = 0; k < row.Length; k++)
        {
            sum += row[k] * signal[k];
        }

        return sum;
    }

    /// <summary>The product of two square matrices.</summary>
    public static Dyadic[] Product(int width, double[][] factors)
    {
        Dyadic[] Column(int k) => Exact([.. Enumerable.Range(0, width).Select(i => factors[1][(i * width) + k])]);
        return
        [
            .. Enumerable.Range(0, width * width).Select(k => Row(Exact(factors[0]).AsSpan(k / width * width, width), Column(k % width))),
        ];
    }

    private static Dyadic[] Exact(double[] values) => [.. values.Select(v => (Dyadic)v)];
}
