using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What is refused, and what adds nothing.</summary>
public sealed partial class JacobianBehaviourTests
{
    [Theory]
    [InlineData("inputs")]
    [InlineData("Ug")]
    [InlineData("bo")]
    [InlineData("readOut")]
    [InlineData("strength")]
    [InlineData("readOutGradient")]
    [InlineData("length")]
    public void BadArgument_IsNamedAndNothingIsWritten(string which)
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        var gradients = new Lstm.Parameters<double>(Shape);
        gradients.Span.Fill(7);
        double[] c = new double[18];
        double[] dc = [.. c.Select(_ => 7.0)];
        double strength = which == "strength" ? -1 : 1;
        int rows = which == "readOutGradient" ? 1 : 2;
        switch (which)
        {
            case "inputs":
                inputs[3] = double.NaN;
                break;
            case "Ug":
                p.View.Ug[3, 4] = double.PositiveInfinity;
                break;
            case "bo":
                p.View.bo.First[1] = double.NaN;
                break;
            case "readOut":
                c[4] = double.NaN;
                break;
            case "length":
                inputs = [.. inputs, 1];
                break;
        }

        var penalty = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { ReadOutRows = 2 });
        ArgumentException problem = Assert.ThrowsAny<ArgumentException>(() =>
            penalty.AddGradient(
                p.View,
                inputs,
                gradients.View,
                strength,
                new MatrixSpan<double>(c, 2, 9),
                new MatrixSpan<double>(dc.AsSpan(0, rows * 9), rows, 9)
            )
        );
        Assert.Contains(
            which switch
            {
                "length" => "'inputs' has",
                "strength" => "strength",
                "readOutGradient" => "readOut",
                _ => $"'{which}'",
            },
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.All(gradients.Span.ToArray(), g => Assert.Equal(7, g));
        Assert.All(dc, g => Assert.Equal(7, g));
    }

    [Fact]
    public void WrongUse_SaysWhatToDo()
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        var fresh = new Lstm.JacobianPenalty<double>(new Lstm.Unrolled<double>(Shape, Steps, Batch), new JacobianOptions());
        Assert.Contains(
            "Run the forward pass",
            Assert.Throws<InvalidOperationException>(() => fresh.Evaluate(p.View, inputs, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Directions is -1",
            Assert
                .Throws<ArgumentException>(() => new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { Directions = -1 }))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Outputs is 7",
            Assert
                .Throws<ArgumentException>(() =>
                    new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions { Outputs = (PenalizedOutputs)7 })
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ReadOutRows is 0",
            Assert
                .Throws<ArgumentException>(() =>
                    new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions()).Evaluate(
                        p.View,
                        inputs,
                        1,
                        new MatrixSpan<double>(new double[9], 1, 9)
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "multiple of",
            Assert.Throws<ArgumentException>(() => Lstm.Sensitivity<double>(Shape, p.View, inputs, steps: 4)).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>An expanding cell over many steps in single precision: the penalty is infinite, and no gradient becomes NaN.</summary>
    [Fact]
    public void Overflow_GivesAnInfinitePenaltyAndAddsNothing()
    {
        var shape = new Lstm.Shape(1, 1);
        var p = new Lstm.Parameters<float>(shape);
        p.View.bf.First[0] = 30;
        p.View.Ug[0, 0] = 1e20f;
        p.View.Wg[0, 0] = 1e20f;
        float[] inputs = new float[8];
        var unrolled = new Lstm.Unrolled<float>(shape, 8, 1);
        unrolled.Forward(p.View, inputs);
        var gradients = new Lstm.Parameters<float>(shape);
        JacobianResult result = new Lstm.JacobianPenalty<float>(unrolled, new JacobianOptions()).AddGradient(
            p.View,
            inputs,
            gradients.View,
            1
        );
        Assert.Equal(double.PositiveInfinity, result.Penalty);
        Assert.True(result.GradientOmitted);
        Assert.All(gradients.Span.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void StrengthZero_GivesTheGainAndNoGradient()
    {
        (Lstm.Parameters<double> p, double[] inputs, Lstm.Unrolled<double> unrolled) = Ready<double>();
        var gradients = new Lstm.Parameters<double>(Shape);
        JacobianResult result = new Lstm.JacobianPenalty<double>(unrolled, new JacobianOptions()).AddGradient(
            p.View,
            inputs,
            gradients.View,
            0
        );
        Assert.Equal(0, result.Penalty);
        Assert.True(result.Gain > 0);
        Assert.All(gradients.Span.ToArray(), g => Assert.Equal(0, g));
    }
}
