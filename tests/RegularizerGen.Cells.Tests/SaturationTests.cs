using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Cells.Tests;

/// <summary>Backward and tangent passes where tanh and the logistic function saturate: slopes keep their relative accuracy, in float as
/// well.</summary>
public sealed class SaturationTests
{
    private static readonly double[] Arguments =
    [
        0.1,
        1.5,
        1.89,
        1.9,
        1.91,
        2.5,
        2.89,
        2.9,
        2.92,
        2.95,
        4,
        6,
        8,
        8.5,
        9.5,
        12,
        17.5,
        20,
        30,
        40,
    ];

    [Fact]
    public void Sensitivity_OfASaturatedUnit_IsItsSlope()
    {
        foreach (double size in Arguments)
        {
            foreach (double at in new[] { size, -size })
            {
                Close(Tanh<float>(at), 1 / Math.Cosh(at) / Math.Cosh(at), 4e-6, at);
                Close(Tanh<double>(at), 1 / Math.Cosh(at) / Math.Cosh(at), 1e-14, at);
                Close(Sigmoid<float>(at), LogisticSlope(at), 4e-6, at);
                Close(Sigmoid<double>(at), LogisticSlope(at), 1e-14, at);
            }
        }
    }

    /// <summary>Two saturated steps in single precision against double, amplified by weights: what was reported as 0.2022 or as
    /// 0.</summary>
    [Fact]
    public void Gradients_InFloat_AgreeWithDouble_RelativeToThemselves()
    {
        const int Steps = 3;
        foreach (double bias in new[] { 3.0, 6, 9 })
        {
            foreach (CellDescription cell in new[] { TanhNet.Description, SigmoidNet.Description })
            {
                double[] inputs = [0.5, -0.25, 0.125];
                double[] p = [0.5, -0.25, 0.001, 0.002, -0.001, 0.003, bias, cell.Name == "SigmoidNet" ? bias : -bias];
                double[] direction = [0, 0, 0, 0, 1, 1];
                (double[] expected, double[] expectedWeights) = cell.Backward([1, 2], Steps, 1, p, inputs, direction);
                (float[] actual, float[] actualWeights) = cell.Backward(
                    [1, 2],
                    Steps,
                    1,
                    [.. p.Select(w => (float)w)],
                    [.. inputs.Select(x => (float)x)],
                    [.. direction.Select(d => (float)d)]
                );
                AllClose(expected, actual, cell.Name, bias);
                AllClose(expectedWeights, actualWeights, cell.Name, bias);

                double[] gradient = new double[p.Length];
                float[] inFloat = new float[p.Length];
                double strength = 1e6;
                cell.PenalizeJacobian(
                    [1, 2],
                    Steps,
                    1,
                    new JacobianOptions { Outputs = PenalizedOutputs.EveryStep },
                    p,
                    inputs,
                    gradient,
                    strength
                );
                cell.PenalizeJacobian(
                    [1, 2],
                    Steps,
                    1,
                    new JacobianOptions { Outputs = PenalizedOutputs.EveryStep },
                    [.. p.Select(w => (float)w)],
                    [.. inputs.Select(x => (float)x)],
                    inFloat,
                    strength
                );
                AllClose(gradient, inFloat, cell.Name, bias);
            }
        }
    }

    private static void AllClose(double[] expected, float[] actual, string cell, double bias)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.True(
                Math.Abs(expected[k] - actual[k]) <= 5e-5 * Math.Abs(expected[k]),
                $"{cell}, bias {bias}, entry {k}: {expected[k]:R} in double, {actual[k]:R} in float."
            );
        }
    }

    private static void Close(double actual, double expected, double relative, double at) =>
        Assert.True(Math.Abs(actual - expected) <= relative * expected, $"At {at}: slope {expected:R}, found {actual:R}.");

    private static double LogisticSlope(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return e / (1 + e) / (1 + e);
    }

    private static double Tanh<T>(double at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var p = new TanhNet.Parameters<T>(1, 1);
        p.View.W[0, 0] = T.One;
        p.View.b.First[0] = T.CreateTruncating(at);
        return TanhNet.Sensitivity<T>(p.Shape, p.View, new T[1], 1).Peak.Max * Rounding<T>(at, 2 * Math.Tanh(at));
    }

    private static double Sigmoid<T>(double at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var p = new SigmoidNet.Parameters<T>(1, 1);
        p.View.W[0, 0] = T.One;
        p.View.b.First[0] = T.CreateTruncating(at);
        return SigmoidNet.Sensitivity<T>(p.Shape, p.View, new T[1], 1).Peak.Max * Rounding<T>(at, Math.Tanh(at / 2));
    }

    /// <summary>What the rounding of the argument to the element type makes of the slope.</summary>
    private static double Rounding<T>(double at, double logarithmicSlope)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Math.Exp(logarithmicSlope * (double.CreateTruncating(T.CreateTruncating(at)) - at));
}
