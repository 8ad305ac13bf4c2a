using System;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Reach and gains over a horizon while inputs stay in one box.</summary>
public sealed class BoxTubesTests
{
    /// <summary>h' = x + h/2 from |h| ≤ 1, which is declared to stay so for |x| ≤ 1.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2.5)]
    public void InvariantRanges_AreNotBelievedBeyondTheDeclaredInputBound(double bound, double largest)
    {
        var cell = new SmallCell(SmallCell.Form.Declared, 2);
        var tubes = new BoxTubes(cell, Weights(cell, [1, 1], [1], [0.5, 0.5]), [new BoundedInput(bound, 2, 1)], () => { });
        SetRanges reach = tubes.Run(2, tubes.Start)!;
        for (int unit = 0; unit < 2; unit++)
        {
            Assert.Equal(largest, reach[1, 1, unit].Upper, 1e-9);
            Assert.Equal(-largest, reach[1, 1, unit].Lower, 1e-9);
        }
    }

    /// <summary>h' = k∘x where k is 1 at one step and 0 at all others: only the sequences that end there depend on an input.</summary>
    [Fact]
    public void FiniteGains_CoverEveryLength()
    {
        const int Steps = 20;
        var cell = new SmallCell(SmallCell.Form.Fading, 2);
        SetWeights weights = Weights(cell, [0, 0], [0, 0], [0, 0]);
        var step = new SetStep(cell, weights);
        foreach (int pulse in Enumerable.Range(0, Steps))
        {
            var reach = new SetRanges(step.Widths, Steps);
            for (int t = 0; t < Steps; t++)
            {
                for (int signal = 0; signal < step.Widths.Count; signal++)
                {
                    reach.Lower(signal, t).Fill(signal == 2 && t == pulse ? 1 : 0);
                    reach.Upper(signal, t).Fill(signal == 2 && t == pulse ? 1 : 0);
                }
            }

            GainSums gains = FiniteGains.Find(step, reach, weights, OutputRows.Units(2), [1, 1], Steps, () => { });
            Assert.InRange(gains.For(Perturbation.Peak).Gain, 1, 1.0001);
        }
    }

    private static SetWeights Weights(SmallCell cell, params double[][] values)
    {
        var weights = new SetWeights(cell);
        for (int k = 0; k < values.Length; k++)
        {
            weights.Take(k, WeightSpan<double>.Over(values[k], cell.Weights[k]));
        }

        weights.Complete();
        return weights;
    }
}
