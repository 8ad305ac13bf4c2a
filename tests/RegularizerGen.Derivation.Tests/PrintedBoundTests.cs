using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation.Tests;

/// <summary>The bound of a step as it is printed holds, evaluated as it stands: of steps that are drawn, ranges contain what is computed, and
/// no two states and inputs move a row further apart than A and B allow.</summary>
public sealed class PrintedBoundTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_130;
    private static readonly int Models = Draws.Of(120);
    private const int Points = 12;
    private const double Reach = 1.3;
    private const double Bound = 0.8;
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranges_AndMovements_AreNotExceeded(bool isPeak)
    {
        double closest = 0;
        for (int seed = Seed; seed < Seed + Models; seed++)
        {
            var drawn = new DrawnModel(seed);
            var inputs = BoundExecution.Inputs(drawn.Model, drawn.Execution, (-Reach, Reach), Bound, isPeak);
            var bound = new BoundExecution(drawn.Model, drawn.Execution, StepDerivation.Derive(drawn.Model), inputs);
            var random = new Random(seed);
            (double[] X, double[][] States, ModelExecution Values)[] points =
            [
                .. Enumerable.Range(0, Points).Select(_ => Point(drawn, random)),
            ];
            foreach ((_, _, ModelExecution values) in points)
            {
                Inside(drawn.Model, bound, values, seed);
            }

            foreach ((var p, var q) in points.Zip(points.Skip(1)))
            {
                closest = Math.Max(closest, Movements(drawn.Model, bound, p, q, isPeak ? Largest : Euclidean, seed));
            }
        }

        output.WriteLine($"{Models} models from seed {Seed}; at most {closest:P0} of a bound is reached");
        Assert.InRange(closest, 0.9, 1 + Tolerance);
    }

    private static (double[] X, double[][] States, ModelExecution Values) Point(DrawnModel drawn, Random random)
    {
        bool corner = random.Next(2) == 0;
        double Draw(double reach) => reach * (corner ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1);
        double[] x = [.. Enumerable.Range(0, 3).Select(_ => Draw(Bound))];
        double[][] states = [.. Enumerable.Range(0, 2).Select(_ => new[] { Draw(Reach), Draw(Reach) })];
        return (x, states, drawn.Execute(x, states));
    }

    private static void Inside(CellModel model, BoundExecution bound, ModelExecution values, int seed)
    {
        for (int node = 0; node < model.Nodes.Count; node++)
        {
            if (bound[model.Nodes[node]] is var (lo, hi))
            {
                double slack = Tolerance * (1 + Math.Max(Math.Abs(lo), Math.Abs(hi)));
                Assert.True(
                    values[node].All(v => v >= lo - slack && v <= hi + slack),
                    $"seed {seed}, {model.Nodes[node].Name}: {string.Join(", ", values[node])} in [{lo}, {hi}]"
                );
            }
        }

        foreach ((StateModel state, int k) in model.States.Select((s, k) => (s, k)))
        {
            (double least, double most) = bound.Next(k);
            double slack = Tolerance * (1 + Math.Max(Math.Abs(least), Math.Abs(most)));
            Assert.All(values[state.Next], v => Assert.InRange(v, least - slack, most + slack));
        }
    }

    /// <summary>The largest share of a bound that is reached.</summary>
    private static double Movements(
        CellModel model,
        BoundExecution bound,
        (double[] X, double[][] States, ModelExecution Values) p,
        (double[] X, double[][] States, ModelExecution Values) q,
        Func<IEnumerable<double>, double> norm,
        int seed
    )
    {
        double Distance(double[] a, double[] b) => norm(a.Zip(b, (u, v) => u - v));
        double input = Distance(p.X, q.X);
        double[] states = [.. p.States.Zip(q.States, Distance)];
        List<int> rows = [.. model.States.Select(s => s.Next)];
        rows.AddRange(rows.Contains(model.Output) ? [] : [model.Output]);
        double closest = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            double most = bound.Movement(row, states, input);
            double moved = Distance(p.Values[rows[row]], q.Values[rows[row]]);
            Assert.True(moved <= (most * (1 + Tolerance)) + Tolerance, $"seed {seed}, row {row}: moved {moved:R}, at most {most:R}");
            closest = moved > Tolerance ? Math.Max(closest, moved / most) : closest;
        }

        return closest;
    }

    private static double Euclidean(IEnumerable<double> v) => Math.Sqrt(v.Sum(x => x * x));

    private static double Largest(IEnumerable<double> v) => v.Max(Math.Abs);
}
