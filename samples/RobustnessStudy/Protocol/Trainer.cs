using System;
using System.Diagnostics;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>Trains one network one way. Sees training and validation data only.</summary>
public sealed class Trainer
{
    private readonly double strength;
    private readonly Settings settings;
    private readonly Network network;
    private readonly SeriesWindows<float, float> windows;
    private readonly Random draws;
    private readonly Regularizer regularizer;
    private readonly AdamW<float> adam;
    private readonly Validation validation;
    private readonly float[] outputs;
    private readonly float[] hiddenGradient;

    /// <summary>Draws the start of the network.</summary>
    /// <param name="task">Its test data are not looked at.</param>
    /// <param name="kind">The cell.</param>
    /// <param name="way">The way.</param>
    /// <param name="strength">Its strength; of a way without, anything.</param>
    /// <param name="seeds">Seeds of the run: the same for all ways.</param>
    /// <param name="number">Which candidate of its way it is: each has a start of its own, so that ways without a strength have as many
    /// chances.</param>
    /// <param name="settings">The budget.</param>
    public Trainer(StudyTask task, CellKind kind, Way way, double strength, Seeds seeds, int number, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(way);
        ArgumentNullException.ThrowIfNull(settings);
        this.strength = strength;
        this.settings = settings;
        int start = seeds.Start(number);
        network = new Network(kind, task.Inputs, settings.Units, task.Outputs, task.Window, settings.Batch, start);
        windows = new SeriesWindows<float, float>(
            task.Inputs,
            task.Outputs,
            new WindowOptions
            {
                Length = task.Window,
                Batch = settings.Batch,
                WashOut = task.WashOut,
            },
            new Series<float, float>(task.Data.Train.Inputs, task.Data.Train.Measured)
        );
        draws = new Random(start);
        regularizer = way.Create(new WayContext(network, task.Inputs, task.Window, start), strength);
        adam = new AdamW<float>(
            new AdamWOptions
            {
                Rate = LearningRate.WarmUpCosine(Settings.Rate, settings.Steps, Math.Min(Settings.WarmUp, settings.Steps - 1)),
                LargestNorm = Settings.LargestNorm,
                WeightDecay = regularizer.WeightDecay,
            },
            network.Trainable
        );
        validation = new Validation(task, seeds.ValidationNoise);
        outputs = new float[task.Window * settings.Batch * task.Outputs];
        hiddenGradient = new float[task.Window * settings.Batch * settings.Units];
    }

    /// <summary>Takes all steps of the budget; returns the network that was best on validation data on the way.</summary>
    public Candidate Run()
    {
        Candidate? best = null;
        var clock = new Stopwatch();
        for (int step = 1; step <= settings.Steps; step++)
        {
            clock.Start();
            Step((step - 1.0) / settings.Steps);
            clock.Stop();
            if (step * settings.Evaluations / settings.Steps > (step - 1) * settings.Evaluations / settings.Steps)
            {
                TrainedNetwork now = network.Copy();
                ValidationScore score = validation.Of(now);
                if (best is null || score.Score < best.Score.Score)
                {
                    best = new Candidate(strength, now, score, step, 0);
                }
            }
        }

        return best! with
        {
            SecondsPerStep = clock.Elapsed.TotalSeconds / settings.Steps,
        };
    }

    private void Step(double progress)
    {
        windows.Draw(draws);
        regularizer.Disturb(windows.Inputs);
        adam.ClearGradients();
        network.Cell.Forward(windows.Inputs);
        network.ReadOut.Forward(network.Cell.Output, outputs);
        Loss.Squared<float>(outputs, windows.Targets, outputs, windows.Mask);
        network.ReadOut.Backward(network.Cell.Output, outputs, hiddenGradient);
        network.Cell.Backward(windows.Inputs, hiddenGradient);
        regularizer.AddGradient(windows.Inputs, progress);
        adam.Step();
    }
}
