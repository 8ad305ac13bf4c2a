using System;
using System.Numerics;
using CsCheck;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>Scaled numbers against doubles where both can be used, and against big integers where only they can.</summary>
public sealed class NumberTests
{
    private static readonly Gen<double> Values = Gen.OneOf(
        Gen.Double[-3, 3],
        Gen.Double[-1e6, 1e6],
        Gen.Const(0.0),
        Gen.Double[-1e-6, 1e-6]
    );

    [Fact]
    public void Scaled_AgreesWithDouble() =>
        Gen.Select(Values, Values)
            .Seeded()
            .Sample(
                (a, b) =>
                {
                    Scaled x = a;
                    Scaled y = b;
                    Assert.Equal(a + b, Scaled.ToDouble(x + y), 1e-15 * (Math.Abs(a) + Math.Abs(b)));
                    Assert.Equal(a * b, Scaled.ToDouble(x * y));
                    Assert.Equal(a - b, Scaled.ToDouble(x - y), 1e-15 * (Math.Abs(a) + Math.Abs(b)));
                    Assert.Equal(a < b, x < y);
                    Assert.Equal(a > b, x > y);
                    Assert.Equal(Math.Max(a, b), Scaled.ToDouble(Scaled.Max(x, y)));
                    Assert.Equal(Math.Sqrt(Math.Abs(a)), Scaled.ToDouble(Scaled.Sqrt(Scaled.Abs(x))), 1e-15 * (1 + Math.Abs(a)));
                    Assert.Equal(Math.Tanh(a), Scaled.ToDouble(Scaled.Tanh(x)), 1e-15);
                    Assert.Equal(Real.ToDouble(Real.Sigmoid(a)), Scaled.ToDouble(Scaled.Sigmoid(x)), 1e-15);
                    Assert.True(b == 0 || Math.Abs((a / b) - Scaled.ToDouble(x / y)) <= 1e-15 * Math.Abs(a / b));
                }
            );

    [Fact]
    public void Scaled_GoesBeyondDoubleAndComesBack()
    {
        Scaled huge = 1e300;
        for (int k = 0; k < 20; k++)
        {
            huge *= huge;
        }

        Assert.True(Scaled.IsFinite(huge));
        Assert.Equal(Math.Log(1e300) * (1 << 20), Scaled.LogToDouble(huge), 1.0);
        Assert.Equal(double.PositiveInfinity, Scaled.ToDouble(huge));
        Assert.Equal(1.0, Scaled.ToDouble(huge / huge));
        Assert.Equal(1.0, Scaled.ToDouble(Scaled.Sigmoid(huge)));
        Assert.True(0 < (1 / huge) && (1 / huge) < 1e-300);
    }

    [Fact]
    public void Scaled_RepeatedSquaring_BecomesInfiniteAndNeverNaN()
    {
        Scaled x = 3;
        for (int k = 0; k < 100; k++)
        {
            x *= x;
        }

        Assert.False(Scaled.IsFinite(x));
        Assert.Equal(double.PositiveInfinity, Scaled.ToDouble(x));
        Assert.Equal(0.0, Scaled.ToDouble(0 * x));
    }

    [Fact]
    public void Zero_AnnihilatesAndNothingElseBecomesZero()
    {
        Laws<Real>();
        Laws<Scaled>();

        static void Laws<T>()
            where T : unmanaged, IBoundNumber<T>
        {
            T infinity = double.PositiveInfinity;
            T undefined = infinity - infinity;
            foreach (T any in new[] { infinity, -infinity, undefined, 3.0, 0.0 })
            {
                Assert.Equal(0, T.ToDouble(0 * any));
                Assert.Equal(0, T.ToDouble(any * 0));
                Assert.Equal(0, T.ToDouble(0 / any));
            }

            // What is not zero, however small, makes an infinite quantity infinite.
            foreach (
                T small in new[]
                {
                    1e-300 * (T)1e-300,
                    T.Sigmoid(-800),
                    T.LogisticSlope(800),
                    T.Exp(-800),
                    T.LogisticSlope(1e300),
                    T.Exp(-1e300),
                    (T)1e-300 / 1e300,
                    T.FromParts(1, -5000),
                    T.SigmoidComplement(T.Sigmoid(800), 800),
                    T.TanhComplement(T.Tanh(800), 800),
                }
            )
            {
                Assert.True(small > 0);
                Assert.Equal(double.PositiveInfinity, T.ToDouble(small * infinity));
            }
        }
    }

    [Fact]
    public void Undefined_IsHandedOnUntilAnEndIsMadeOfIt()
    {
        Laws<Real>();
        Laws<Scaled>();

        static void Laws<T>()
            where T : unmanaged, IBoundNumber<T>
        {
            T infinity = double.PositiveInfinity;
            foreach (T undefined in new[] { infinity - infinity, infinity / infinity, T.WhereFinite(infinity), T.WhereFinite(-infinity) })
            {
                foreach (
                    T result in new[]
                    {
                        undefined + 1,
                        1e300 + undefined,
                        1 - undefined,
                        undefined * 2,
                        infinity * undefined,
                        undefined / 2,
                        2 / undefined,
                        T.Min(undefined, 1),
                        T.Min(1, undefined),
                        T.Max(undefined, 1),
                        T.Max(1, undefined),
                        T.Abs(undefined),
                        T.Sqrt(undefined),
                        T.Tanh(undefined),
                        T.Sigmoid(undefined),
                        T.LogisticSlope(undefined),
                        T.Exp(undefined),
                        T.Log(undefined),
                        T.SigmoidComplement(undefined, undefined),
                        T.TanhComplement(undefined, undefined),
                    }
                )
                {
                    Assert.True(double.IsNaN(T.ToDouble(result)));
                    Assert.Equal(double.NegativeInfinity, T.ToDouble(T.LowerEnd(result)));
                    Assert.Equal(double.PositiveInfinity, T.ToDouble(T.UpperEnd(result)));
                    Assert.False(result < 1 || result > 1 || 1 < result || 1 > result || T.IsFinite(result));
                }
            }

            Assert.Equal(3, T.ToDouble(T.WhereFinite(3)));
            Assert.Equal(3, T.ToDouble(T.LowerEnd(3)));
            Assert.Equal(3, T.ToDouble(T.UpperEnd(3)));
        }
    }

    [Fact]
    public void Complements_KeepRelativeAccuracy() =>
        Gen.Double[-300, 300]
            .Sample(x =>
            {
                double sigmoid = Math.Exp(-Math.Max(x, 0)) / (1 + Math.Exp(-Math.Abs(x)));
                double tanh = 2 * Math.Exp(-Math.Max(2 * x, 0)) / (1 + Math.Exp(-2 * Math.Abs(x)));
                Assert.Equal(sigmoid, Real.ToDouble(Real.SigmoidComplement(Real.Sigmoid(x), x)), 1e-14 * sigmoid);
                Assert.Equal(sigmoid, Scaled.ToDouble(Scaled.SigmoidComplement(Scaled.Sigmoid(x), x)), 1e-14 * sigmoid);
                Assert.Equal(tanh, Real.ToDouble(Real.TanhComplement(Real.Tanh(x), x)), 1e-14 * tanh);
                Enclosure enclosed = Enclosure.SigmoidComplement(Enclosure.Sigmoid(x), x);
                Assert.True(enclosed.Lower <= sigmoid && sigmoid <= enclosed.Upper && enclosed.Upper <= sigmoid * (1 + 1e-13));
            });

    [Fact]
    public void Log1P_IsAccurateForSmallArguments() =>
        Gen.Double[-30, 0.5]
            .Seeded()
            .Sample(exponent =>
            {
                double x = Math.Pow(10, exponent);

                // The series in exact steps: ln(1 + x) = 2 artanh(x / (2 + x)).
                double z = x / (2 + x);
                double sum = 0;
                double power = z;
                for (int k = 1; k < 4000 && Math.Abs(power) > 1e-40; k += 2)
                {
                    sum += power / k;
                    power *= z * z;
                }

                return Math.Abs(ScalarMath.Log1P(x) - (2 * sum)) <= 4e-15 * 2 * sum;
            });

    [Fact]
    public void Sigmoid_KeepsRelativeAccuracyAtBothEnds()
    {
        Assert.Equal(Math.Exp(-700), ScalarMath.Sigmoid(-700), Math.Exp(-700) * 1e-12);
        Assert.Equal(1, ScalarMath.Sigmoid(1e308));
        Assert.Equal(-5000.0, Scaled.LogToDouble(Scaled.Sigmoid(-5000)), 1e-9);
    }
}
