using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>What a witness shows.</summary>
public sealed partial class WitnessTests
{
    /// <summary>The gain is the norm of the Jacobian that the cell has at these weights and inputs: neither below nor above.</summary>
    private static void Attained(
        string name,
        int[] sizes,
        double[] weights,
        double[] inputs,
        Perturbation[]? perturbations = null,
        BoundRules rules = BoundRules.Base
    )
    {
        CompiledCell cell = Find(name);
        int width = cell.InputWidth(sizes);
        int outputs = cell.OutputWidth(sizes);
        foreach (Perturbation perturbation in perturbations ?? [Perturbation.WhiteNoise])
        {
            var options = new TikhonovOptions
            {
                Horizon = inputs.Length / width,
                InputBound = 1,
                NormFloor = 0,
                Perturbation = perturbation,
                Rules = rules,
            };
            double gain = cell.Runner.Regularize(sizes, options, weights, new double[weights.Length], 1).Result.Gain;
            double found = Sampling.Norm(
                Sampling.Jacobian(cell.Runner, sizes, weights, inputs, options.Horizon, width, outputs),
                options,
                width,
                outputs
            );
            Assert.True(gain >= found * (1 - 1e-12), $"{perturbation}: gain {gain:R} is exceeded by {found:R}.");
            Assert.True(gain <= found * (1 + 1e-6), $"{perturbation}: gain {gain:R} is not attained; found {found:R}.");
        }
    }
}
