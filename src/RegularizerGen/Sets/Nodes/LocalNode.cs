using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets.Nodes;

/// <summary>An operator that works unit by unit and is not linear.</summary>
internal abstract class LocalNode(int number, int width, params int[] arguments) : SetNode(number, arguments)
{
    private readonly List<LinearBounds> bounds = [];

    /// <summary>Units of the signal.</summary>
    public int Width { get; } = width;

    /// <summary>The linear bounds at a step.</summary>
    public LinearBounds this[int step] => bounds[step];

    /// <summary>Finds the linear bounds at a step, from the ranges of the arguments.</summary>
    public void Relax(SetRanges ranges, int step)
    {
        if (bounds.Count == step)
        {
            bounds.Add(new LinearBounds(Arguments.Count, Width));
        }

        LinearBounds own = bounds[step];
        Relax(ranges, step, own);
        Measure(ranges, step, own);
    }

    /// <summary>Finds the offsets that given slopes need at a step.</summary>
    public void Close(SetRanges ranges, int step, LinearBounds own)
    {
        for (int unit = 0; unit < Width; unit++)
        {
            WriteOffsets(ranges, step, own, unit);
        }

        Measure(ranges, step, own);
    }

    /// <summary>Writes between which slopes those of a unit move.</summary>
    public abstract void WriteEnds(SetRanges ranges, int step, FreeSlopes free, int unit);

    private void Measure(SetRanges ranges, int step, LinearBounds own)
    {
        double[][] sizes = [.. Arguments.Select(_ => new double[Width])];
        for (int k = 0; k < sizes.Length; k++)
        {
            ranges.Magnitudes(Arguments[k], step, sizes[k]);
        }

        own.ArgumentSize = sizes.Sum(s => s.Sum());
        for (int unit = 0; unit < Width; unit++)
        {
            double size = Math.Max(Math.Abs(own.UpperOffsets[unit]), Math.Abs(own.LowerOffsets[unit]));
            for (int k = 0; k < sizes.Length; k++)
            {
                size += Math.Max(Math.Abs(own.UpperSlopes[k][unit]), Math.Abs(own.LowerSlopes[k][unit])) * sizes[k][unit];
            }

            own.Magnitudes[unit] = Outward.Sum(size);
        }
    }

    public override void AddDerivative(SetRanges ranges, int step, Func<int, IntervalMatrix?> of, IntervalMatrix own)
    {
        for (int k = 0; k < Arguments.Count; k++)
        {
            int argument = k;
            if (of(Arguments[k]) is { } derivative)
            {
                own.AddScaled(unit => Slope(ranges, step, argument, unit), derivative);
            }
        }
    }

    /// <summary>The derivative of a unit with respect to an argument, on its ranges.</summary>
    public abstract Enclosure Slope(SetRanges ranges, int step, int argument, int unit);

    /// <summary>What that derivative is.</summary>
    public virtual SlopeFactor Factor(int argument) => default;

    /// <summary>Writes good linear bounds.</summary>
    protected abstract void Relax(SetRanges ranges, int step, LinearBounds own);

    /// <summary>Writes the offsets of a unit that its slopes need, whatever they are.</summary>
    protected abstract void WriteOffsets(SetRanges ranges, int step, LinearBounds own, int unit);
}
