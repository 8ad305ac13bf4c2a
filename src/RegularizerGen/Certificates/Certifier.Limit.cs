using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;
using RegularizerGen.Weights;

namespace RegularizerGen.Certificates;

/// <summary>What holds for any number of steps: invariant ranges, and the sums of all steps there.</summary>
public sealed partial class Certifier
{
    /// <summary>Invariant ranges, and what follows from A and B at them. The evaluation that is handed out stands at these ranges, or at
    /// the last step of the horizon where there are none.</summary>
    private CertifiedLimit? Limit(UnitwiseAnalysis? unitwise, out BestGains? gains, out BoundEvaluation<Enclosure> evaluation)
    {
        evaluation = Evaluation(1);
        StepBound<Enclosure> bound = evaluation.Steps;
        evaluation.Start();
        double[] lo = [.. Enumerable.Range(0, bound.States).Select(s => bound.Lo(0, s).Lower)];
        double[] hi = [.. Enumerable.Range(0, bound.States).Select(s => bound.Hi(0, s).Upper)];
        bool settled = unitwise?.TrySettle() == true;
        for (int state = 0; state < lo.Length && settled; state++)
        {
            (lo[state], hi[state]) = unitwise!.PreviousRange(state);
        }

        if (!settled && !InvariantRanges.TryFind(lo, hi, Step))
        {
            evaluation = Evaluation(1);
            LeaveAtHorizon(evaluation);
            gains = null;
            return null;
        }

        AtLimit(evaluation);
        StepCoefficients coefficients = Coefficients(bound);
        CertifiedRange[] ranges = settled ? [.. Ranges(bound).Zip(Ranges(unitwise!), Intersection)] : Ranges(bound);
        NonNegativeMatrix matrix = Matrix(bound);
        double radius = matrix.SpectralRadius();
        double readOutNorm = readOutSlot?.Operator.Value ?? 1;
        int? recovery = radius < 1 ? matrix.RecoveryTime(Math.BitDecrement(options.RecoveryFraction / readOutNorm)) : null;
        gains = Gains(
            evaluation,
            GainAtLimit,
            settled ? unitwise!.LimitMoved() : null,
            runs: 1000,
            channel => settled ? unitwise!.LimitImpulses(channel) : null
        );
        double decay = radius;
        if (settled && options.Perturbation == Perturbation.Peak)
        {
            decay = Math.Min(radius, unitwise!.Rate);
            recovery = Earlier(recovery, unitwise.RecoveryTime(options.RecoveryFraction, moved => ReadOut(moved).Max()));
        }

        AtLimit(evaluation);
        return new CertifiedLimit(ranges, coefficients, radius, decay, gains.Gains, recovery);

        double GainAtLimit(BoundEvaluation<Enclosure> e)
        {
            AtLimit(e);
            NonNegativeMatrix step = Matrix(e.Steps);
            return step.SpectralRadius() < 1
                ? Times(options.Perturbation == Perturbation.WhiteNoise ? step.RootOfSquares() : step.SumOfSteps(), readOutNorm)
                : double.PositiveInfinity;
        }

        void AtLimit(BoundEvaluation<Enclosure> e)
        {
            e.Start();
            Step(lo, hi, new double[lo.Length], new double[lo.Length]);
        }

        void Step(ReadOnlySpan<double> fromLo, ReadOnlySpan<double> fromHi, Span<double> toLo, Span<double> toHi)
        {
            for (int s = 0; s < bound.States; s++)
            {
                bound.Lo(0, s) = fromLo[s];
                bound.Hi(0, s) = fromHi[s];
            }

            bound.Forward(0);
            for (int s = 0; s < bound.States; s++)
            {
                toLo[s] = bound.Lo(1, s).Lower;
                toHi[s] = bound.Hi(1, s).Upper;
            }
        }
    }

    private static int? Earlier(int? a, int? b) => a is null || b < a ? b : a;

    private void LeaveAtHorizon(BoundEvaluation<Enclosure> evaluation)
    {
        StepBound<Enclosure> bound = evaluation.Steps;
        evaluation.Start();
        for (int step = 0; step < options.Horizon; step++)
        {
            bound.Forward(0);
            for (int s = 0; s < bound.States && step + 1 < options.Horizon; s++)
            {
                bound.Lo(0, s) = bound.Lo(1, s);
                bound.Hi(0, s) = bound.Hi(1, s);
            }
        }
    }

    private NonNegativeMatrix Matrix(StepBound<Enclosure> bound) =>
        new(
            [.. Enumerable.Range(0, bound.RowCount * bound.States).Select(k => bound.A(0, k / bound.States, k % bound.States).Upper)],
            [.. Enumerable.Range(0, bound.RowCount).Select(row => bound.B(0, row).Upper)],
            bound.States,
            description.OutputRow
        );
}
