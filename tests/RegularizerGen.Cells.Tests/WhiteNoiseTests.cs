using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// A gain under white noise bounds the sum, over steps and channels, of the supremum of each channel's own column: what moves under an
/// impulse on all channels at once can lie below it, because the gates cannot be at their worst for all of them together.
/// </summary>
public sealed class WhiteNoiseTests
{
    private const int Seed = 7;

    /// <summary>
    /// y = z∘(x_1) + (1 - z)∘(x_2) with a gate that the inputs of 100 steps drive to either end: 1.42707 by the base rules, 1.4270 found,
    /// √2 of it by the last step alone.
    /// </summary>
    [Fact]
    public void Gain_OfASharedGate_IsTheSumOfSuprema()
    {
        const int Steps = 100;
        CompiledCell cell = WitnessTests.Find("SharedGate");
        int[] sizes = [.. Enumerable.Repeat(1, cell.Runner.SizeNames.Count)];
        sizes[cell.Model.Inputs[0].Dimension] = 2;
        double[] weights = [5, 1, 0, 0, 1, 1.0 / (Steps - 1), 0, 0, 0, 0];
        Certificate certificate = Certify(cell, sizes, weights, Steps);
        double found = Found(cell, sizes, weights, Steps);
        Assert.InRange(found, 1.42, 1.4271);
        Assert.InRange(certificate.Finite.Gain, found, 1.4271);
        Assert.InRange(Assert.Single(certificate.Finite.Outputs), found, certificate.Finite.Gain);
        Assert.Null(certificate.Limit); // s sums up its inputs
    }

    /// <summary>
    /// Four channels, each with the gates that it likes best: twice what one choice of gates gives, over a horizon and over any number of
    /// steps.
    /// </summary>
    [Fact]
    public void Gain_OfThreeSharedGates_CountsEveryChannelWithItsOwn()
    {
        CompiledCell cell = WitnessTests.Find("SharedGates");
        int[] sizes = [.. Enumerable.Repeat(1, cell.Runner.SizeNames.Count)];
        sizes[cell.Model.Inputs[0].Dimension] = 4;
        sizes[cell.Model.Nodes[cell.Model.States.Single(s => s.Name == "s").Next].Dimension] = 3;
        double[] weights =
        [
            8,
            0,
            0,
            0,
            8,
            0,
            0,
            0,
            8, // K, L, M
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            1, // A, B, C, D
            0.1,
            0,
            0,
            0,
            0,
            0.1,
            0,
            0,
            0,
            0,
            0.1,
            0, // S
        ];
        const int Steps = 40;
        double found = Found(cell, sizes, weights, Steps);
        Certificate certificate = Certify(cell, sizes, weights, Steps);
        Assert.True(found > 1.9);
        foreach (CertifiedGains gains in new[] { certificate.Finite, certificate.Limit!.Gains })
        {
            Assert.InRange(gains.Gain, found, 1.5 * found);
            Assert.InRange(Assert.Single(gains.Outputs), found, gains.Gain);
        }
    }

    /// <summary>
    /// Under changes at all steps together a state that is kept or replaced moves little, since one step alone decides what it is; under
    /// white noise every step counts with the sequence in which it is the one that decides.
    /// </summary>
    [Fact]
    public void Outputs_OfAStateThatIsKeptOrReplaced_CountEveryStep()
    {
        const int Steps = 40;
        CompiledCell cell = WitnessTests.Find("KeepOrTake");
        int[] sizes = [.. Enumerable.Range(0, 2).Select(k => k == cell.Model.Inputs[0].Dimension ? 2 : 1)];
        double[] weights = [0, 6, 1, 0];
        double found = Found(cell, sizes, weights, Steps);
        var options = new CertificateOptions
        {
            Horizon = Steps,
            Perturbation = Perturbation.Peak,
            InputBound = 1,
        };
        double moved = Assert.Single(cell.Runner.Certify(sizes, options, weights).Finite.Outputs);
        Assert.True(found > moved, $"Found {found:R}, moved together {moved:R}.");
        Certificate certificate = Certify(cell, sizes, weights, Steps);
        Assert.InRange(Assert.Single(certificate.Finite.Outputs), found, certificate.Finite.Gain);
        Assert.InRange(Assert.Single(certificate.Limit!.Gains.Outputs), found, certificate.Limit.Gains.Gain);
    }

    private static Certificate Certify(CompiledCell cell, int[] sizes, double[] weights, int steps)
    {
        var options = new CertificateOptions
        {
            Horizon = steps,
            Perturbation = Perturbation.WhiteNoise,
            InputBound = 1,
        };
        return cell.Runner.Certify(sizes, options, weights);
    }

    private static double Found(CompiledCell cell, int[] sizes, double[] weights, int steps)
    {
        int width = cell.InputWidth(sizes);
        Target[] columns = [.. Enumerable.Range(0, steps * width).Select(k => new Target.Column(k / width, k % width))];
        var search = new SupremumSearch(cell, sizes, weights, steps, bound: 1, columns);
        return search.Run(new Random(Seed), samples: 20, climbs: 8).Root(columns);
    }
}
