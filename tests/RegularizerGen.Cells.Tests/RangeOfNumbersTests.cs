using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>Numbers that leave the range of double on the way (1e-162·1e-162·1e162·1e162 is 1), or lose all accuracy there (1 - σ(40)):
/// values, gradients and certificates.</summary>
public sealed class RangeOfNumbersTests
{
    private static CompiledCell Cell(string name) => InfiniteInputTests.Hard.Single(c => c.Name == name);

    [Theory]
    [InlineData(Perturbation.WhiteNoise)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.Peak)]
    public void ProductsThatUnderflowOnTheWay_AreCounted(Perturbation perturbation)
    {
        double[] weights = [1e-162, 1e-162, 1e162, 1e162, 1e-3];
        var options = new TikhonovOptions
        {
            Horizon = 1,
            NormFloor = 0,
            Perturbation = perturbation,
        };
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            Assert.Equal(
                1.001,
                Chain().Runner.Regularize([1, 1, 1, 1, 1], options with { Rules = rules }, weights, new double[5], 1).Result.Gain,
                1e-12
            );
        }

        // Limit and every other figure: an upper bound, however loose.
        Assert.All(
            InfiniteInputTests.Figures(Chain(), [1, 1, 1, 1, 1], perturbation, 1, weights, bound: 1),
            f => Assert.True(f.Gain >= 1.001 * (1 - 1e-12), $"{f.Name}: {f.Gain:R}")
        );
        Assert.All(
            InfiniteInputTests.Figures(Chain(), [1, 1, 1, 1, 1], perturbation, 3, weights, bound: 1),
            f => Assert.True(f.Gain >= 1.001 * (1 - 1e-12), $"{f.Name}: {f.Gain:R}")
        );

        static CompiledCell Chain() => Cell("Chain");
    }

    [Fact]
    public void ProductsThatUnderflowOnTheWay_HaveTheirGradient()
    {
        double[] weights = [1e-162, 1e-162, 1e162, 1e162, 1e-3];
        double[] gradient = new double[5];
        Cell("Chain")
            .Runner.Regularize(
                [1, 1, 1, 1, 1],
                new TikhonovOptions
                {
                    Horizon = 1,
                    NormFloor = 0,
                    Saturation = double.PositiveInfinity,
                },
                weights,
                gradient,
                1
            );
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(2 * 1.001 / weights[k], gradient[k], 1e-9 * Math.Abs(gradient[k]));
        }
    }

    [Theory]
    [InlineData("UpdateGate", 40, 1)]
    [InlineData("UpdateGateByTanh", 40, 1)]
    [InlineData("ComplementAlone", 40, 1)]
    [InlineData("UpdateGate", 700, 1)]
    [InlineData("UpdateGate", 10, 1)]
    public void SaturatedGate_KeepsWhatItLetsThrough(string name, double bias, double input)
    {
        // One step from 0: (1 - σ(b)) tanh'(0) W, exactly.
        double truth = Math.Exp(-bias) / (1 + Math.Exp(-bias));
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            foreach (
                (string rules, double gain) in InfiniteInputTests
                    .Figures(Cell(name), [1, 1], perturbation, 1, [1, 0, bias], input)
                    .Where(f => !f.Name.StartsWith("limit", StringComparison.Ordinal))
            )
            {
                // Certificates square: what underflows then is bounded by what a square root makes of the smallest number.
                double most = truth * (1 + 1e-9) + (rules.StartsWith("certificate", StringComparison.Ordinal) ? 1e-160 : 0);
                Assert.True(
                    gain >= truth * (1 - 1e-12) && gain <= most,
                    $"{name}, {perturbation}, {rules}: {gain:R} instead of {truth:R}."
                );
            }
        }
    }

    [Theory]
    [InlineData("UpdateGate", 30)]
    [InlineData("UpdateGate", 45)]
    [InlineData("UpdateGateByTanh", 30)]
    [InlineData("UpdateGateByTanh", 45)]
    [InlineData("ComplementAlone", 45)]
    public void SaturatedGate_HasAccurateGradients(string name, double bias)
    {
        // Differences of the logarithm of the gain tell the relative accuracy, however small the gain.
        double[] weights = [1.3, 0.7, bias];
        foreach (BoundRules rules in new[] { BoundRules.Base, BoundRules.Tight })
        {
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                var options = new TikhonovOptions
                {
                    Horizon = 3,
                    NormFloor = 0,
                    Saturation = double.PositiveInfinity,
                    Perturbation = perturbation,
                    Rules = rules,
                };
                Check(options, (w, g) => Cell(name).Runner.Regularize([1, 1], options, w, g, 1).Result);
            }
        }

        var peak = new TikhonovOptions
        {
            Horizon = 3,
            Saturation = double.PositiveInfinity,
            Perturbation = Perturbation.Peak,
        };
        Check(peak, (w, g) => Cell(name).Runner.RegularizeUnitwise([1, 1], peak, w, g, 1));

        void Check(TikhonovOptions options, Func<double[], double[], TikhonovResult> run)
        {
            double[] gradient = new double[3];
            double gain = run(weights, gradient).Gain;
            for (int k = 0; k < 3; k++)
            {
                double difference = (LogGain(k, 1e-4) - LogGain(k, -1e-4)) / 2e-4;
                Assert.True(
                    Math.Abs((gradient[k] / gain / (2 * gain)) - difference) <= 1e-7,
                    $"{name}, {options.Rules}, {options.Perturbation}, weight {k}: {gradient[k] / gain / (2 * gain):R} for {difference:R}."
                );
            }

            double LogGain(int k, double offset)
            {
                double[] moved = [.. weights];
                moved[k] += offset;
                return run(moved, new double[3]).LogGain;
            }
        }
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e300)]
    [InlineData(1e-200)]
    public void ExtremeSaturation_GivesTheLimitOfThePenalty(double saturation)
    {
        double[] weights = [.5, .5, .5, .5, .5];
        var options = new TikhonovOptions
        {
            Horizon = 2,
            NormFloor = 0,
            Saturation = saturation,
        };
        double[] gradient = new double[5];
        double[] limitGradient = new double[5];
        TikhonovResult result = Cell("Chain").Runner.Regularize([1, 1, 1, 1, 1], options, weights, gradient, 1).Result;
        TikhonovResult limit = Cell("Chain")
            .Runner.Regularize([1, 1, 1, 1, 1], options with { Saturation = double.PositiveInfinity }, weights, limitGradient, 1)
            .Result;
        double unitwise = Cell("Chain")
            .Runner.RegularizeUnitwise([1, 1, 1, 1, 1], options with { Perturbation = Perturbation.Peak }, weights, new double[5], 1)
            .Penalty;
        Assert.Equal(saturation > 1 ? limit.Penalty : 0, result.Penalty, 1e-12);
        Assert.True(double.IsFinite(unitwise));
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(saturation > 1 ? limitGradient[k] : 0, gradient[k], 1e-12);
        }
    }

    [Fact]
    public void MatricesDerivedFromFloats_AreFormedInDouble()
    {
        // (A B) of floats whose product no float holds: the gain is that of the weights, not of a rounded product.
        var random = new Random(7);
        for (int draw = 0; draw < 20; draw++)
        {
            float[] weights = [.. TestCells.RandomArray(random, 12, 1).Select(w => (float)w)];
            double[] exact = [.. weights.Select(w => (double)w)];
            foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
            {
                var options = new TikhonovOptions
                {
                    Horizon = 3,
                    NormFloor = 0,
                    Perturbation = perturbation,
                };
                float[] gradient = new float[12];
                double[] exactGradient = new double[12];
                double wanted = Cell("Collapsed").Runner.Regularize([2, 2, 2], options, exact, exactGradient, 1).Result.Gain;
                Assert.Equal(
                    wanted,
                    Cell("Collapsed").Runner.Regularize([2, 2, 2], options, weights, gradient, 1).Result.Gain,
                    1e-13 * wanted
                );
                for (int k = 0; k < 12; k++)
                {
                    Assert.Equal(exactGradient[k], gradient[k], 3e-7 * (1 + Math.Abs(exactGradient[k])));
                }
            }

            var peak = new TikhonovOptions { Horizon = 3, Perturbation = Perturbation.Peak };
            double unitwise = Cell("Collapsed").Runner.RegularizeUnitwise([2, 2, 2], peak, exact, new double[12], 1).Gain;
            Assert.Equal(
                unitwise,
                Cell("Collapsed").Runner.RegularizeUnitwise([2, 2, 2], peak, weights, new float[12], 1).Gain,
                1e-13 * unitwise
            );
        }
    }

    [Fact]
    public void EnergyOfAStartOrthogonalToTheTopDirection_IsNotMissed()
    {
        // The matrix: U with W = I over two steps; 1 + ‖U‖ = 3, where 2 was said.
        double[] weights = [1, 0, 0, 1, 1.5460924969870826, -1.268699330322298, 0.6343496651611491, 0.7730462484935414, 0, 0]; // W, U, b
        var options = new TikhonovOptions
        {
            Horizon = 2,
            NormFloor = 0,
            Perturbation = Perturbation.Energy,
        };
        Assert.Equal(
            3,
            TestCells.Find("Zoo.Elman").Runner.Regularize([2, 2], options, weights, new double[weights.Length], 1).Result.Gain,
            1e-12
        );
    }
}
