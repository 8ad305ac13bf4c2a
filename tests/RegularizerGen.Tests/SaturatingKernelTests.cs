using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Tests;

/// <summary>Slopes of tanh and of the logistic function, relative to themselves, for every remainder of the vector width and of the parts
/// that saturation is found in.</summary>
public sealed class SaturatingKernelTests
{
    private const int Seed = 99;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(777)]
    public void Slopes_KeepTheirRelativeAccuracy(int length)
    {
        Walk<double>(length, 350, 2e-13);
        Walk<float>(length, 40, 1e-5);
    }

    private static void Walk<T>(int length, double reach, double relative)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(Seed + length);
        for (int draw = 0; draw < 30; draw++)
        {
            // Mostly small, some near the thresholds, some far out.
            T[] x =
            [
                .. Enumerable
                    .Range(0, length)
                    .Select(_ =>
                        T.CreateTruncating(
                            random.Next(9) switch
                            {
                                0 => reach * ((2 * random.NextDouble()) - 1),
                                1 => (random.Next(2) == 0 ? 1.9 : 2.9) + (0.1 * (random.NextDouble() - 0.5)),
                                2 => -(random.Next(2) == 0 ? 1.9 : 2.9) + (0.1 * (random.NextDouble() - 0.5)),
                                _ => random.NextDouble() - 0.5,
                            }
                        )
                    ),
            ];
            T[] dy = [.. x.Select(_ => T.One)];
            Check(Activations.Tanh.Kernel<T>(), v => 1 / Math.Cosh(v) / Math.Cosh(v), Math.Tanh);
            Check(
                Activations.Sigmoid.Kernel<T>(),
                v => Math.Exp(-Math.Abs(v)) / Math.Pow(1 + Math.Exp(-Math.Abs(v)), 2),
                v => 1 / (1 + Math.Exp(-v))
            );

            void Check(Activations.ActivationKernel<T> kernel, Func<double, double> slope, Func<double, double> value)
            {
                T[] y = [.. x];
                T[] dx = new T[length];
                T[] sum = [.. x.Select(_ => T.One)];
                T[] slopes = [.. x.Select(_ => T.NaN)];
                kernel.Forward(y, y, slopes); // in place
                kernel.Backward(x, y, slopes, dy, dx);
                kernel.AddBackward(x, y, slopes, dy, sum);
                for (int k = 0; k < length; k++)
                {
                    double at = double.CreateTruncating(x[k]);
                    double expected = slope(at);
                    double actual = double.CreateTruncating(dx[k]);
                    string context =
                        $"{typeof(T).Name}, seed {Seed + length}, draw {draw}, at {at:R}: slope {expected:R}, found {actual:R}.";
                    Assert.True(Math.Abs(actual - expected) <= relative * expected, context);
                    Assert.True(Math.Abs(double.CreateTruncating(sum[k]) - 1 - expected) <= 1e-6, context);
                    Assert.True(Math.Abs(double.CreateTruncating(y[k]) - value(at)) <= 1e-6, context);
                }
            }
        }
    }
}
