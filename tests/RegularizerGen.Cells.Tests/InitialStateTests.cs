using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>Where passes start: given by the caller, within the ranges that every figure rests on.</summary>
public sealed class InitialStateTests
{
    private const int Seed = 77;
    private const int Steps = 3;
    private const int Batch = 2;
    private static readonly Started.Shape Shape = new(Inputs: 2, Units: 3);

    [Fact]
    public void DefaultStart_OutsideOfTheDeclaredRange_IsRefusedAndNamed()
    {
        (Started.Parameters<double> p, double[] inputs) = Ready(1);
        var unrolled = new Started.Unrolled<double>(Shape, Steps, Batch);
        string message = Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message;
        Assert.Contains("State 'c' would start at 0, outside of its declared range [0.5, 2]", message, StringComparison.Ordinal);
        Assert.Contains(
            "'m' would start at 0, outside of its declared range [0.125, 0.875]",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs, new() { C = Filled(1) })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'c'",
            Assert.Throws<ArgumentException>(() => Started.Sensitivity<double>(Shape, p.View, inputs, Steps)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'c'",
            Assert.Throws<ArgumentException>(() => Started.Description.Execute([2, 3], Steps, [.. p.Span], new double[Steps * 2])).Message,
            StringComparison.Ordinal
        );

        // Refused before anything is kept: there is no forward pass yet.
        Assert.Throws<InvalidOperationException>(() =>
            unrolled.Backward(p.View, inputs, new double[Steps * Batch * 3], new Started.Parameters<double>(Shape).View)
        );
        unrolled.Forward(p.View, inputs, new() { C = Filled(0.5), M = Filled(0.875) });
        Assert.Equal(0.5, unrolled.InitialC[0]);
        Assert.Equal(0, unrolled.InitialH[0]);
    }

    [Theory]
    [InlineData(0.4999)]
    [InlineData(2.0001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void GivenStart_OutsideOfTheDeclaredRange_IsRefusedWithItsPlace(double value)
    {
        (Started.Parameters<double> p, double[] inputs) = Ready(1);
        double[] c = Filled(1);
        c[4] = value;
        var unrolled = new Started.Unrolled<double>(Shape, Steps, Batch);
        string message = Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs, new() { C = c, M = Filled(0.5) })).Message;
        Assert.Contains("initial state 'c'", message, StringComparison.Ordinal);
        Assert.Contains("at position 4", message, StringComparison.Ordinal);
        Assert.Contains(
            "has 5 elements; for these sizes it must have 6",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs, new() { C = new double[5], M = Filled(0.5) })).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The reproduction: with a start at 0, outside of [0.5, 2], every figure was exceeded.</summary>
    [Fact]
    public void Sensitivity_FromAnyStartThatIsAccepted_StaysBelowEveryFigure()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 60; draw++)
        {
            (Started.Parameters<double> p, double[] inputs) = Ready(draw % 2 == 0 ? 1 : 4, random.Next());
            double[] H() => Draw(random, -0.25, 0.5);
            double[] C() => Draw(random, 0.5, 2);
            double[] M() => Draw(random, 0.125, 0.875);
            SensitivityReport measured = Started.Sensitivity<double>(
                Shape,
                p.View,
                inputs,
                Steps,
                initial: new()
                {
                    H = H(),
                    C = C(),
                    M = M(),
                }
            );
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
                {
                    double certified = Started
                        .Certify<double>(
                            Shape,
                            p.View,
                            new CertificateOptions
                            {
                                Horizon = Steps,
                                Perturbation = perturbation,
                                Rules = rules,
                            }
                        )
                        .Finite.Gain;
                    double gain = new Started.TikhonovRegularizer<double>(
                        Shape,
                        new TikhonovOptions
                        {
                            Horizon = Steps,
                            Perturbation = perturbation,
                            Rules = rules,
                        }
                    ).Evaluate(p.View, 1).Gain;
                    double found = measured.Of(perturbation).Max;
                    Assert.True(
                        found <= certified && found <= gain * (1 + 1e-12),
                        $"Seed {Seed}, draw {draw}, {perturbation}, {rules}: found {found:R}, certified {certified:R}, gain {gain:R}."
                    );
                }
            }
        }
    }

    [Fact]
    public void Forward_FromGivenStates_EqualsTheExecutedStep_AndItsGradientsFollow()
    {
        CellDescription cell = Started.Description;
        int[] sizes = [2, 3];
        double[] weights = TestCells.RandomArray(new Random(Seed), Shape.ParameterCount, 0.7);
        double[] inputs = TestCells.RandomArray(new Random(Seed + 1), Steps * Batch * 2, 1);
        double[][] initial = [Draw(new Random(1), -0.25, 0.5), Draw(new Random(2), 0.5, 2), Draw(new Random(3), 0.125, 0.875)];
        double[] output = cell.Forward(sizes, Steps, Batch, weights, inputs, initial);
        for (int sample = 0; sample < Batch; sample++)
        {
            double[] sequence = [.. Enumerable.Range(0, Steps).SelectMany(t => inputs.Skip(((t * Batch) + sample) * 2).Take(2))];
            double[] expected = cell.Execute(
                sizes,
                Steps,
                weights,
                sequence,
                [.. initial.Select(s => s[(sample * 3)..((sample + 1) * 3)])]
            );
            Assert.All(
                Enumerable.Range(0, Steps * 3),
                k => Assert.Equal(expected[k], output[((((k / 3) * Batch) + sample) * 3) + (k % 3)], 1e-14)
            );
        }

        double[] direction = TestCells.RandomArray(new Random(Seed + 2), output.Length, 1);
        (double[] inputGradient, double[] weightGradient) = cell.Backward(sizes, Steps, Batch, weights, inputs, direction, initial);
        double Loss() => cell.Forward(sizes, Steps, Batch, weights, inputs, initial).Zip(direction, (y, d) => y * d).Sum();
        PassTests.AssertGradient(weightGradient, weights, Loss);
        PassTests.AssertGradient(inputGradient, inputs, Loss);

        double[] penaltyGradient = new double[weights.Length];
        cell.PenalizeJacobian(sizes, Steps, Batch, new JacobianOptions(), weights, inputs, penaltyGradient, 0.3, initial);
        PassTests.AssertGradient(
            penaltyGradient,
            weights,
            () =>
                cell.PenalizeJacobian(
                    sizes,
                    Steps,
                    Batch,
                    new JacobianOptions(),
                    weights,
                    inputs,
                    new double[weights.Length],
                    0.3,
                    initial
                ).Penalty
        );
        Assert.NotEqual(0, cell.Sensitivity(sizes, Steps, weights, inputs, initial).Peak.Max);
    }

    /// <summary>A state may be carried on: the last of one pass is the first of the next, straight from the memory that this
    /// writes.</summary>
    [Fact]
    public void StatesOfThePassBefore_MayBeTheNextStart()
    {
        (Started.Parameters<double> p, double[] inputs) = Ready(1);
        var unrolled = new Started.Unrolled<double>(Shape, Steps, Batch);
        unrolled.Forward(p.View, inputs, new() { C = Filled(1), M = Filled(0.5) });
        double[] last = unrolled.StatesM[^(Batch * 3)..].ToArray();
        unrolled.Forward(p.View, inputs, new() { C = Filled(1), M = unrolled.StatesM[^(Batch * 3)..] });
        Assert.Equal(last, unrolled.InitialM.ToArray());
        Assert.NotEqual(last, unrolled.StatesM[^(Batch * 3)..].ToArray());
    }

    private static double[] Filled(double value) => [.. Enumerable.Repeat(value, Batch * 3)];

    private static double[] Draw(Random random, double lo, double hi) =>
        [.. Enumerable.Range(0, Batch * 3).Select(_ => random.Next(3) == 0 ? hi : lo + ((hi - lo) * random.NextDouble()))];

    private static (Started.Parameters<double> Parameters, double[] Inputs) Ready(double amplitude, int seed = 1)
    {
        var p = new Started.Parameters<double>(Shape);
        p.FillUniform(new Random(seed), amplitude);
        return (p, TestCells.RandomArray(new Random(seed), Steps * Batch * 2, 1));
    }
}
