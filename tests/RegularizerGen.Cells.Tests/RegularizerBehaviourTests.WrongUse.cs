using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What is refused, by name.</summary>
public sealed partial class RegularizerBehaviourTests
{
    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void NonFiniteWeight_IsNamedAndNothingIsWritten(double value, string what)
    {
        foreach (string name in new[] { "Ug", "bo" })
        {
            Lstm.Parameters<double> p = RandomDouble(1);
            var gradients = new Lstm.Parameters<double>(Shape);
            gradients.Span.Fill(7);
            if (name == "Ug")
            {
                p.View.Ug[3, 4] = value;
            }
            else
            {
                p.View.bo.First[4] = value;
            }

            var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
            ArgumentException problem = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(p.View, gradients.View, 1));
            Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal);
            Assert.Contains(what, problem.Message, StringComparison.Ordinal);
            Assert.True(gradients.Span.ToArray().All(g => g == 7));
        }
    }

    [Fact]
    public void WrongShapes_AreNamedAndNothingIsWritten()
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var other = new Lstm.Parameters<double>(inputs: 5, units: 8);
        var gradients = new Lstm.Parameters<double>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        ArgumentException weight = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(other.View, gradients.View, 1));
        Assert.Contains("weight 'Wi' is 8 x 5; it must be 9 x 5", weight.Message, StringComparison.Ordinal);
        ArgumentException gradient = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(p.View, other.View, 1));
        Assert.Contains("gradient 'Wi'", gradient.Message, StringComparison.Ordinal);
        Assert.True(gradients.Span.ToArray().All(g => g == 0) && other.Span.ToArray().All(g => g == 0));
    }

    [Fact]
    public void Passes_NameAWeightOfTheWrongShapeAndWriteNothing()
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var other = new Lstm.Parameters<double>(inputs: 5, units: 8);
        var unrolled = new Lstm.Unrolled<double>(Shape, steps: 2, batch: 1);
        double[] inputs = new double[10];
        double[] inputGradient = [.. Enumerable.Repeat(7.0, 10)];
        Assert.Contains(
            "weight 'Wi' is 8 x 5; it must be 9 x 5",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(other.View, inputs)).Message,
            StringComparison.Ordinal
        );
        unrolled.Forward(p.View, inputs);
        string message = Assert
            .Throws<ArgumentException>(() => unrolled.Backward(p.View, inputs, new double[18], other.View, inputGradient))
            .Message;
        Assert.Contains("gradient 'Wi' is 8 x 5", message, StringComparison.Ordinal);
        Assert.True(inputGradient.All(g => g == 7) && other.Span.ToArray().All(g => g == 0));
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        void Refused(TikhonovOptions options, string name) =>
            Assert.Contains(
                name,
                Assert.Throws<ArgumentException>(() => new Lstm.TikhonovRegularizer<double>(Shape, options)).Message,
                StringComparison.Ordinal
            );
        Refused(new() { Horizon = 0 }, "Horizon is 0");
        Refused(new() { Horizon = 10_001 }, "Horizon");
        Refused(new() { NormFloor = -1 }, "NormFloor");
        Refused(new() { NormFloor = double.NaN }, "NormFloor");
        Refused(new() { Saturation = 0 }, "Saturation");
        Refused(new() { InputBound = -0.5 }, "InputBound");
        Refused(new() { InputBound = double.NaN }, "InputBound");
        Refused(new() { ReadOutRows = -1 }, "ReadOutRows");
        Refused(new() { Perturbation = (Perturbation)17 }, "Perturbation");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void BadStrength_IsNamed(double strength)
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        Assert.Contains(
            "strength",
            Assert.Throws<ArgumentException>(() => regularizer.Evaluate(p.View, strength)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OtherElementTypes_AreRefused() =>
        Assert.Contains(
            "float or double",
            Assert.Throws<ArgumentException>(() => new Lstm.TikhonovRegularizer<Half>(Shape, new TikhonovOptions())).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void BadSizes_AreNamed() =>
        Assert.Contains(
            "'units' is 0",
            Assert.Throws<ArgumentException>(() => new Lstm.Parameters<float>(inputs: 3, units: 0)).Message,
            StringComparison.Ordinal
        );
}
