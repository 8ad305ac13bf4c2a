using System;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Gains over any number of steps against those of a cell whose derivatives are known: y = h_1 + h_2 with ∂y_T/∂x_t =
/// e^(T-1-t) (w + d^t), unit by unit. By how fast things fade, the length at which it is most sensitive is any.</summary>
public sealed class BlockContractionTests
{
    private const double Scale = 2; // of the cell's input
    private const int Longest = 800;

    /// <summary>w, e and d of both units, the length of the largest gain under <see cref="Perturbation.Peak"/>, and the fewest steps of
    /// a block.</summary>
    public static TheoryData<double[], double[], double[], int, int> Cells =>
        new()
        {
            { [1, 0], [0.9, 0.99], [0.5, 0.5], 38, 0 },
            { [1, 0], [0.9, 0.99], [0.01, 0.01], 47, 0 }, // after the ranges have become steady
            { [1, 0], [0.94, 0.99], [0.01, 0.01], 88, 16 }, // neither at the beginning nor at the end of a block
            { [10, 10], [0.6, 0.6], [0, 0], Longest, 0 }, // in the limit; slower ones hide what is left out behind their rounding
            { [0, 0], [0.5, 0.5], [0, 0], 1, 0 },
            { [0, 0], [0.8, 0.8], [0.5, 0.5], 2, 0 }, // before the ranges have become steady
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public void AnySteps_CoverTheLargestGainOfAllLengths(double[] constants, double[] rates, double[] fading, int length, int block)
    {
        GainSums any = Certify(constants, rates, fading, block, out SteadyRanges steady, out BlockContraction blocks, out GainSums late);
        Assert.InRange(blocks.Ratio, Math.Pow(rates.Max(), blocks.Length), 1);
        Assert.InRange(blocks.DecayRate, rates.Max(), 1);
        Assert.True(steady.From >= blocks.Length - 1);
        Assert.True(Exact(Perturbation.Peak, [0, 1], length) >= Largest(Perturbation.Peak, [0, 1], 1));
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            Covers(any.For(perturbation), perturbation, first: 1);
            Covers(late.For(perturbation), perturbation, steady.From + blocks.Length);
        }

        void Covers(CertifiedGains gains, Perturbation perturbation, int first)
        {
            double exact = Largest(perturbation, [0, 1], first);
            double most = 1.8 * exact; // lengths are grouped, which lets what fades last longer
            Assert.InRange(gains.Gain, exact, most);
            Assert.InRange(gains.Outputs[0], exact, most);
            Assert.InRange(gains.Channels[0], Largest(perturbation, [0], first), most);
            Assert.InRange(gains.Channels[1], Largest(perturbation, [1], first), most);
        }

        double Largest(Perturbation perturbation, int[] units, int first) =>
            (1 - 1e-12) * Enumerable.Range(first, Longest).Max(steps => Exact(perturbation, units, steps));

        double Exact(Perturbation perturbation, int[] units, int steps)
        {
            double sum = 0;
            for (int t = 0; t < steps; t++)
            {
                double[] own = [.. units.Select(u => Scale * Derivative(constants[u], rates[u], fading[u], steps, t))];
                sum += perturbation switch
                {
                    Perturbation.WhiteNoise => own.Sum(d => d * d),
                    Perturbation.Energy => Math.Sqrt(own.Sum(d => d * d)),
                    _ => own.Sum(),
                };
            }

            return perturbation == Perturbation.WhiteNoise ? Math.Sqrt(sum) : sum;
        }
    }

    /// <summary>|x| at most 1: unit by unit h reaches Σ_t e^(T-1-t) (w + d^t) after T steps.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void SteadyRanges_HoldFromTheirStepOn(double[] constants, double[] rates, double[] fading, int length, int block)
    {
        Certify(constants, rates, fading, block, out SteadyRanges steady, out BlockContraction blocks, out _);
        for (int unit = 0; unit < 2; unit++)
        {
            double faded = Math.Pow(fading[unit], steady.From);
            Numbers.Enclosure k = steady.Last[2, 0, unit];
            Assert.True(k.Lower <= 0 && k.Upper >= faded, $"k of unit {unit} is {faded} at step {steady.From}, not within {k}.");
            Assert.True(k.Upper < 0.1);
            for (int t = 0; t < steady.From + Math.Max(blocks.Length, length); t++)
            {
                double reached = Enumerable.Range(0, t + 1).Sum(s => Derivative(constants[unit], rates[unit], fading[unit], t + 1, s));
                Contains(t < steady.From + blocks.Length ? steady.Reach[4, t, unit] : steady.Last[4, 0, unit], reached * (1 - 1e-12));
                Contains(t >= steady.From ? steady.Last[4, 0, unit] : steady.Reach[4, t, unit], reached * (1 - 1e-12));
            }
        }

        static void Contains(Numbers.Enclosure range, double reached) =>
            Assert.True(range.Lower <= -reached && reached <= range.Upper, $"±{reached:R} is not within {range}.");
    }

    private static GainSums Certify(
        double[] constants,
        double[] rates,
        double[] fading,
        int block,
        out SteadyRanges steady,
        out BlockContraction blocks,
        out GainSums late
    )
    {
        var cell = new SmallCell(SmallCell.Form.Fading, 2);
        var weights = new SetWeights(cell);
        foreach ((int k, double[] values) in new[] { (0, constants), (1, rates), (2, fading) })
        {
            weights.Take(k, WeightSpan<double>.Over(values, cell.Weights[k]));
        }

        weights.Complete();
        var outputs = new OutputRows([1, 1], 2);
        var analysis = new BoxAnalysis(cell, weights, outputs, [new BoundedInput(1, 2, Scale)], () => { });
        (steady, blocks) = analysis.Contraction(longest: 16, atLeast: block)!.Value;
        late = blocks.Gains(new SetStep(cell, weights), weights, outputs, [Scale, Scale], () => { });
        return analysis.AnySteps(steady, blocks);
    }

    private static double Derivative(double constant, double rate, double fading, int steps, int t) =>
        Math.Pow(rate, steps - 1 - t) * (constant + Math.Pow(fading, t));
}
