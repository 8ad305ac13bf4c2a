using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>A trained network and what was measured of it.</summary>
/// <param name="Way">How it was trained.</param>
/// <param name="Strength">The strength that validation chose.</param>
/// <param name="Network">The network.</param>
/// <param name="Fits">FIT % on test data per noise level.</param>
/// <param name="CertifiedGain">White-noise gain proved from the weights.</param>
/// <param name="Stability">What is proved of its stability, in the Euclidean norm.</param>
/// <param name="Measured">Sensitivity measured on test inputs.</param>
public sealed record Outcome(Way Way, double Strength, Network Network, double[] Fits, double CertifiedGain, Certificate Stability, SensitivityReport Measured);

/// <summary>Trains all candidates with the same number of optimizer steps and chooses per way, on validation data, the strength with the best mean FIT over all noise levels.</summary>
public sealed class Comparison(Experiment experiment, int steps, int seed)
{
    /// <summary>Runs everything, on all cores; reports steps done per way.</summary>
    public IReadOnlyList<Outcome> Run(Action<Way, int> progress)
    {
        (Way Way, double Strength)[] candidates = [.. Ways.All.SelectMany(w => w.Strengths().Select(s => (w, s)))];
        var trained = new (Network Network, double Score)[candidates.Length];
        Parallel.For(0, candidates.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, k =>
        {
            var trainer = new Trainer(experiment, candidates[k].Way, candidates[k].Strength, seed);
            for (int step = 0; step < steps; step++)
            {
                trainer.Step(step, steps);
                progress(candidates[k].Way, 1);
            }

            double score = Evaluation.NoiseLevels.Average(n => Evaluation.Fit(trainer.Network, experiment.Validation, n, seed + 100));
            trained[k] = (trainer.Network, score);
        });

        return [.. Ways.All.Select(way => Best(way, candidates, trained))];
    }

    private Outcome Best(Way way, (Way Way, double Strength)[] candidates, (Network Network, double Score)[] trained)
    {
        // The stability margin is there for a proof: candidates that have none come last.
        int best = Enumerable.Range(0, candidates.Length).Where(k => candidates[k].Way == way)
            .MaxBy(k => (way == Way.Stability && Evaluation.Certify(trained[k].Network, Perturbation.Energy).IsContractive, trained[k].Score));
        Network network = trained[best].Network;
        return new Outcome(
            way,
            candidates[best].Strength,
            network,
            [.. Evaluation.NoiseLevels.Select(n => Evaluation.Fit(network, experiment.Test, n, seed + 200))],
            Evaluation.Certify(network, Perturbation.WhiteNoise).Finite.Gain,
            Evaluation.Certify(network, Perturbation.Energy),
            Evaluation.Measure(network, experiment.Test));
    }
}
