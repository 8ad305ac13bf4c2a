using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;
using ScottPlot;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>The pictures of a group.</summary>
public static class Pictures
{
    private const int Width = 720;
    private const int Height = 440;

    /// <summary>Draws all; returns the paths.</summary>
    public static IEnumerable<string> Of(Group group, Study study, string folder)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(study);
        yield return Pareto(group, folder);
        yield return ErrorAgainstNoise(group, folder);
        yield return CertifiedAgainstAttacked(group, folder);
        RunKey key = group.PlainRuns.Runs[0].Key;
        StudyTask task = study.Load(key);
        if (study.Tasks.First(t => t.Name == key.Task).Files.Count > 0)
        {
            yield return Bands(group, task, study.Settings, folder);
        }
    }

    /// <summary>Clean against noisy error, with standard errors and the front.</summary>
    private static string Pareto(Group group, string folder)
    {
        using var plot = new Plot();
        (double Clean, double Noisy)[] means = [.. group.Ways.Select(w => (w.Mean(WayRuns.Clean).Mean, w.Mean(WayRuns.Noisy).Mean))];
        int[] front = [.. ParetoFront.Of(means)];
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(
            front.Select(k => means[k].Clean).ToArray(),
            front.Select(k => means[k].Noisy).ToArray(),
            Colors.Gray
        );
        line.MarkerSize = 0;
        line.LinePattern = LinePattern.Dotted;
        foreach (WayRuns way in group.Ways)
        {
            (Estimate clean, Estimate noisy) = (way.Mean(WayRuns.Clean), way.Mean(WayRuns.Noisy));
            Marker(plot, way, clean.Mean, noisy.Mean);
            if (way.Runs.Count > 1)
            {
                ScottPlot.Plottables.ErrorBar bar = plot.Add.ErrorBar([clean.Mean], [noisy.Mean], [noisy.StandardError]);
                bar.XErrorNegative = [clean.StandardError];
                bar.XErrorPositive = [clean.StandardError];
                bar.Color = Styles.Of(way.Way).Color.WithAlpha(0.4);
            }
        }

        return Save(plot, folder, group, "pareto", "clean error", FormattableString.Invariant($"error at noise {Settings.Noise:0.##}"));
    }

    private static string ErrorAgainstNoise(Group group, string folder)
    {
        using var plot = new Plot();
        double[] levels = [0, .. Meter.NoiseLevels];
        foreach (WayRuns way in group.Ways)
        {
            double[] errors = [way.Mean(WayRuns.Clean).Mean, .. Meter.NoiseLevels.Select((_, k) => way.Mean(m => m.Noise[k]).Mean)];
            ScottPlot.Plottables.Scatter line = plot.Add.Scatter(levels, errors, Styles.Of(way.Way).Color);
            line.LegendText = way.Way.Title;
            line.LineWidth = 1.5f;
            line.MarkerShape = Styles.Of(way.Way).Shape;
        }

        return Save(plot, folder, group, "noise", "deviation of input noise, scaled", "error");
    }

    /// <summary>What an attack found against what is proved, all seeds, both on logarithmic scales.</summary>
    private static string CertifiedAgainstAttacked(Group group, string folder)
    {
        using var plot = new Plot();
        foreach (WayRuns way in group.Ways)
        {
            foreach (Measured m in way.Runs.Select(r => r.Measured).Where(m => m.Attacked > 0 && double.IsFinite(m.Certified)))
            {
                Marker(plot, way, Math.Log10(m.Attacked), Math.Log10(m.Certified)).LegendText =
                    m == way.Runs[0].Measured ? way.Way.Title : string.Empty;
            }
        }

        return Save(plot, folder, group, "certified", "movement that an attack found, log10", "movement at most, proved, log10");
    }

    /// <summary>The process and, for plain training and the best of our ways under noise, the band of simulations of all seeds under
    /// noise.</summary>
    private static string Bands(Group group, StudyTask task, Settings settings, string folder)
    {
        using var plot = new Plot();
        WayRuns ours = group.Ways.Where(w => w.Way.Origin != WayOrigin.Usual).MinBy(w => w.Mean(WayRuns.Noisy).Mean) ?? group.PlainRuns;
        foreach (WayRuns way in new[] { group.PlainRuns, ours }.Distinct())
        {
            double[][] simulated = [.. way.Runs.Select(r => r.Measured.Excerpt.Select(y => (double)y).ToArray())];
            double[] samples = [.. simulated[0].Select((_, t) => (double)t)];
            double[] At(Func<IEnumerable<double>, double> of) => [.. samples.Select((_, t) => of(simulated.Select(s => s[t])))];
            ScottPlot.Plottables.FillY band = plot.Add.FillY(samples, At(v => v.Min()), At(v => v.Max()));
            band.FillColor = Styles.Of(way.Way).Color.WithAlpha(0.4);
            band.LineColor = Styles.Of(way.Way).Color;
            band.LineWidth = 1;
            band.MarkerSize = 0;
            band.LegendText = way.Way.Title;
        }

        float[] wanted = [.. new Meter(task, settings, 0).Excerpt(task.Data.Test.Clean)];
        ScottPlot.Plottables.Signal process = plot.Add.Signal(wanted.Select(y => (double)y).ToArray());
        process.Color = Colors.Black;
        process.LegendText = "measured";
        return Save(
            plot,
            folder,
            group,
            "bands",
            "sample after the wash-out",
            "output from the middle of its range" + (task.Unit.Length > 0 ? $" ({task.Unit})" : string.Empty)
        );
    }

    private static ScottPlot.Plottables.Marker Marker(Plot plot, WayRuns way, double x, double y)
    {
        ScottPlot.Plottables.Marker marker = plot.Add.Marker(x, y, Styles.Of(way.Way).Shape, 9, Styles.Of(way.Way).Color);
        marker.LegendText = way.Way.Title;
        return marker;
    }

    private static string Save(Plot plot, string folder, Group group, string kind, string x, string y)
    {
        plot.Title(group.Title);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.ShowLegend(Edge.Right);
        string path = Path.Combine(folder, $"{kind}-{group.FileName}.png");
        plot.SavePng(path, Width, Height);
        return path;
    }
}
