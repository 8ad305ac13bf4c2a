using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Disturbances;
using RegularizerGen.Samples.QuadrupleTank.Training;
using ScottPlot;

namespace RegularizerGen.Samples.QuadrupleTank.Reporting;

/// <summary>How far sensor noise can move the simulation, way by way.</summary>
public static class BandPlots
{
    private const int Columns = 3;
    private const int Width = 1350;
    private const int HeightOfRow = 380;

    /// <summary>One output: the process, the simulation, the band that noise was proved not to leave, and what of it an attack
    /// reached.</summary>
    public static string Show(Experiment experiment, IReadOnlyList<Disturbed> ways, int output, string folder)
    {
        int first = Evaluation.WashOut;
        double[] process = Of([.. experiment.Test.Clean.Select(y => (double)y)]);
        (double Low, double High) shown = Limits(process, ways.Select(w => (Of(w.Band.Lowest), Of(w.Band.Highest))));
        string name = experiment.OutputNames[output];
        var multiplot = new Multiplot();
        int rows = (ways.Count + Columns - 1) / Columns;
        multiplot.AddPlots(ways.Count);
        multiplot.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, Math.Min(Columns, ways.Count));
        for (int k = 0; k < ways.Count; k++)
        {
            Draw(multiplot.GetPlot(k), ways[k], k == 0);
        }

        string path = Path.Combine(folder, $"band-{Plots.FileName(name)}.png");
        multiplot.SavePng(path, Width, rows * HeightOfRow);
        return path;

        void Draw(Plot plot, Disturbed way, bool isFirst)
        {
            double[] samples = [.. process.Select((_, t) => (double)t)];
            Fill(Of(way.Band.Lower), Of(way.Band.Upper), Colors.Orange.WithAlpha(0.45), "proved");
            Fill(Of(way.Band.Lowest), Of(way.Band.Highest), Colors.RoyalBlue.WithAlpha(0.55), "found");
            Line(process, "process", Colors.Black);
            Line(Of(way.Band.Fit), "simulated", Colors.Red);
            plot.Title(string.Create(CultureInfo.InvariantCulture, $"{way.Way.Title()}: proved / found {Ratio(way.Band):0.00}"), size: 16);
            plot.XLabel($"sample after the first {first}");
            plot.YLabel(string.Create(CultureInfo.InvariantCulture, $"{name}, inputs off by ±{Movement.Noise}"));
            plot.Axes.SetLimits(0, process.Length - 1, shown.Low, shown.High);
            plot.Legend.IsVisible = isFirst;
            plot.Legend.Alignment = Alignment.LowerRight;

            void Fill(double[] lower, double[] upper, Color color, string title)
            {
                ScottPlot.Plottables.FillY fill = plot.Add.FillY(samples, Cut(lower), Cut(upper));
                fill.FillColor = color;
                fill.LineWidth = 0;
                fill.MarkerSize = 0;
                fill.LegendText = title;
            }

            void Line(double[] values, string title, Color color)
            {
                ScottPlot.Plottables.Signal line = plot.Add.Signal(values);
                line.LegendText = title;
                line.Color = color;
                line.LineWidth = 1.5f;
            }

            // A band that has diverged would hide the others.
            double[] Cut(double[] values) => [.. values.Select(v => Math.Clamp(v, shown.Low - 1, shown.High + 1))];
        }

        // Of the widths at the last sample, which is attacked.
        double Ratio(Band band) => (Of(band.Upper)[^1] - Of(band.Lower)[^1]) / (Of(band.Highest)[^1] - Of(band.Lowest)[^1]);

        double[] Of(double[] series) =>
            [
                .. Enumerable
                    .Range(first, Math.Min(Band.Steps, experiment.Test.Clean.Length / experiment.Outputs) - first)
                    .Select(t => series[(t * experiment.Outputs) + output]),
            ];
    }

    /// <summary>The same for all: what the process does and what was found, with room around.</summary>
    private static (double Low, double High) Limits(double[] process, IEnumerable<(double[] Lowest, double[] Highest)> found)
    {
        (double[] Lowest, double[] Highest)[] all = [.. found];
        double low = Math.Min(process.Min(), all.Min(f => f.Lowest.Min()));
        double high = Math.Max(process.Max(), all.Max(f => f.Highest.Max()));
        double room = 0.15 * (high - low);
        return (low - room, high + room);
    }
}
