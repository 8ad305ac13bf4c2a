using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Measures;

/// <summary>Measures networks on the test data of a task; all networks of a seed meet the same disturbances.</summary>
public sealed class Meter(StudyTask task, Settings settings, int seed)
{
    private const int Draws = 3;
    private const double Off = 0.1;
    private const double Memory = 0.95;
    private const double ShareOfSpikes = 0.01;
    private const double ShareHeld = 0.2;
    private const double LengthHeld = 5;
    private const int AttackedSteps = 64;
    private const int ExcerptLength = 200;
    private const double FirstBound = 0.3;

    /// <summary>Deviations of white noise.</summary>
    public static IReadOnlyList<double> NoiseLevels { get; } = [0.05, Settings.Noise, 0.2];

    /// <summary>The first output of the first samples after the wash-out, as deviation from the middle of the training range, in its
    /// unit.</summary>
    public IEnumerable<float> Excerpt(float[] outputs) =>
        outputs.Where((_, k) => k % task.Outputs == 0).Skip(task.WashOut).Take(ExcerptLength).Select(y => (float)(y * task.Scale[0]));

    /// <summary>Measures a network.</summary>
    public Measured Of(TrainedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        float[] clean = network.Simulate(task.Data.Test.Inputs);
        (double Error, double Fit)[] noise = [.. NoiseLevels.Select(d => Under(network, new WhiteNoise(d), Draws))];
        float[] noisy = Disturbed(network, new WhiteNoise(Settings.Noise), 0);
        Movement.Case moved = Move(network);
        var options = new CertificateOptions
        {
            Horizon = WayContext.Horizon,
            Perturbation = Perturbation.WhiteNoise,
            InputBound = WayContext.InputBound,
            Budget = settings.ProofBudget,
            LongestBlock = 0, // a norm for every step proves more of what was trained, sooner
        };
        Certificate proved = network.Certify(options);
        return new Measured
        {
            Clean = Errors.InUnits(task, task.Data.Test.Clean, clean),
            Fit = Errors.Fit(task, task.Data.Test.Clean, clean),
            Noise = [.. noise.Select(n => n.Error)],
            NoiseFit = [.. noise.Select(n => n.Fit)],
            Coloured = Under(network, new ColouredNoise(Settings.Noise, Memory), Draws).Error,
            Offset = (Under(network, new Offset(Off), 1).Error + Under(network, new Offset(-Off), 1).Error) / 2,
            Spikes = Under(network, new Spikes(ShareOfSpikes), Draws).Error,
            Held = Under(network, new Held(ShareHeld, LengthHeld), Draws).Error,
            Attacked = moved.Found,
            Certified = moved.Proved,
            IsExceeded = moved.IsExceeded,
            Gain = proved.Finite.Gain,
            AnyStepsGain = proved.AnyStepsGain,
            Rate = proved.DecayRate,
            Excerpt = [.. Excerpt(noisy).Select(y => MathF.Round(y, 4))],
            ContractiveBound = LargestContractiveBound(network, options),
        };
    }

    /// <summary>Searched from a small bound on, since failures take the longest.</summary>
    private static double LargestContractiveBound(TrainedNetwork network, CertificateOptions options) =>
        options.Budget > TimeSpan.Zero
            ? network.LargestContractiveBound(options with { InputBound = FirstBound, LongestBlock = 1 }).InputBound
            : double.NaN;

    private (double Error, double Fit) Under(TrainedNetwork network, IDisturbance disturbance, int draws)
    {
        double squares = 0;
        double fit = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            float[] simulated = Disturbed(network, disturbance, draw);
            squares += Math.Pow(Errors.InUnits(task, task.Data.Test.Clean, simulated), 2) / draws;
            fit += Errors.Fit(task, task.Data.Test.Clean, simulated) / draws;
        }

        return (Math.Sqrt(squares), fit);
    }

    private float[] Disturbed(TrainedNetwork network, IDisturbance disturbance, int draw)
    {
        float[] inputs = [.. task.Data.Test.Inputs];
        disturbance.Apply(inputs, task.Inputs, new Random(seed + draw));
        return network.Simulate(inputs);
    }

    private Movement.Case Move(TrainedNetwork network)
    {
        (double[] windows, int count) = Movement.Spread(task.Data.Test, task.Inputs, AttackedSteps, settings.Windows);
        return Movement.Compare(network.Trajectories(), windows, count, Movement.Noise, TubeEffort.Normal, _ => { });
    }
}
