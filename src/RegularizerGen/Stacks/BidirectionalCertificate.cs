using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Stacks;

/// <summary>The certificate of a bidirectional stack from the tubes of its units, layer by layer, direction by direction.</summary>
internal sealed class BidirectionalCertificate(IReadOnlyList<UnitTube> units, IReadOnlyList<SetWeights> weights, int steps)
{
    private const int Directions = 2;

    private int Outputs => units[^1].Rows.Count;

    private bool IsBounded => units.All(u => u.Bounded == steps);

    public TubeCertificate Compose(string name, double radius, bool withGains)
    {
        (double[] Lower, double[] Upper)[] nominal = [.. Enumerable.Range(0, steps).Select(t => Both(u => u.Nominal, t))];
        (double[] Lower, double[] Upper)[] reach = [.. Enumerable.Range(0, steps).Select(t => Both(u => u.Reach, t))];
        return new TubeCertificate
        {
            Cell = name,
            Steps = steps,
            Radius = radius,
            BoundedSteps = IsBounded ? steps : 0,
            Nominal = [.. nominal.Select(n => TubeAnalysis.Each(n, n, (lo, hi, _, _) => TubeAnalysis.Middle(lo, hi)))],
            Lower = [.. reach.Select(r => r.Lower)],
            Upper = [.. reach.Select(r => r.Upper)],
            Movement = [.. nominal.Zip(reach, (n, r) => TubeAnalysis.Each(n, r, TubeAnalysis.Movement))],
            Reach = [.. units.SelectMany((u, k) => u.Analysis.Signals(u.Tube).Select(s => k % Directions == 0 ? s : Reversed(s)))],
            Gains = withGains ? Gains() : null,
            Margins = IsBounded ? Margins(nominal[^1]) : null,
            Assumptions = [.. units.SelectMany(u => u.Analysis.Step.Assumptions).Distinct()],
        };
    }

    /// <summary>The sum of both directions' parts at a time.</summary>
    private (double[] Lower, double[] Upper) Both(Func<UnitTube, IReadOnlyList<(double[] Lower, double[] Upper)>> of, int t) =>
        Sum(of(units[^2])[t], of(units[^1])[steps - 1 - t]);

    private static (double[] Lower, double[] Upper) Sum((double[] Lower, double[] Upper) a, (double[] Lower, double[] Upper) b) =>
        ([.. a.Lower.Zip(b.Lower, (x, y) => -Outward.Add(-x, -y))], [.. a.Upper.Zip(b.Upper, Outward.Add)]);

    private static SignalReach Reversed(SignalReach reach) =>
        reach with
        {
            Lower = [.. reach.Lower.Reverse()],
            Upper = [.. reach.Upper.Reverse()],
        };

    /// <summary>At the last time, which is the second direction's first step.</summary>
    private TubeMargins? Margins((double[] Lower, double[] Upper) nominal)
    {
        if (Outputs < 2)
        {
            return null;
        }

        int label = Enumerable.Range(0, Outputs).MaxBy(k => nominal.Lower[k]);
        (double[] lower, _) = Sum(Differences(units[^2], label, steps - 1), Differences(units[^1], label, 0));
        return new TubeMargins(label, [.. lower.Select((l, k) => k == label ? 0 : l)]);
    }

    private static (double[] Lower, double[] Upper) Differences(UnitTube unit, int label, int step) =>
        unit.Rows.Differences(label).Bound(unit.Tube, unit.Analysis.Step, step);

    /// <summary>Derivatives of the outputs at the last time, carried down layer by layer: what the two directions of a layer give is added,
    /// and is the derivative with respect to the outputs below at every time.</summary>
    private TubeGains Gains()
    {
        double[][] states = [.. units.Select(u => Infinite(Outputs * u.Cell.States.Sum(s => u.Cell.Widths[s.Node])))];
        IntervalMatrix[] above = [.. Enumerable.Range(0, steps).Select(_ => Unbounded(Outputs, units[0].Cell.InputWidth))];
        for (int layer = (units.Count / Directions) - 1; layer >= 0 && IsBounded; layer--)
        {
            (int forward, int reverse) = (layer * Directions, (layer * Directions) + 1);
            IntervalMatrix[]? arriving = reverse == units.Count - 1 ? null : above;
            (List<IntervalMatrix> one, states[forward]) = Unit(forward, arriving);
            (List<IntervalMatrix> other, states[reverse]) = Unit(reverse, arriving);

            // The last step comes first, which for the second direction is the first time.
            above = [.. Enumerable.Range(0, steps).Select(t => IntervalMatrix.Sum(one[steps - 1 - t], other[t]))];
        }

        return GainSummary.Of(above, SideBySide(states), InputSet.Scales(units[0].Cell));
    }

    /// <summary>What a unit carries to its inputs, from its last step to its first, and to its initial states.</summary>
    /// <param name="number">Which unit.</param>
    /// <param name="above">By time, derivatives with respect to the outputs of both directions; null in the last layer.</param>
    private (List<IntervalMatrix> Inputs, double[] States) Unit(int number, IntervalMatrix[]? above)
    {
        UnitTube unit = units[number];
        (int direction, int width) = (number % Directions, unit.Cell.OutputWidth);
        int start = direction == 0 ? 0 : units[number - 1].Cell.OutputWidth;
        return SetGains.Find(unit.Analysis.Step, unit.Tube.Ranges, Outputs, steps - 1, Rows);

        Func<IntervalMatrix, IntervalMatrix>? Rows(int step)
        {
            int time = StackShape.Step(direction, step, steps);
            if (above is not null)
            {
                return new SignedRows(above[time].ColumnBlock(start, width)).Times;
            }

            return time == steps - 1 ? matrix => unit.Rows.Times(matrix, weights[number]) : null;
        }
    }

    /// <summary>By output, the states of all units.</summary>
    private double[] SideBySide(double[][] states) =>
        [
            .. Enumerable
                .Range(0, Outputs)
                .SelectMany(row => states.SelectMany(s => s.Skip(row * (s.Length / Outputs)).Take(s.Length / Outputs))),
        ];

    private static IntervalMatrix Unbounded(int rows, int columns)
    {
        var unbounded = new IntervalMatrix(rows, columns);
        unbounded.Radius.AsSpan().Fill(double.PositiveInfinity);
        return unbounded;
    }

    private static double[] Infinite(int length) => [.. Enumerable.Repeat(double.PositiveInfinity, length)];
}
