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

    /// <summary>Deviations of white noise.</summary>
    public static IReadOnlyList<double> NoiseLevels { get; } = [0.05, Settings.Noise, 0.2];

    /// <summary>Measures a network.</summary>
    public Measured Of(TrainedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        float[] clean = network.Simulate(task.Data.Test.Inputs);
        (double Error, double Fit)[] noise = [.. NoiseLevels.Select(d => Under(network, new WhiteNoise(d), Draws))];
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
            Clean = Errors.InUnits(task, task.Data.Test, clean),
            Fit = Errors.Fit(task, task.Data.Test, clean),
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
            ContractiveBound =
                settings.ProofBudget > TimeSpan.Zero ? network.LargestContractiveBound(options).InputBound : double.NaN,
        };
    }

    private (double Error, double Fit) Under(TrainedNetwork network, IDisturbance disturbance, int draws)
    {
        double squares = 0;
        double fit = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            float[] inputs = [.. task.Data.Test.Inputs];
            disturbance.Apply(inputs, task.Inputs, new Random(seed + draw));
            float[] simulated = network.Simulate(inputs);
            squares += Math.Pow(Errors.InUnits(task, task.Data.Test, simulated), 2) / draws;
            fit += Errors.Fit(task, task.Data.Test, simulated) / draws;
        }

        return (Math.Sqrt(squares), fit);
    }

    private Movement.Case Move(TrainedNetwork network)
    {
        (double[] windows, int count) = Movement.Spread(task.Data.Test, task.Inputs, AttackedSteps, settings.Windows);
        return Movement.Compare(network.Trajectories(), windows, count, Movement.Noise, TubeEffort.Normal, _ => { });
    }
}
