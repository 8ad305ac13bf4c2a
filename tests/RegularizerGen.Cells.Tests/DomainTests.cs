using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Evaluate;
using RegularizerGen.Numbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>The step that is emitted once: domains written here run on every cell, and one that executes it agrees with the step as
/// written.</summary>
public sealed class DomainTests
{
    private const int Seed = 20261125;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Step_InADomainOfItsOwn_CountsItsOperations(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        ICellStep step = cell.Runner.Step(sizes);
        var counting = new Counting(step, [.. cell.Runner.Bound(sizes, new TikhonovOptions()).Slots.Select(s => s.Spec)]);
        int[] sources = new int[step.Inputs.Count + step.States.Count];
        step.Run(counting, sources, new int[step.States.Count + 1]);
        int computed = step.Widths.Count - sources.Length;
        Assert.Equal(computed, counting.Signals);
        Assert.True(counting.Operations >= computed);
    }

    /// <summary>Cells whose matrices are all parameters, and whose functions are all formulas.</summary>
    public static TheoryData<string> Executable =>
        [
            .. TestCells
                .Names.Select(n => n.Data)
                .Where(n =>
                    TestCells.Find(n) is { Runner.HasDerivedWeights: false } cell
                    && !cell.Model.Nodes.Any(k => k.User is { IsOpaque: true })
                ),
        ];

    [Theory]
    [MemberData(nameof(Executable))]
    public void Step_InADomainThatExecutesIt_IsTheStepAsWritten(string name)
    {
        CompiledCell cell = TestCells.Find(name);
        int[] sizes = TestCells.Sizes(cell);
        var random = new Random(Seed);
        double[] parameters = TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), 0.7);
        ICellStep step = cell.Runner.Step(sizes);
        double[] inputs = TestCells.RandomArray(random, 5 * cell.InputWidth(sizes), 1);
        var execution = new Execution(step, [.. cell.Runner.Bound(sizes, new TikhonovOptions()).Slots.Select(s => s.Spec)], parameters);
        double[][] values = [.. step.States.Select(s => new double[step.Widths[s.Node]]), []];
        var outputs = new List<double>();
        foreach (double[] input in inputs.Chunk(cell.InputWidth(sizes)))
        {
            int offset = 0;
            double[] Next(int width) => input[offset..(offset += width)];
            step.Run<Execution, double[]>(execution, [.. step.Inputs.Select(i => Next(step.Widths[i.Node])), .. values[..^1]], values);
            outputs.AddRange(values[^1]);
        }

        double[] expected = cell.Runner.Execute(sizes, 5, parameters, inputs);
        Assert.All(expected.Zip(outputs), p => Assert.Equal(p.First, p.Second, 1e-13 * (1 + Math.Abs(p.First))));
    }

    /// <summary>Counts multiplications and evaluations of functions; a signal is nothing.</summary>
    private sealed class Counting(ICellStep step, IReadOnlyList<WeightSpec> weights) : IStepDomain<int>
    {
        public long Operations { get; private set; }

        public int Signals { get; private set; }

        public int Sum(int node, ReadOnlySpan<Term<int>> terms)
        {
            foreach (Term<int> term in terms)
            {
                bool isMatrix = term.Weight >= 0 && weights[term.Weight].Kind == WeightKind.Matrix;
                Count(node, isMatrix ? weights[term.Weight].Columns : 1);
            }

            Signals++;
            return 0;
        }

        public int Product(int node, int u, int v) => Signal(node, 1);

        public int Blend(int node, int z, int a, int b, bool isGate) => Signal(node, 2);

        public int Apply<TActivation>(int node, int v)
            where TActivation : IActivation => Signal(node, TActivation.Facts.Name.Length > 0 ? 1 : 0);

        private int Signal(int node, int perUnit)
        {
            Signals++;
            return Count(node, perUnit);
        }

        private int Count(int node, int perUnit)
        {
            Operations += (long)perUnit * step.Widths[node];
            return 0;
        }
    }

    /// <summary>Runs the step in doubles.</summary>
    private sealed class Execution(ICellStep step, IReadOnlyList<WeightSpec> weights, double[] parameters) : IStepDomain<double[]>
    {
        public double[] Sum(int node, ReadOnlySpan<Term<double[]>> terms)
        {
            double[] result = new double[step.Widths[node]];
            foreach (Term<double[]> term in terms)
            {
                for (int row = 0; row < result.Length; row++)
                {
                    result[row] += term.Coefficient.Value * Entry(term, row);
                }
            }

            return result;
        }

        public double[] Product(int node, double[] u, double[] v) => [.. u.Zip(v, (a, b) => a * b)];

        public double[] Blend(int node, double[] z, double[] a, double[] b, bool isGate) =>
            [.. z.Select((g, k) => (g * a[k]) + ((1 - g) * b[k]))];

        public double[] Apply<TActivation>(int node, double[] v)
            where TActivation : IActivation => [.. v.Select(u => Real.ToDouble(TActivation.Value<Real>(u)))];

        private double Entry(Term<double[]> term, int row)
        {
            if (term.Weight < 0)
            {
                return term.HasSignal ? term.Signal[row] : 1;
            }

            WeightSpec weight = weights[term.Weight];
            Span<double> values = parameters.AsSpan(weights.Take(term.Weight).Sum(w => w.Rows * w.Columns), weight.Rows * weight.Columns);
            return weight.Kind switch
            {
                WeightKind.Scalar => values[0] * (term.HasSignal ? term.Signal[row] : 1),
                WeightKind.Bias => values[row],
                WeightKind.Diagonal => values[row] * term.Signal[row],
                _ => Dot(values.Slice(row * weight.Columns, weight.Columns), term.Signal),
            };
        }

        private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
    }
}
