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
/// <param name="Proof">What is proved of it.</param>
/// <param name="Measured">What is measured of it on test data.</param>
public sealed record Outcome(Way Way, double Strength, IModel Model, double[] Fits, Proof Proof, Measured Measured);

/// <summary>Trains all candidates with the same number of optimizer steps and chooses per way, on validation data, the strength with the
/// best mean FIT over all noise levels; of ways that are there for a proof of contraction, candidates that have none come last.</summary>
public sealed class Comparison(Experiment experiment, IReadOnlyList<Way> ways, Func<Way, double, ITrainer> create, int steps, int seed)
{
    private const int OfProof = 1000;

    /// <summary>All work of a way, in optimizer steps: a proof counts as some.</summary>
    public int Work(Way way) => (steps * way.Strengths().Count) + (Proofs(way) * OfProof);

    /// <summary>Runs everything, on all cores; reports work done per way.</summary>
    public IReadOnlyList<Outcome> Run(Action<Way, int> progress)
    {
        (Way Way, double Strength)[] candidates = [.. ways.SelectMany(w => w.Strengths().Select(s => (w, s)))];
        var trained = new Trained[candidates.Length];
        OnAllCores(
            candidates.Length,
            k =>
            {
                (Way way, double strength) = candidates[k];
                ITrainer trainer = create(way, strength);
                for (int step = 0; step < steps; step++)
                {
                    trainer.Step(step, steps);
                    progress(way, 1);
                }

                double score = Evaluation.NoiseLevels.Average(n => Evaluation.Fit(trainer.Model, experiment.Validation, n, seed + 100));
                trained[k] = new Trained(
                    way,
                    strength,
                    trainer.Model,
                    score,
                    way.IsForProof() ? Prove(trainer.Model, way, progress) : null
                );
            }
        );
        var outcomes = new Outcome[ways.Count];
        OnAllCores(
            ways.Count,
            k =>
            {
                Trained best = trained.Where(t => t.Way == ways[k]).MaxBy(t => (t.Proof is { Rate: < 1 }, t.Score))!;
                outcomes[k] = new Outcome(
                    best.Way,
                    best.Strength,
                    best.Model,
                    [.. Evaluation.NoiseLevels.Select(n => Evaluation.Fit(best.Model, experiment.Test, n, seed + 200))],
                    best.Proof ?? Prove(best.Model, best.Way, progress),
                    best.Model.Measure(experiment.Test)
                );
            }
        );
        return outcomes;
    }

    private static Proof Prove(IModel model, Way way, Action<Way, int> progress)
    {
        Proof proof = model.Prove(way.IsForProof());
        progress(way, OfProof);
        return proof;
    }

    private static int Proofs(Way way) => way.IsForProof() ? way.Strengths().Count : 1;

    private static void OnAllCores(int count, Action<int> action) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, action);

    private sealed record Trained(Way Way, double Strength, IModel Model, double Score, Proof? Proof);
}
