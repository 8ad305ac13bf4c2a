using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>What sensor noise can do to a trained network around test data.</summary>
/// <param name="Way">How it was trained.</param>
/// <param name="Movements">Per length of a window, how far its end moves.</param>
/// <param name="Band">The band around the simulation.</param>
public sealed record Disturbed(Way Way, IReadOnlyList<Movement> Movements, Band Band)
{
    /// <summary>Whether an attack exceeded anything proved.</summary>
    public bool IsExceeded => Band.IsExceeded || Movements.Any(m => m.IsExceeded);

    /// <summary>Looks at the networks of a kind for which something is proved around trajectories, side by side on all cores.</summary>
    /// <param name="experiment">Its test data are looked at.</param>
    /// <param name="outcomes">The trained networks.</param>
    /// <param name="windows">The largest number of windows per length.</param>
    /// <param name="progress">Receives the way and the share that is done of it, from 0 to 1.</param>
    public static IReadOnlyList<Disturbed> Of(
        Experiment experiment,
        IReadOnlyList<Outcome> outcomes,
        int windows,
        TubeEffort effort,
        Action<Way, double> progress
    )
    {
        var result = new Disturbed?[outcomes.Count];
        Parallel.For(
            0,
            outcomes.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            k =>
            {
                if (outcomes[k].Model.Trajectories() is { } model)
                {
                    result[k] = Of(experiment, outcomes[k], model, windows, effort, share => progress(outcomes[k].Way, share));
                }
            }
        );
        return [.. result.OfType<Disturbed>()];
    }

    private static Disturbed Of(
        Experiment experiment,
        Outcome outcome,
        ITrajectories model,
        int windows,
        TubeEffort effort,
        Action<double> progress
    )
    {
        double parts = Movement.Lengths.Sum();
        double done = 0;
        var movements = new List<Movement>();
        foreach (int steps in Movement.Lengths)
        {
            movements.Add(Movement.Of(model, experiment.Test, steps, windows, effort, share => progress((done + (share * steps)) / parts)));
            done += steps;
        }

        return new Disturbed(outcome.Way, movements, Band.Of(outcome.Model, model, experiment.Test));
    }
}
