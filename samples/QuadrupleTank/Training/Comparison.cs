using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>A trained network and what was found of it.</summary>
/// <param name="Way">How it was trained.</param>
/// <param name="Strength">The strength that validation chose.</param>
/// <param name="Model">The network.</param>
/// <param name="Fits">FIT % on test data per noise level.</param>
/// <param name="Judgement">What is proved and what is measured of it.</param>
public sealed record Outcome(Way Way, double Strength, IModel Model, double[] Fits, Judgement Judgement);

/// <summary>Trains all candidates with the same number of optimizer steps and chooses per way, on validation data, the strength with the
/// best mean FIT over all noise levels.</summary>
public sealed class Comparison(Experiment experiment, IReadOnlyList<Way> ways, Func<Way, double, ITrainer> create, int steps, int seed)
{
    /// <summary>Runs everything, on all cores; reports steps done per way.</summary>
    public IReadOnlyList<Outcome> Run(Action<Way, int> progress)
    {
        (Way Way, double Strength)[] candidates = [.. ways.SelectMany(w => w.Strengths().Select(s => (w, s)))];
        var trained = new (IModel Model, double Score)[candidates.Length];
        Parallel.For(
            0,
            candidates.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            k =>
            {
                ITrainer trainer = create(candidates[k].Way, candidates[k].Strength);
                for (int step = 0; step < steps; step++)
                {
                    trainer.Step(step, steps);
                    progress(candidates[k].Way, 1);
                }

                double score = Evaluation.NoiseLevels.Average(n => Evaluation.Fit(trainer.Model, experiment.Validation, n, seed + 100));
                trained[k] = (trainer.Model, score);
            }
        );

        return [.. ways.Select(way => Best(way, candidates, trained))];
    }

    private Outcome Best(Way way, (Way Way, double Strength)[] candidates, (IModel Model, double Score)[] trained)
    {
        // The stability margin is there for a proof: candidates that have none come last.
        int best = Enumerable
            .Range(0, candidates.Length)
            .Where(k => candidates[k].Way == way)
            .MaxBy(k => (way == Way.Stability && trained[k].Model.Judge(experiment.Validation).SpectralRadius < 1, trained[k].Score));
        IModel model = trained[best].Model;
        return new Outcome(
            way,
            candidates[best].Strength,
            model,
            [.. Evaluation.NoiseLevels.Select(n => Evaluation.Fit(model, experiment.Test, n, seed + 200))],
            model.Judge(experiment.Test)
        );
    }
}
