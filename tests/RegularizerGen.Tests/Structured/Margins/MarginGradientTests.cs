using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Sets;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>Gradients of the rate and of the gain of finite energy while scales are what they are, and what descent leads to.</summary>
public sealed class MarginGradientTests
{
    private const int Seed = 20_261_128;
    private const double Strength = 0.5;

    // No ranges at these weights by intervals, or nothing that is carried over.
    private static readonly string[] WithoutRate =
    [
        "OriginalLstm",
        "CoRnn",
        "UnIcoRnn",
        "AntisymmetricRnn",
        "GatedAntisymmetricRnn",
        "LipschitzRnn",
        "tests' ScaledInput",
        "tests' DerivedWeightsOfAllKinds",
        "tests' ScalarGated",
        "tests' DelayLine",
        "tests' DeclaredActivation",
    ];

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void GradientOfTheRate_EqualsCentralDifferences(string name)
    {
        var options = new StabilityOptions { InputBound = 0.8, Margin = 0.99 };
        int checkedDraws = 0;
        for (int draw = 0; draw < 3; draw++)
        {
            var drawn = new DrawnMargin(name, Sizes(name, draw), draw == 1 ? 0.2 : 0.4, Seed + draw, options);
            checkedDraws += Check(drawn) ? 1 : 0;
        }

        Assert.True(checkedDraws > 0 || WithoutRate.Contains(name), name);
    }

    [Theory]
    [InlineData("Lstm")]
    [InlineData("PeepholeLstm")]
    [InlineData("Gru")]
    [InlineData("GruResetAfter")]
    [InlineData("Elman")]
    [InlineData("Lem")]
    [InlineData("tests' ThreeInputs")]
    public void GradientOfTheGain_EqualsCentralDifferences(string name)
    {
        var options = new StabilityOptions
        {
            InputBound = 0.8,
            Margin = 0,
            Perturbation = Perturbation.FiniteEnergy,
            MaxGain = 1e-3,
        };
        var drawn = new DrawnMargin(name, Sizes(name, 0), 0.2, Seed, options);
        Assert.True(double.IsFinite(drawn.Evaluate(Strength).Gain));
        Assert.True(Check(drawn));
    }

    /// <summary>More units than blocks of products have, along one direction, also after calls that moved ranges and scales.</summary>
    [Theory]
    [InlineData("Lstm", 0.12, false)]
    [InlineData("GruResetAfter", 0.15, false)]
    [InlineData("Gru", 0.15, false)]
    [InlineData("Lstm", 0.07, true)]
    public void GradientOfManyUnits_EqualsCentralDifferences(string name, double scale, bool isGain)
    {
        var options = new StabilityOptions { InputBound = 0.8, Margin = isGain ? 0 : 0.99 };
        options = isGain ? options with { Perturbation = Perturbation.FiniteEnergy, MaxGain = 1e-3 } : options;
        var drawn = new DrawnMargin(name, [3, 35], scale, Seed, options);
        var random = new Random(Seed);
        double[] direction = [.. drawn.Parameters.Select(_ => (2 * random.NextDouble()) - 1)];
        for (int call = 0; call < 5; call++)
        {
            drawn.AddGradient(new double[direction.Length], Strength);
            Shift(1e-4);
        }

        Assert.InRange(drawn.Evaluate(Strength).Penalty, 1e-9, 1e9);
        double[] differences = [.. new[] { 1e-6, 1e-7, 1e-8 }.Select(Difference)];
        double[] gradient = new double[direction.Length];
        Assert.False(drawn.AddGradient(gradient, Strength).GradientOmitted);
        double slope = gradient.Zip(direction, (g, d) => g * d).Sum();
        double scaleOfSlope = DrawnMargin.Norm(gradient) * DrawnMargin.Norm(direction);
        Assert.Contains(differences, d => Math.Abs(d - slope) <= 1e-6 * scaleOfSlope);

        double Difference(double h)
        {
            Shift(h);
            double above = drawn.Evaluate(Strength).Penalty;
            Shift(-2 * h);
            double below = drawn.Evaluate(Strength).Penalty;
            Shift(h);
            return (above - below) / (2 * h);
        }

        void Shift(double h)
        {
            for (int k = 0; k < direction.Length; k++)
            {
                drawn.Parameters[k] += h * direction[k];
            }
        }
    }

    private static int[] Sizes(string name, int draw) => [.. DrawnCell.All[name].SizeNames.Select((_, k) => 2 + ((draw + k) % 2))];

    /// <summary>Differences of the penalty while scales are those that the first call found; false where there is no penalty.</summary>
    private static bool Check(DrawnMargin drawn)
    {
        StabilityResult result = drawn.Evaluate(Strength);
        if (!(result.Penalty > 0 && double.IsFinite(result.Penalty)))
        {
            return false;
        }

        double[] point = drawn.Parameters;
        double[][] differences = [.. new[] { 1e-5, 1e-6, 2e-7 }.Select(h => point.Select((_, k) => Central(drawn, k, h)).ToArray())];
        double[] gradient = new double[point.Length];
        Assert.False(drawn.AddGradient(gradient, Strength).GradientOmitted);
        Assert.Equal(1, drawn.Margin.OfRate.Searches);
        double scale = Math.Max(gradient.Max(Math.Abs), 1e-3);
        for (int k = 0; k < gradient.Length; k++)
        {
            // Kinks that lie within a step spoil the difference, not the gradient; narrower ones tell the two apart.
            int entry = k;
            Assert.True(
                Array.Exists(differences, d => Math.Abs(d[entry] - gradient[entry]) <= 1e-5 * scale),
                $"{drawn.Description.Name}, entry {k}: differences {differences[1][k]:R}, gradient {gradient[k]:R}"
            );
        }

        return true;
    }

    private static double Central(DrawnMargin drawn, int k, double h)
    {
        double kept = drawn.Parameters[k];
        drawn.Parameters[k] = kept + h;
        double above = drawn.Evaluate(Strength).Penalty;
        drawn.Parameters[k] = kept - h;
        double below = drawn.Evaluate(Strength).Penalty;
        drawn.Parameters[k] = kept;
        return (above - below) / (2 * h);
    }
}
