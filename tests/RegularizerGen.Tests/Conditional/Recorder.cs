using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Passes;

namespace RegularizerGen.Tests.Conditional;

/// <summary>Keeps the values of signals by step of a stream.</summary>
internal sealed class Recorder<T>(PassPlan<T> plan, IReadOnlyList<string> names) : SignalWatch<T>(plan, names)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>By step, by signal, [units].</summary>
    public List<double[][]> Steps { get; } = [];

    /// <summary>Runs a sequence.</summary>
    public static List<double[][]> Run(
        CellDescription cell,
        int[] sizes,
        double[] parameters,
        double[] inputs,
        IReadOnlyList<string> names,
        double[][]? initial = null
    )
    {
        CellStream<T> stream = cell.Stream(sizes, Convert(parameters));
        stream.Start(initial is null ? null : [.. initial.Select(Convert)]);
        Recorder<T> recorder = stream.Watched(plan => new Recorder<T>(plan, names));
        T[] all = Convert(inputs);
        int width = ((RegularizerGen.Definitions.CellCore)cell.Step(sizes)).InputWidth;
        for (int start = 0; start < all.Length; start += width)
        {
            recorder.Steps.Add(new double[names.Count][]);
            _ = stream.Next(all.AsSpan(start, width));
        }

        return recorder.Steps;
    }

    private static T[] Convert(double[] values) => [.. values.Select(T.CreateTruncating)];

    protected override void See(int index, ReadOnlySpan<T> values, int step)
    {
        double[] own = Steps[^1][index] = new double[values.Length];
        for (int k = 0; k < own.Length; k++)
        {
            own[k] = double.CreateTruncating(values[k]);
        }
    }
}
