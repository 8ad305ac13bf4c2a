using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell with fewer weights than sizes: h' = w (x, x, h) has the gain |w1 + w2| Σ |w3|^t; base
/// rules have the norm of every block.</summary>
public sealed class RepeatedInputTests
{
    private const double Step = 1e-6;

    private static readonly int[] Sizes = [1, 1, 1];
    private static readonly double[] Weights = [0.8, -0.2, 0.5];
    private static readonly TikhonovOptions Options = new() { Horizon = 3, Perturbation = Perturbation.Peak };

    [Fact]
    public void Gain_IsNotBelowThatOfTheSumOfBlocks()
    {
        Assert.Equal(1.75, RepeatedInput.Description.Regularize(Sizes, Options, Weights, new double[3], 1).Result.Gain, 1e-9);
        var options = new CertificateOptions { Perturbation = Perturbation.Peak, Horizon = 3 };
        Assert.InRange(RepeatedInput.Description.Certify(Sizes, options, Weights).Finite.Gain, 0.6 * 1.75, 1.75 + 1e-9);
    }

    [Fact]
    public void Gradient_IsThatOfDifferences()
    {
        double[] gradient = new double[3];
        double Penalty(double[] weights) => RepeatedInput.Description.Regularize(Sizes, Options, weights, new double[3], 1).Result.Penalty;
        RepeatedInput.Description.Regularize(Sizes, Options, Weights, gradient, 1);
        for (int k = 0; k < Weights.Length; k++)
        {
            double At(double change) => Penalty([.. Weights.Select((w, j) => j == k ? w + change : w)]);
            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradient[k], 1e-7);
        }
    }
}
