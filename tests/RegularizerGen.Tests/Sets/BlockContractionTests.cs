using System;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;

namespace RegularizerGen.Tests.Sets;

/// <summary>Gains over any number of steps against those of a cell whose derivatives are known, and which is most sensitive neither at the
/// start nor in the long run.</summary>
public sealed class BlockContractionTests
{
    private const double Constant = 1;

    private static readonly double[] Rates = [0.9, 0.99];
    private static readonly double[] Fading = [0.5, 0.5];

    /// <summary>y = h_1 + h_2 with ∂y_T/∂x_t = e^(T-1-t) (w + d^t), unit by unit: the sum over t rises, has its largest value after some
    /// fifty steps, and falls to w/(1 - e).</summary>
    [Theory]
    [InlineData(Perturbation.Peak)]
    [InlineData(Perturbation.Energy)]
    [InlineData(Perturbation.WhiteNoise)]
    public void AnySteps_CoverTheLargestGainOfAllLengths(Perturbation perturbation)
    {
        double exact = Enumerable.Range(1, 1500).Max(steps => Exact(perturbation, steps));
        double limit = Exact(perturbation, 5000);
        Assert.True(exact > 1.002 * limit || perturbation != Perturbation.Peak);
        CertifiedGains gains = Certify(out SteadyRanges steady, out BlockContraction block).For(perturbation);
        Assert.InRange(gains.Gain, exact * (1 - 1e-12), exact * 1.8); // lengths are grouped, which lets what fades last longer
        Assert.InRange(block.Ratio, Math.Pow(0.99, block.Length), 1);
        Assert.True(steady.From >= block.Length - 1);
    }

    [Fact]
    public void SteadyRanges_HoldFromTheirStepOn_AndAreNarrow()
    {
        Certify(out SteadyRanges steady, out _);
        for (int unit = 0; unit < 2; unit++)
        {
            double faded = Math.Pow(Fading[unit], steady.From);
            Numbers.Enclosure k = steady.Last[2, 0, unit];
            Assert.True(k.Lower <= 0 && k.Upper >= faded, $"k of unit {unit} is {faded} at step {steady.From}, not within {k}.");
            Assert.True(k.Upper < 0.1);
        }
    }

    private static RegularizerGen.Sets.Gains.GainSums Certify(out SteadyRanges steady, out BlockContraction block)
    {
        var cell = new SmallCell(SmallCell.Form.Fading, 2);
        var weights = new SetWeights(cell);
        foreach ((int k, double[] values) in new[] { (0, new[] { Constant, 0 }), (1, Rates), (2, Fading) })
        {
            weights.Take(k, WeightSpan<double>.Over(values, cell.Weights[k]));
        }

        weights.Complete();
        var analysis = new BoxAnalysis(cell, weights, new OutputRows([1, 1], 2), [new BoundedInput(1, 2, 1)], () => { });
        (steady, block) = analysis.Contraction(longest: 16)!.Value;
        return analysis.AnySteps(steady, block);
    }

    private static double Exact(Perturbation perturbation, int steps)
    {
        double sum = 0;
        for (int t = 0; t < steps; t++)
        {
            double first = Math.Pow(Rates[0], steps - 1 - t) * (Constant + Math.Pow(Fading[0], t));
            double second = Math.Pow(Rates[1], steps - 1 - t) * Math.Pow(Fading[1], t);
            double squares = (first * first) + (second * second);
            sum += perturbation switch
            {
                Perturbation.WhiteNoise => squares,
                Perturbation.Energy => Math.Sqrt(squares),
                _ => first + second,
            };
        }

        return perturbation == Perturbation.WhiteNoise ? Math.Sqrt(sum) : sum;
    }
}
