using System;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks;

/// <summary>A task: series in the units in which networks see them, and what their errors mean.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Data">Series for training, validation and test, scaled such that the training series spans [-1, 1].</param>
/// <param name="Unit">Unit of the outputs; empty where they have none.</param>
/// <param name="Scale">How many of these units a scaled output of 1 is, output by output.</param>
/// <param name="Window">Steps of a training window.</param>
/// <param name="WashOut">First samples of windows and series whose errors do not count: the network starts from zero states.</param>
public sealed record StudyTask(string Name, Experiment Data, string Unit, double[] Scale, int Window, int WashOut)
{
    /// <summary>Number of inputs X.</summary>
    public int Inputs => Data.Inputs;

    /// <summary>Number of outputs Y.</summary>
    public int Outputs => Data.Outputs;

    /// <summary>The same with the first quarter of the training series, at least a window and a tenth; validation and test stay.</summary>
    public StudyTask WithFewData()
    {
        int samples = Data.Train.Inputs.Length / Inputs;
        int kept = Math.Clamp(samples / 4, Math.Min(samples, Window * 11 / 10), samples);
        return this with { Data = Data with { Train = Data.Train.Slice(0, kept, Inputs, Outputs) } };
    }

    /// <summary>Scales raw series by the training series alone.</summary>
    /// <exception cref="FormatException">A column of the training series does not vary.</exception>
    public static StudyTask Of(
        string name,
        string title,
        string unit,
        (RawSeries Train, RawSeries Validation, RawSeries Test) raw,
        int window,
        int washOut
    )
    {
        Scaling[] inputs = [.. raw.Train.Inputs.Select(c => Scaling.Of(c, title))];
        Scaling[] outputs = [.. raw.Train.Outputs.Select(c => Scaling.Of(c, title))];
        string[] Named(string letter, int count) => [.. Enumerable.Range(1, count).Select(k => $"{letter}{k}")];
        var data = new Experiment(
            title,
            Named("u", inputs.Length),
            Named("y", outputs.Length),
            raw.Train.Scaled(inputs, outputs),
            raw.Validation.Scaled(inputs, outputs),
            raw.Test.Scaled(inputs, outputs)
        );
        return new StudyTask(name, data, unit, [.. outputs.Select(s => s.Unit)], window, washOut);
    }
}
