using System;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Tasks;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>The validation series, clean and with two draws of noise, side by side: one pass scores a network.</summary>
public sealed class Validation
{
    private const int Draws = 2;
    private const int Batch = 1 + Draws;

    private readonly StudyTask task;
    private readonly float[] inputs;

    /// <summary>Draws the noise once: all networks of a run meet the same.</summary>
    public Validation(StudyTask task, int seed)
    {
        ArgumentNullException.ThrowIfNull(task);
        this.task = task;
        float[] clean = task.Data.Validation.Inputs;
        inputs = new float[clean.Length * Batch];
        for (int column = 0; column < Batch; column++)
        {
            float[] disturbed = [.. clean];
            if (column > 0)
            {
                new WhiteNoise(Settings.Noise).Apply(disturbed, task.Inputs, new Random(seed + column));
            }

            for (int k = 0; k < clean.Length; k++)
            {
                inputs[(((k / task.Inputs * Batch) + column) * task.Inputs) + (k % task.Inputs)] = disturbed[k];
            }
        }
    }

    /// <summary>Scores a network.</summary>
    public ValidationScore Of(TrainedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        float[] simulated = network.Simulate(inputs, Batch);
        double[] errors =
        [
            .. Enumerable.Range(0, Batch).Select(c => Errors.Scaled(task, task.Data.Validation.Measured, Column(simulated, c))),
        ];
        double noisy = Math.Sqrt(errors.Skip(1).Average(e => e * e));
        return new ValidationScore(errors[0], noisy, Math.Sqrt(errors[0] * noisy));
    }

    private float[] Column(float[] simulated, int column) => [.. simulated.Where((_, k) => k / task.Outputs % Batch == column)];
}
