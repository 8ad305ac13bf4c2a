using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;
using ScottPlot;

namespace RegularizerGen.Samples.QuadrupleTank.Reporting;

/// <summary>The comparison as pictures.</summary>
public static class Plots
{
    private const int Width = 1100;
    private const int Height = 480;
    private const int ShownSamples = 300;
    private const int Seed = 77;

    /// <summary>Error against noise level, all ways in one picture.</summary>
    public static string ErrorAgainstNoise(IReadOnlyList<Outcome> outcomes, string folder)
    {
        using var plot = new Plot();
        foreach (Outcome outcome in outcomes)
        {
            ScottPlot.Plottables.Scatter line = plot.Add.Scatter(Evaluation.NoiseLevels, outcome.Fits.Select(fit => 100 - fit).ToArray());
            line.LegendText = outcome.Way.Title();
            line.LineWidth = 2.5f;
            line.MarkerSize = 9;
        }

        plot.Title("Simulation error on test data against input noise");
        plot.XLabel("standard deviation of the input noise (normalised)");
        plot.YLabel("error, 100 - FIT (%)");
        plot.ShowLegend(Edge.Right);
        return Save(plot, folder, "error-against-noise.png", Width * 3 / 4, Height);
    }

    /// <summary>One output over time under the strongest noise: the process, plain training, and the Tikhonov bound.</summary>
    public static string FitOverTime(Experiment experiment, IReadOnlyList<Outcome> outcomes, int output, string folder)
    {
        using var plot = new Plot();
        double noise = Evaluation.NoiseLevels[^1];
        int first = Evaluation.WashOut;
        int samples = Math.Min(ShownSamples, (experiment.Test.Clean.Length / experiment.Outputs) - first);
        Add(experiment.Test.Clean, "process", Colors.Black, 2.5f);
        foreach ((Way way, Color color) in new[] { (Way.Plain, Colors.OrangeRed), (Way.Tikhonov, Colors.RoyalBlue) })
        {
            Outcome outcome = outcomes.First(o => o.Way == way);
            Add(Evaluation.Simulate(outcome.Model, experiment.Test, noise, Seed), way.Title(), color, 1.5f);
        }

        string name = experiment.OutputNames[output];
        plot.Title(
            $"Free-running simulation of {name} under input noise {noise.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}"
        );
        plot.XLabel($"sample after the first {first}");
        plot.YLabel($"{name} (normalised)");
        plot.ShowLegend(Alignment.UpperRight);
        return Save(plot, folder, $"fit-over-time-{FileName(name)}.png", Width, Height);

        void Add(float[] series, string title, Color color, float width)
        {
            ScottPlot.Plottables.Signal line = plot.Add.Signal(
                Enumerable.Range(0, samples).Select(t => (double)series[((first + t) * experiment.Outputs) + output]).ToArray()
            );
            line.LegendText = title;
            line.Color = color;
            line.LineWidth = width;
        }
    }

    /// <summary>A column may be named as no file can be.</summary>
    public static string FileName(string name) => new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_')]);

    private static string Save(Plot plot, string folder, string name, int width, int height)
    {
        string path = Path.Combine(folder, name);
        plot.SavePng(path, width, height);
        return path;
    }
}
