using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets;

/// <summary>The certificate around one nominal sequence: the tube of radius 0 encloses what the cell computes there, the tube of the set
/// what it can compute, and derivatives over the set say how strongly.</summary>
internal sealed class TubeAnalysis
{
    /// <summary>Steps that walks of the nominal tube go back: its ranges are a few roundings wide, and stay so.</summary>
    private const int NominalWindow = 3;

    private readonly CellCore cell;
    private readonly SetWeights weights;
    private readonly SetStep step;
    private readonly OutputRows rows;
    private readonly InputSet set;
    private readonly TubeEffort effort;
    private readonly Action<double>? progress;
    private readonly CancellationToken cancellation;

    public TubeAnalysis(
        CellCore cell,
        SetWeights weights,
        OutputRows? readOut,
        InputSet set,
        TubeEffort effort,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        (this.cell, this.weights, this.set) = (cell, weights, set);
        (this.effort, this.progress, this.cancellation) = (effort, progress, cancellation);
        step = new SetStep(cell, weights);
        rows = readOut ?? OutputRows.Units(cell.OutputWidth);
    }

    /// <summary>The step that sets go through.</summary>
    public SetStep Step => step;

    /// <param name="withGains">Whether derivatives are wanted, too.</param>
    public TubeCertificate Run(bool withGains = true)
    {
        (_, _, List<(double[] Lower, double[] Upper)> nominal) = Reach(isNominal: true);
        (Tube tube, int bounded, List<(double[] Lower, double[] Upper)> reach) = Reach(isNominal: false);
        return new TubeCertificate
        {
            Cell = cell.Definition.Name,
            Steps = set.Steps,
            Radius = set.Radius,
            BoundedSteps = bounded,
            Nominal = [.. nominal.Select(n => Each(n, n, (lo, hi, _, _) => Middle(lo, hi)))],
            Lower = [.. reach.Select(r => r.Lower)],
            Upper = [.. reach.Select(r => r.Upper)],
            Movement = [.. nominal.Zip(reach, (n, r) => Each(n, r, Movement))],
            Reach = [.. Signals(tube)],
            Gains = withGains ? Gains(tube, bounded) : null,
            Margins = bounded < set.Steps ? null : Margins(tube, nominal[^1]),
            Assumptions = step.Assumptions,
        };
    }

    /// <summary>0 where nothing is known, as IEEE 1788 has it.</summary>
    public static double Middle(double lower, double upper) =>
        double.IsFinite(lower) && double.IsFinite(upper) ? (0.5 * lower) + (0.5 * upper) : 0;

    /// <summary>The largest distance of two points of two ranges.</summary>
    public static double Movement(double nominalLower, double nominalUpper, double lower, double upper) =>
        Math.Max(Outward.Add(nominalUpper, -lower), Outward.Add(upper, -nominalLower));

    /// <summary>A figure of every output, from two of its ranges.</summary>
    public static double[] Each(
        (double[] Lower, double[] Upper) a,
        (double[] Lower, double[] Upper) b,
        Func<double, double, double, double, double> of
    ) => [.. a.Lower.Select((lower, k) => of(lower, a.Upper[k], b.Lower[k], b.Upper[k]))];

    /// <summary>The tube, steps up to which all of it is finite, and by step the ranges of the outputs.</summary>
    public (Tube Tube, int Bounded, List<(double[] Lower, double[] Upper)> Outputs) Reach(bool isNominal)
    {
        var outputs = new List<(double[], double[])>();
        var tube = new Tube(step, weights, set.Steps) { KeepsInvariants = set.IsWithinInputBound };
        tube.Walk.Take(effort);
        tube.Walk.Window = isNominal ? NominalWindow : int.MaxValue;
        set.Write(tube.Ranges, isNominal);
        int bounded = tube.Run(t =>
        {
            outputs.Add(rows.Bound(tube, step, t));
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke((isNominal ? 0 : 0.1) + ((isNominal ? 0.1 : 0.8) * (t + 1.0) / set.Steps));
        });
        while (outputs.Count < set.Steps)
        {
            double[] nothing = [.. Enumerable.Repeat(double.PositiveInfinity, rows.Count)];
            outputs.Add(([.. nothing.Select(x => -x)], nothing));
        }

        return (tube, bounded, outputs);
    }

    /// <summary>The ranges of all signals of the user's.</summary>
    public IEnumerable<SignalReach> Signals(Tube tube)
    {
        foreach (SetNode node in step.Nodes.Where(n => n.Number < cell.Widths.Count))
        {
            SignalDefinition signal = cell.Definition.Signals[node.Number];
            IEnumerable<int> steps = Enumerable.Range(0, set.Steps);
            yield return new SignalReach(
                signal.Name,
                signal.Kind,
                [.. steps.Select(t => tube.Ranges.Lower(node.Number, t).ToArray())],
                [.. steps.Select(t => tube.Ranges.Upper(node.Number, t).ToArray())]
            );
        }
    }

    private TubeGains Gains(Tube tube, int bounded)
    {
        var derivatives = new List<IntervalMatrix>();
        double[] states;
        if (bounded == set.Steps)
        {
            (derivatives, states) = SetGains.Find(step, tube.Ranges, weights, rows, set.Steps - 1);
            derivatives.Reverse(); // from the first step on
        }
        else
        {
            var unbounded = new IntervalMatrix(rows.Count, cell.InputWidth);
            unbounded.Radius.AsSpan().Fill(double.PositiveInfinity);
            derivatives.AddRange(Enumerable.Repeat(unbounded, set.Steps));
            states = [.. Enumerable.Repeat(double.PositiveInfinity, rows.Count * cell.States.Sum(s => cell.Widths[s.Node]))];
        }

        return GainSummary.Of(derivatives, states, InputSet.Scales(cell));
    }

    private TubeMargins? Margins(Tube tube, (double[] Lower, double[] Upper) nominal)
    {
        if (rows.Count < 2)
        {
            return null;
        }

        int label = Enumerable.Range(0, rows.Count).MaxBy(k => nominal.Lower[k]);
        (double[] lower, _) = rows.Differences(label).Bound(tube, step, set.Steps - 1);
        return new TubeMargins(label, [.. lower.Select((l, k) => k == label ? 0 : l)]);
    }
}
