using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Reverse accumulation gives the derivatives of the bound that it is derived from.</summary>
public sealed class ReverseSweepTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_131;
    private static readonly int Models = Draws.Of(100);
    private const double Change = 1e-5;
    private const double Tolerance = 1e-6;

    [Fact]
    public void Adjoints_EqualCentralDifferences()
    {
        int compared = 0;
        for (int seed = Seed; seed < Seed + Models; seed++)
        {
            var drawn = new DrawnModel(seed);
            var random = new Random(seed);
            (double Lo, double Hi) states = (-1.3 + (0.2 * random.NextDouble()), 0.9 + (0.2 * random.NextDouble()));
            Dictionary<string, double> inputs = BoundExecution.Inputs(drawn.Model, drawn.Execution, states, 0.8, isPeak: false);
            StepProgram step = StepDerivation.Derive(drawn.Model);
            Dictionary<string, double> seeds = Seeds(step, random);
            BoundExecution Execute(Dictionary<string, double> from) => new(drawn.Model, drawn.Execution, step, from);
            var reverse = new ReverseExecution(Execute(inputs), seeds);
            double At(string name, double by) => Weighted(Execute(new(inputs) { [name] = inputs[name] + by }), seeds);
            foreach (string name in inputs.Keys.Where(n => StepDerivation.HasDerivative(Symbolics.Expr.Symbol(n))))
            {
                (double left, double middle, double right) = (At(name, -Change), At(name, 0), At(name, Change));
                double central = (right - left) / (2 * Change);
                double kink = Math.Abs(right - (2 * middle) + left) / Change; // where one lies between, derivatives differ
                double scale = 1 + Math.Abs(central) + (Math.Abs(middle) * 1e-4);
                if (kink < Tolerance * 100 * scale)
                {
                    Assert.True(
                        Math.Abs(central - reverse[name]) <= (Tolerance * scale * 10) + kink,
                        $"seed {seed}, {name}: {reverse[name]:R}, difference {central:R}"
                    );
                    compared += central == 0 ? 0 : 1;
                }
            }
        }

        output.WriteLine($"{compared} derivatives of {Models} bounds from seed {Seed}");
        Assert.True(compared > Models);
    }

    private static Dictionary<string, double> Seeds(StepProgram step, Random random)
    {
        IEnumerable<string> names =
        [
            .. step.B.SelectMany((_, row) => step.Next.Select((_, s) => new Coefficient(row, s, 0).Adjoint.Name)),
            .. step.B.Select((_, row) => new Coefficient(row, null, 0).Adjoint.Name),
            .. step.Next.SelectMany((_, s) => new[] { false, true }.Select(isHi => ReverseProgram.NextAdjoint(s, isHi).Name)),
        ];
        return names.ToDictionary(n => n, _ => (2 * random.NextDouble()) - 1, StringComparer.Ordinal);
    }

    private static double Weighted(BoundExecution bound, Dictionary<string, double> seeds)
    {
        double sum = 0;
        for (int row = 0; row < bound.Step.B.Count; row++)
        {
            sum += seeds[new Coefficient(row, null, 0).Adjoint.Name] * bound.At(bound.Step.B[row]);
            for (int state = 0; state < bound.Step.Next.Count; state++)
            {
                sum += seeds[new Coefficient(row, state, 0).Adjoint.Name] * bound.At(bound.Step.A[row][state]);
            }
        }

        for (int state = 0; state < bound.Step.Next.Count; state++)
        {
            (double lo, double hi) = bound.Next(state);
            sum += (seeds[ReverseProgram.NextAdjoint(state, false).Name] * lo) + (seeds[ReverseProgram.NextAdjoint(state, true).Name] * hi);
        }

        return sum;
    }
}
