using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>
/// Where numbers of a step leave the range of double, the bound is computed with exponents kept apart, at whatever step that is.
/// </summary>
public sealed class StaysInsideTests
{
    /// <summary>
    /// A state is p = 1e120 after the first step and 0 after the second: y_2 = (p³·D C + 1) V x with D C = 1e-340, which no double holds.
    /// </summary>
    [Theory]
    [InlineData(BoundRules.Base)]
    [InlineData(BoundRules.Tight)]
    public void Range_ThatIsHugeAtOneStepOnly_IsNotLost(BoundRules rules)
    {
        CompiledCell cell = WitnessTests.Find("HugeOnce");
        int[] sizes = [.. Enumerable.Repeat(1, cell.Runner.SizeNames.Count)];
        foreach (Perturbation perturbation in new[] { Perturbation.WhiteNoise, Perturbation.Energy, Perturbation.Peak })
        {
            var options = new TikhonovOptions
            {
                Horizon = 2,
                InputBound = 1,
                NormFloor = 0,
                Perturbation = perturbation,
                Rules = rules,
            };
            double[] weights = [1e-170, 1e-170, 1, 0, 5, 1e120];
            TikhonovResult result = cell.Runner.Regularize(sizes, options, weights, new double[6], 1).Result;
            Assert.Equal(20 * Math.Log(10), result.LogGain, 1e-9);
        }
    }
}
