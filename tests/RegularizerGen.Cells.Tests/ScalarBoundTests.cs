using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The scalar bound computed by a domain is the one that is derived, differentiated and emitted: ranges, A, B and the
/// gain.</summary>
public sealed class ScalarBoundTests
{
    private const int Horizon = 4;
    private const double InputBound = 0.7;

    [Theory]
    [MemberData(nameof(TestCells.Names), MemberType = typeof(TestCells))]
    public void Domain_AgreesWithTheEmittedBound(string name)
    {
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                foreach (double scale in new[] { 0.2, 1 })
                {
                    Compare(TestCells.Find(name), rules, perturbation, scale);
                }
            }
        }
    }

    private static void Compare(CompiledCell cell, BoundRules rules, Perturbation perturbation, double scale)
    {
        var options = new TikhonovOptions
        {
            Horizon = Horizon,
            InputBound = InputBound,
            NormFloor = 0,
            Perturbation = perturbation,
            Rules = rules,
        };
        int[] sizes = TestCells.Sizes(cell);
        double[] parameters = TestCells.RandomArray(new Random(20261128), cell.Runner.ParameterCount(sizes), scale);
        (TikhonovResult result, TikhonovPenalty<double> emitted) = cell.Runner.Regularize(
            sizes,
            options,
            parameters,
            new double[parameters.Length],
            1
        );
        ICellStep step = cell.Runner.Step(sizes);
        int states = step.States.Count;
        int inputs = step.Inputs.Count;
        var domain = new ScalarDomain(emitted.Slots, rules, perturbation) { States = states, Inputs = inputs };
        double[] Column(int column) => [.. Enumerable.Range(0, states + (2 * inputs)).Select(k => k == column ? 1.0 : 0)];

        // What all inputs do together, each times the size of its disturbance.
        double OfInputs(double[] moved)
        {
            double[] parts =
            [
                .. step.Inputs.Select(
                    (input, k) =>
                    {
                        double width = perturbation == Perturbation.WhiteNoise ? Math.Sqrt(step.Widths[input.Node]) : 1;
                        return input.Scale * (moved[states + (2 * k)] + (width * moved[states + (2 * k) + 1]));
                    }
                ),
            ];
            return perturbation == Perturbation.Peak ? parts.Sum() : Math.Sqrt(parts.Sum(p => p * p));
        }

        var signals = new ScalarSignal[states + 1];
        (double Lo, double Hi)[] ranges = [.. step.States.Select(s => (s.Min.Value, s.Max.Value))];
        var rows = new double[Horizon][][];
        for (int t = 0; t < Horizon; t++)
        {
            ScalarSignal[] previous = [.. ranges.Select((r, k) => new ScalarSignal(r.Lo, r.Hi, Column(k)))];
            ScalarSignal Input(int k) => new(-InputBound, InputBound, Column(states + (2 * k) + 1));
            step.Run<ScalarDomain, ScalarSignal>(domain, [.. Enumerable.Range(0, inputs).Select(Input), .. previous], signals);
            rows[t] = [.. signals.Select(s => (double[])[.. s.Moved[..states], OfInputs(s.Moved)])];
            for (int k = 0; k < states; k++)
            {
                ranges[k] = step.States[k].IsInvariant ? ranges[k] : (signals[k].Lo, signals[k].Hi);
                Same(ranges[k].Lo, emitted.StateRange(t + 1, k).Lo, $"lower end of {cell.Model.States[k].Name}");
                Same(ranges[k].Hi, emitted.StateRange(t + 1, k).Hi, $"upper end of {cell.Model.States[k].Name}");
                Same(rows[t][k][states], emitted.InputCoefficient(t, k), $"B[{k}]");
                for (int source = 0; source < states; source++)
                {
                    Same(rows[t][k][source], emitted.StateCoefficient(t, k, source), $"A[{k}, {source}]");
                }
            }
        }

        double[] row = rows[^1][^1];
        double gain = 0;
        for (int t = Horizon - 1; t >= 0; t--)
        {
            gain += perturbation == Perturbation.WhiteNoise ? row[states] * row[states] : row[states];
            row =
                t == 0
                    ? row
                    : [.. Enumerable.Range(0, states + 1).Select(k => Enumerable.Range(0, states).Sum(s => row[s] * rows[t - 1][s][k]))];
        }

        Same(perturbation == Perturbation.WhiteNoise ? Math.Sqrt(gain) : gain, result.Gain, "gain");

        void Same(double expected, double actual, string what) =>
            Assert.True(
                expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * (Math.Abs(expected) + 1e-3),
                FormattableString.Invariant($"{what}: {expected:R} by the domain, {actual:R} emitted ({rules}, {perturbation}, {scale})")
            );
    }
}
