using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The penalty of random directions.</summary>
public sealed partial class JacobianPenaltyTests
{
    [Theory]
    [InlineData("Lstm", PenalizedOutputs.LastStep)]
    [InlineData("GruResetAfter", PenalizedOutputs.LastStep)]
    [InlineData("Gru", PenalizedOutputs.EveryStep)]
    public void RandomDirections_ConvergeToTheExactPenaltyAndGradient_WithinTheirStandardError(string name, PenalizedOutputs outputs)
    {
        const int draws = 3000;
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup(name);
        double[] exact = new double[weights.Length];
        double value = cell
            .Runner.PenalizeJacobian(sizes, Steps, Batch, new JacobianOptions { Outputs = outputs }, weights, inputs, exact, 1)
            .MeanSquare;
        double[][] estimates = new double[draws][];
        for (int draw = 0; draw < draws; draw++)
        {
            double[] gradient = new double[weights.Length];
            double estimate = cell
                .Runner.PenalizeJacobian(
                    sizes,
                    Steps,
                    Batch,
                    new JacobianOptions
                    {
                        Outputs = outputs,
                        Directions = 1,
                        Seed = draw,
                    },
                    weights,
                    inputs,
                    gradient,
                    1
                )
                .MeanSquare;
            estimates[draw] = [estimate, .. gradient];
        }

        // Value, and the gradient along itself: two numbers, so 4.5 standard errors are exceeded by chance once in 150,000.
        double[] along = [value, .. exact];
        WithinStandardErrors([.. estimates.Select(e => e[0])], value);
        WithinStandardErrors([.. estimates.Select(e => e.Skip(1).Zip(exact, (a, b) => a * b).Sum())], exact.Sum(g => g * g));

        // Of all entries, too, none lies far off.
        for (int k = 0; k < along.Length; k++)
        {
            double[] entries = [.. estimates.Select(e => e[k])];
            double mean = entries.Average();
            double error = Math.Sqrt(entries.Sum(e => (e - mean) * (e - mean)) / draws / (draws - 1));
            Assert.True(
                Math.Abs(mean - along[k]) <= (5.5 * error) + 1e-12,
                $"{name}, entry {k}: mean {mean:R}, exact {along[k]:R}, standard error {error:R}."
            );
        }
    }

    [Fact]
    public void RandomDirections_OfTheSameSeed_AreTheSame()
    {
        (CompiledCell cell, int[] sizes, double[] weights, double[] inputs) = Setup("Lstm");
        double Value(int seed) =>
            cell
                .Runner.PenalizeJacobian(
                    sizes,
                    Steps,
                    Batch,
                    new JacobianOptions { Directions = 2, Seed = seed },
                    weights,
                    inputs,
                    new double[weights.Length],
                    1
                )
                .MeanSquare;
        Assert.Equal(Value(3), Value(3));
        Assert.NotEqual(Value(3), Value(4));
    }

    private static void WithinStandardErrors(double[] samples, double expected)
    {
        double mean = samples.Average();
        double error = Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / samples.Length / (samples.Length - 1));
        Assert.True(Math.Abs(mean - expected) <= 4.5 * error, $"Mean {mean:R}, exact {expected:R}, standard error {error:R}.");
        Assert.True(error <= 0.05 * expected, $"The standard error {error:R} is too large to say anything about {expected:R}.");
    }
}
