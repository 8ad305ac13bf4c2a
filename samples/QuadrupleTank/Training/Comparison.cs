using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>A trained network and what was measured of it.</summary>
/// <param name="Way">How it was trained.</param>
/// <param name="Strength">The strength that validation chose.</param>
/// <param name="Network">The network.</param>
/// <param name="Fits">FIT % on test data per noise level.</param>
/// <param name="CertifiedGain">Gain bounded from the weights.</param>
/// <param name="MeasuredGain">Largest gain measured on test inputs.</param>
/// <param name="Seconds">Training time of this network.</param>
public sealed record Outcome(Way Way, double Strength, Network Network, double[] Fits, double CertifiedGain, double MeasuredGain, double Seconds);

/// <summary>Trains all candidates with the same number of optimizer steps and chooses per way, on validation data, the strength with the best mean FIT over all noise levels.</summary>
public sealed class Comparison(Experiment experiment, int steps, int seed)
{
    /// <summary>Runs everything, on all cores; reports steps done per way.</summary>
    public IReadOnlyList<Outcome> Run(Action<Way, int> progress)
    {
        (Way Way, double Strength)[] candidates = [.. Ways.All.SelectMany(w => w.Strengths().Select(s => (w, s)))];
        var trained = new (Network Network, double Score, double Seconds)[candidates.Length];
        Parallel.For(0, candidates.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, k =>
        {
            var clock = Stopwatch.StartNew();
            var trainer = new Trainer(experiment, candidates[k].Way, candidates[k].Strength, seed);
            for (int step = 0; step < steps; step++)
            {
                trainer.Step(step, steps);
                progress(candidates[k].Way, 1);
            }

            double seconds = clock.Elapsed.TotalSeconds;
            double score = Evaluation.NoiseLevels.Average(n => Evaluation.Fit(trainer.Network, experiment.Validation, n, seed + 100));
            trained[k] = (trainer.Network, score, seconds);
        });

        return [.. Ways.All.Select(way => Best(way, candidates, trained))];
    }

    private Outcome Best(Way way, (Way Way, double Strength)[] candidates, (Network Network, double Score, double Seconds)[] trained)
    {
        int best = Enumerable.Range(0, candidates.Length).Where(k => candidates[k].Way == way).MaxBy(k => trained[k].Score);
        Network network = trained[best].Network;
        return new Outcome(
            way,
            candidates[best].Strength,
            network,
            [.. Evaluation.NoiseLevels.Select(n => Evaluation.Fit(network, experiment.Test, n, seed + 200))],
            Evaluation.CertifiedGain(network),
            Evaluation.MeasuredGain(network, experiment.Test),
            trained[best].Seconds);
    }
}
