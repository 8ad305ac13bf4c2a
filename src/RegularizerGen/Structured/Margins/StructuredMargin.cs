using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured.Margins;

/// <summary>The rate of contraction that carried scales show, smoothed from above, and its exact gradient.</summary>
internal sealed class StructuredMargin
{
    private readonly RangeLimit limit;
    private readonly int[] channels;
    private readonly ContractionForm form;
    private readonly SmoothRoot root;
    private bool isStarted;

    public StructuredMargin(CellCore cell, UnitwiseWeights weights, int most)
    {
        limit = new RangeLimit(cell, weights, most);
        Difference = new StepDifference(cell, weights);
        channels = Difference.ChannelsBetween(withOutput: false, withInputs: false);
        form = new ContractionForm(Difference, channels, []);
        root = new SmoothRoot(form.Width);
        Scales = new MovingScales(form.States, form.ChannelWidths);
    }

    public StepDifference Difference { get; }

    public MovingScales Scales { get; }

    public ContractionForm Form => form;

    public SmoothRoot Root => root;

    public RangeLimit Limit => limit;

    /// <summary>ψ; infinite where there are no ranges, or no scales.</summary>
    public double Evaluate(bool withGradient)
    {
        if (!limit.TryFind() || !Difference.Factors.TryEvaluate(limit.Taped, limit.Kernels))
        {
            return double.PositiveInfinity;
        }

        Difference.Forward();
        return TryScales() ? root.Evaluate(form.Z, withGradient) : double.PositiveInfinity;
    }

    public bool TryReverse(double adjoint)
    {
        System.Numerics.Tensors.TensorPrimitives.Multiply<double>(root.Gradient, adjoint, root.Gradient);
        Difference.ClearAdjoints();
        form.Reverse(root.Gradient, Scales.S, ofBlocks: true);
        Difference.Reverse();
        return limit.TryReverse(Difference.Factors);
    }

    public bool TryScales()
    {
        if (isStarted && form.TryEvaluate(Scales.T, Scales.S))
        {
            return true;
        }

        if (isStarted)
        {
            Scales.Return();
            if (form.TryEvaluate(Scales.T, Scales.S))
            {
                return true;
            }
        }

        isStarted = TryStart();
        return isStarted && form.TryEvaluate(Scales.T, Scales.S);
    }

    public IntervalMatrix Matrix()
    {
        int n = form.States + form.ChannelWidths.Sum();
        var matrix = new IntervalMatrix(n, n);
        int[] sources = [.. Enumerable.Range(Difference.Inputs, Difference.States), .. channels.Select(c => Difference.FirstChannel + c)];
        int row = 0;
        for (int k = 0; k < sources.Length; k++)
        {
            int column = 0;
            foreach (int source in sources)
            {
                Block? block = k < Difference.States ? Difference.Next(k, source) : Difference.Argument(channels[k - Difference.States], source);
                block?.CopyTo(matrix.Centre, n, row, column);
                column += Difference.Widths[source];
            }

            row += Difference.Widths[sources[k]];
        }

        return matrix;
    }

    private bool TryStart()
    {
        IntervalMatrix matrix = Matrix();
        if (StartingScales.Find(matrix, form.States, matrix.Rows - form.States, (0, form.States)) is not { } start)
        {
            return false;
        }

        start.T.CopyTo(Scales.T, 0);
        int next = 0;
        foreach (double[] own in Scales.S)
        {
            start.S.AsSpan(next, own.Length).CopyTo(own);
            next += own.Length;
        }

        Scales.Restart();
        return true;
    }
}
